"""Crawls of one process share transactions and stay apart: each has the store, the log and the faults of its own."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawler.base.errors import StoreError
from crawler.crawl import crawl_run
from crawler.crawl.crawl_run import CrawlRun
from crawler.crawl.options import CrawlOptions
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import metadata
from crawler.model.visit import Due, Visit
from tests.log.test_segments import lines
from tests.records import NOON, article, link, visit

PORTALS = [f"cong-{number}" for number in range(5)]
ARTICLES = 6
TEXTS = [" ".join(f"{word}{n}" for n in range(30)) for word in ("tin", "hop", "xa", "dan")]


@dataclass
class Batch:
    """What a run commits at once."""

    portal: str
    run: int
    visits: list[Visit]


def batches(store: Store, seed: int) -> list[Batch]:
    """Batches of all portals in a random order; some texts are copies, and one batch cannot be stored."""
    chance = random.Random(seed)
    left: list[list[Batch]] = []
    for portal in PORTALS:
        run = store.start_run(portal, NOON, {})
        store.seed(portal, [link(str(number)) for number in range(ARTICLES)], NOON, run)
        dues = store.draw(portal, run, NOON, ARTICLES)
        visits = [visit(due, article=article(due.key, chance.choice(TEXTS), portal=portal)) for due in dues]
        cuts = sorted(chance.sample(range(1, ARTICLES), 2))
        parts = [visits[a:b] for a, b in zip([0, *cuts], [*cuts, ARTICLES], strict=True)]
        left.append([Batch(portal, run, part) for part in parts])
    broken = chance.choice(chance.choice(left)).visits[-1]
    assert broken.article is not None
    broken.article.content_hash = None
    broken.article.title = "\ud800"
    mixed = []
    while left:
        mixed.append(chance.choice(left).pop(0))
        left = [one for one in left if one]
    return mixed


def one_by_one(store: Store, made: Sequence[Batch]) -> list[bool]:
    """Whether each batch could be stored."""
    done = []
    for one in made:
        try:
            store.commit(one.portal, one.run, one.visits, counts={"pages": len(one.visits)})
            done.append(True)
        except Exception:  # noqa: BLE001 - what it says is another test's matter
            done.append(False)
    return done


def together(store: Store, made: Sequence[Batch]) -> list[bool]:
    """The same through the process's writer, all at once."""

    async def work() -> list[bool]:
        parts = [
            store.together(
                lambda within, one=one: within.commit(  # type: ignore[misc]
                    one.portal, one.run, one.visits, counts={"pages": len(one.visits)}
                )
            )
            for one in made
        ]
        found = await asyncio.gather(*parts, return_exceptions=True)
        return [not isinstance(one, BaseException) for one in found]

    return asyncio.run(work())


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, but for the store's own identity."""
    with reading(store.engine) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name != "store_identity"
        }


@pytest.mark.parametrize("seed", range(4))
def test_batches_of_many_portals_leave_what_they_leave_one_by_one(store: Store, tmp_path: Path, seed: int) -> None:
    alone = Store.open(f"sqlite:///{tmp_path / 'alone.db'}")
    for _ in PORTALS:
        store.join()
    expected = one_by_one(alone, batches(alone, seed))
    assert together(store, batches(store, seed)) == expected
    assert expected.count(False) == 1
    found = rows(store)
    assert found == rows(alone)
    assert sorted(row[0] for row in found["revisions"]) == list(range(1, len(found["revisions"]) + 1))
    alone.close()


class Pages:
    """A run over a listing of articles, as a spider drives it."""

    def __init__(self, url: str, output: Path, portal: str) -> None:
        self.run = CrawlRun(Store.of_process(url), output, portal, CrawlOptions(), now=lambda: NOON)

    def read(self, due: Due) -> Visit:
        """What a page brings."""
        if due.kind == "listing":
            return visit(due, links=[link(str(number)) for number in range(ARTICLES)])
        return visit(due, article=article(due.key, f"{self.run.portal} bài {due.key}", portal=self.run.portal))

    async def crawl(self) -> StoreError | None:
        """The whole run; the error that ended it."""
        run = self.run
        try:
            await run.start([link("tin", "listing")])
            while drawn := await run.draw(4):
                for due in drawn:
                    await asyncio.sleep(0)
                    run.add(self.read(due))
                    await run.flush_in_time()
            await run.finish("finished")
        except StoreError as error:
            return error
        finally:
            run.store.close()
        return None


class Unstorable(Pages):
    """One of its articles is what no store can take."""

    def read(self, due: Due) -> Visit:
        """What a page brings."""
        found = super().read(due)
        if due.key == "2" and found.article is not None:
            found.article.content_hash = None
            found.article.title = "\ud800"
        return found


def crawl_all(pages: Sequence[Pages]) -> list[StoreError | None]:
    async def work() -> list[StoreError | None]:
        return await asyncio.gather(*(one.crawl() for one in pages))

    return asyncio.run(work())


def test_a_visit_that_cannot_be_stored_costs_no_other_crawl(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawl_run, "FLUSH_SECONDS", 0.0)
    published = []
    publish = crawl_run.publish
    monkeypatch.setattr(crawl_run, "publish", lambda *given: published.append(publish(*given)))
    output = tmp_path / "output"
    kinds = [Unstorable if portal == PORTALS[1] else Pages for portal in PORTALS]
    runs = [kind(store_url, output, portal) for kind, portal in zip(kinds, PORTALS, strict=True)]
    assert crawl_all(runs) == [None] * len(PORTALS)
    log = lines(output)
    assert [record["seq"] for record in log] == list(range(1, ARTICLES * len(PORTALS)))
    missing = {f"{portal}:{number}" for portal in PORTALS for number in range(ARTICLES)} - {one["id"] for one in log}
    assert missing == {f"{PORTALS[1]}:2"}
    assert [one.run.counts["errors"] for one in runs] == [0, 1, 0, 0, 0]
    assert sum(published) == len(log)
    assert len(published) < len(PORTALS), "crawls that end at once publish the log once"
    store = Store.open(store_url)
    assert {(row.why_ended) for row in ends(store)} == {"finished"}
    store.close()


def ends(store: Store) -> Sequence[Any]:
    with reading(store.engine) as connection:
        return connection.execute(select(metadata.tables["runs"]).order_by("id")).all()


def test_a_crawl_that_lost_its_portal_stores_nothing_more_and_the_others_go_on(store_url: str, tmp_path: Path) -> None:
    """Its process lost the lock, another crawls the portal: as between the loss of a connection and its discovery."""
    runs = [Pages(store_url, tmp_path / "output", portal) for portal in PORTALS]
    lost = runs[2]
    read = lost.read

    def taken_over(due: Due) -> Visit:
        if due.key == "0":
            other = Store.open(store_url)
            other.start_run(lost.run.portal, NOON, {})
            other.close()
        return read(due)

    lost.read = taken_over  # type: ignore[method-assign]
    ended = crawl_all(runs)
    assert [number for number, error in enumerate(ended) if error is not None] == [2]
    assert "another run of it has begun" in str(ended[2])
    store = Store.open(store_url)
    found = {(run.portal, run.why_ended) for run in ends(store)}
    assert found == {(one, "finished") for one in PORTALS if one != lost.run.portal} | {
        (lost.run.portal, "interrupted"),
        (lost.run.portal, None),
    }
    with reading(store.engine) as connection:
        ids = connection.execute(select(metadata.tables["articles"].c.portal)).scalars().all()
    assert lost.run.portal not in ids
    assert len(ids) == ARTICLES * (len(PORTALS) - 1)
    store.close()


def test_a_database_that_is_gone_ends_each_crawl_with_one_line(store_url: str, tmp_path: Path) -> None:
    runs = [Pages(store_url, tmp_path / "output", portal) for portal in PORTALS]
    read = runs[0].read

    def gone(due: Due) -> Visit:
        if due.key == "0":
            with runs[0].run.store.engine.begin() as connection:
                connection.exec_driver_sql("DROP TABLE portal_days")
        return read(due)

    runs[0].read = gone  # type: ignore[method-assign]
    ended = crawl_all(runs)
    assert all(str(error).startswith("the store ") and "\n" not in str(error) for error in ended), ended
