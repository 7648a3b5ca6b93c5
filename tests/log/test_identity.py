"""The log never runs backwards, whatever store is put over a folder; the log gives a store back what it lacks."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawler.base.errors import StoreError, UserError
from crawler.crawl.crawl_run import CrawlOptions, CrawlRun
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import articles, counters, events, meeting_names, meetings, portal_days, revisions
from crawler.log import mending
from crawler.log.identity import check_fits, identity
from crawler.log.manifest import MANIFEST, read_head, read_manifest
from crawler.log.mirror import mirror
from crawler.log.segments import publish
from crawler.log.verifying import Wrong
from crawler.search.query import search
from tests.articles.test_revisions import commit
from tests.log.damage import faults, file_of, fill, mended, raw
from tests.records import PORTAL, article, later
from tests.stores import new_store

TABLES = (articles, meetings, meeting_names, events, portal_days)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def restored(tmp_path: Path, output: Path) -> Store:
    """A store of which an older copy was put back: it knows three of nine seqs."""
    path = tmp_path / "store.db"
    store = new_store(path)
    fill(store, output, batches=1)
    store.close()
    shutil.copy(path, tmp_path / "older.db")
    store = Store.open(f"sqlite:///{path}")
    fill(store, output, batches=3)
    store.close()
    shutil.move(tmp_path / "older.db", path)
    return Store.open(f"sqlite:///{path}")


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    with reading(store.engine) as connection:
        found = {table.name: list(connection.execute(select(table)).mappings()) for table in TABLES}
    left_out = ("last_seen", "first_seen", "found_at", "first_found", "id", "event")
    return {
        name: sorted(({key: str(row[key]) for key in row if key not in left_out} for row in rows), key=str)
        for name, rows in found.items()
    }


def test_publishing_over_a_longer_log_is_refused_and_leaves_it_alone(restored: Store, output: Path) -> None:
    before, manifest = raw(output), (output / MANIFEST).read_bytes()
    with pytest.raises(StoreError, match=r"goes to seq 9, its store only to 3.*log verify --mend") as caught:
        publish(restored.engine, output, later(hours=9))
    assert "\n" not in str(caught.value)
    assert (raw(output), (output / MANIFEST).read_bytes()) == (before, manifest)


def test_an_older_store_does_not_make_the_manifest_anew_that_was_lost(restored: Store, output: Path) -> None:
    (output / MANIFEST).unlink()
    with pytest.raises(StoreError, match="has segments up to seq 9, its store records only to 3"):
        publish(restored.engine, output, later(hours=9))


def test_a_crawl_over_a_longer_log_stores_nothing(restored: Store, output: Path) -> None:
    with pytest.raises(StoreError, match="log verify --mend"):
        CrawlRun(restored, output, PORTAL, CrawlOptions())
    with reading(restored.engine) as connection:
        assert len(connection.execute(select(revisions.c.seq)).all()) == 3


def test_a_restored_store_gets_what_it_lacks_and_goes_on_above(restored: Store, output: Path, tmp_path: Path) -> None:
    before = raw(output)
    assert mended(restored.engine, output) == [(Wrong.AHEAD, True)]
    assert faults(restored.engine, output) == []
    commit(restored, article("mới"), hours=20)
    assert publish(restored.engine, output, later(hours=20)) == 1
    assert raw(output)[:-1] == before
    assert json.loads(raw(output)[-1])["seq"] == len(before) + 1
    assert mirror(output, str(tmp_path / "mirror"))[1] == len(before) + 1


def test_an_empty_store_is_made_of_the_log_with_all_that_hangs_on_its_records(
    store: Store, output: Path, tmp_path: Path
) -> None:
    """On either database: so a store also moves from one to the other over the same folder."""
    first = new_store(tmp_path / "first.db")
    fill(first, output)
    before, stored = raw(output), rows(first)
    with pytest.raises(StoreError, match="the log of another store"):
        check_fits(store.engine, output)
    assert mended(store.engine, output) == [(Wrong.FOREIGN, True)]
    assert faults(store.engine, output) == []
    assert raw(output) == before
    days = ("portal_days", "articles")
    found = rows(store)
    assert {name: found[name] for name in found if name not in days} == {
        name: stored[name] for name in stored if name not in days
    }
    assert {row["id"] if "id" in row else row["seq"] for row in found["articles"]} == {
        row["id"] if "id" in row else row["seq"] for row in stored["articles"]
    }
    with reading(store.engine) as connection, reading(first.engine) as other:
        assert {hit.article for hit in search(connection, "quý một")} == {
            hit.article for hit in search(other, "quý một")
        }
        marked = select(articles.c.id, articles.c.duplicate_of).order_by(articles.c.id)
        assert connection.execute(marked).all() == other.execute(marked).all()
        assert identity(connection) == identity(other)
    copy = article("chép", json.loads(before[0])["body"])
    commit(store, copy, hours=30)
    with reading(store.engine) as connection:
        row = connection.execute(select(articles).where(articles.c.id == f"{PORTAL}:chép")).one()
    assert (row.seq, row.duplicate_of) == (len(before) + 1, json.loads(before[0])["id"])
    first.close()


@pytest.mark.parametrize("stop", range(3))
def test_a_kill_while_records_are_put_back_costs_nothing(
    restored: Store, output: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    before = raw(output)
    steps = iter(range(stop))
    stored = mending._store

    def store_some(engine: Any, lines: Any, restore: Callable[..., None]) -> None:
        def some(connection: Any, batch: Any) -> None:
            if next(steps, None) is None:
                raise KeyboardInterrupt
            restore(connection, batch)

        stored(engine, lines, some)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(mending, "BATCH", 1)
        patch.setattr(mending, "_store", store_some)
        mended(restored.engine, output)
    with pytest.raises(StoreError, match="log verify --mend"):
        publish(restored.engine, output, later(hours=9))
    mended(restored.engine, output)
    assert faults(restored.engine, output) == []
    assert raw(output) == before


def test_the_log_of_another_store_is_left_alone(output: Path, tmp_path: Path) -> None:
    one, other = (new_store(tmp_path / f"{name}.db") for name in ("one", "other"))
    fill(one, output)
    commit(other, article("1"))
    before = raw(output)
    with pytest.raises(StoreError, match="the log of another store: name another folder"):
        publish(other.engine, output, later(hours=9))
    assert mended(other.engine, output) == [(Wrong.FOREIGN, False)]
    assert raw(output) == before
    with reading(other.engine) as connection:
        assert connection.execute(select(revisions.c.seq)).scalars().all() == [1]
    one.close()
    other.close()


def test_a_store_that_went_on_by_itself_from_an_older_copy_is_told(
    restored: Store, output: Path, tmp_path: Path
) -> None:
    for number in range(9):
        commit(restored, article(f"khác {number}"), hours=40 + number)
    publish(restored.engine, tmp_path / "elsewhere", later(hours=50))
    before = raw(output)
    with pytest.raises(StoreError, match=r"another record than the log in .* under seq 9"):
        publish(restored.engine, output, later(hours=50))
    assert mended(restored.engine, output) == [(Wrong.FORKED, False)]
    assert raw(output) == before


def test_a_mirror_takes_no_shorter_log(restored: Store, output: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "mirror")
    mirror(output, target)
    for path in [*output.rglob("*.json*")]:
        path.unlink()
    publish(restored.engine, output, later(hours=9))
    with pytest.raises(UserError, match="goes to seq 9, this one to 3"):
        mirror(output, target)


def test_damage_in_the_log_of_a_store_that_is_gone_costs_that_segment_alone(output: Path, tmp_path: Path) -> None:
    store = new_store(tmp_path / "first.db")
    fill(store, output)
    store.close()
    lost = read_manifest(output).segments[1]
    file_of(output, 1).write_text("{}\n")
    new = new_store(tmp_path / "second.db")
    done = mended(new.engine, output)
    assert done[0] == (Wrong.FOREIGN, True)
    assert {wrong for wrong, good in done if not good} <= {Wrong.FILE_DAMAGED, Wrong.STORE_DIFFERS, Wrong.LOST}
    with reading(new.engine) as connection:
        seqs = set(connection.execute(select(revisions.c.seq)).scalars())
        counter = connection.execute(select(counters.c.value).where(counters.c.name == "seq")).scalar_one()
    assert seqs >= {1, 2, 3, 4, 5, 6, 7} - set(range(lost.first_seq, lost.last_seq + 1))
    assert counter == read_head(output).published_through
    new.close()
