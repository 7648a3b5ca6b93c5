import asyncio
from collections.abc import Coroutine
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from crawler.crawl.crawl_run import CrawlRun
from crawler.crawl.options import CrawlOptions
from crawler.crawl.store import Store
from crawler.model.visit import Visit
from tests.records import NOON, PORTAL, article, link, visit

Outcome = TypeVar("Outcome")


def now(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    return asyncio.run(work)


def run_of(store: Store, output: Path, **options: object) -> CrawlRun:
    run = CrawlRun(store, output, PORTAL, CrawlOptions(**options), now=lambda: NOON)  # type: ignore[arg-type]
    now(run.start([link("tin", "listing")]))
    return run


def listed(run: CrawlRun, count: int) -> list[Visit]:
    """The visits of `count` articles that a listing showed, not yet handed over."""
    [listing] = now(run.draw(10))
    run.add(visit(listing, links=[link(str(number)) for number in range(count)]))
    return [visit(due, article=article(due.key, f"bài {due.key}")) for due in now(run.draw(count))]


def test_a_visit_that_no_store_can_take_costs_itself_alone(store: Store, tmp_path: Path) -> None:
    run = run_of(store, tmp_path)
    visits = listed(run, 3)
    assert visits[1].article is not None
    visits[1].article.content_hash = None  # stands for whatever a step forgot or a page smuggled in
    visits[1].article.title = "\ud800"
    for one in visits:
        run.add(one)
    now(run.finish("finished"))
    with store.engine.connect() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT id FROM articles ORDER BY seq")]
        [(status, reason)] = connection.exec_driver_sql("SELECT status, reason FROM frontier WHERE key = '1'").all()
    assert kept == [f"{PORTAL}:0", f"{PORTAL}:2"]
    assert status == "FETCH_ERROR"
    assert "cannot be stored" in reason
    assert (run.counts["articles"], run.counts["new"], run.counts["errors"]) == (2, 2, 1)


def test_visits_are_committed_as_drawn_whichever_answer_came_first(store: Store, tmp_path: Path) -> None:
    run = run_of(store, tmp_path)
    for one in reversed(listed(run, 3)):
        run.add(one)
    now(run.finish("finished"))
    with store.engine.connect() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT id FROM articles ORDER BY seq")]
    assert kept == [f"{PORTAL}:0", f"{PORTAL}:1", f"{PORTAL}:2"]


def test_limit_counts_articles_that_came_in(store: Store, tmp_path: Path) -> None:
    run = run_of(store, tmp_path, limit=2)
    visits = listed(run, 5)
    assert len(visits) == 2
    for one in visits:
        run.add(one)
    assert now(run.draw(5)) == []


PAGES = {
    "tin": (["a", "b"], "tin?2", date(2026, 1, 1)),
    "tin?2": (["c", "muon"], "tin?3", date(2025, 12, 20)),
    "tin?3": (["d"], "tin?4", date(2025, 11, 20)),
    "tin?4": (["e"], "tin?5", date(2025, 10, 20)),
}


def walked(store: Store, output: Path, left_out: str = "", **options: object) -> list[str]:
    """The keys of the pages that a run over PAGES fetches; `left_out` is not shown."""
    run = run_of(store, output, **options)
    fetched = []
    while dues := now(run.draw(10)):
        for due in dues:
            fetched.append(due.key)
            entries, following, newest = PAGES.get(due.key, ([], "", NOON.date()))
            links = [link(key, hint=key, hint_date=newest) for key in entries if key != left_out]
            following_page = [link(following, "listing", hint_date=newest)] if following else []
            run.add(visit(due, links=links, next_pages=following_page))
    now(run.finish("finished"))
    return fetched


def test_a_sweep_finds_a_post_that_appeared_late_and_reads_no_farther_back_than_it_must(
    store: Store, tmp_path: Path
) -> None:
    walked(store, tmp_path, left_out="muon", full=True)
    assert walked(store, tmp_path) == ["tin"], "an ordinary visit sees nothing new"
    swept = walked(store, tmp_path, full=True, since=date(2025, 12, 3), purpose="sweep", on_schedule=True)
    assert swept == ["tin", "tin?2", "muon", "tin?3"]
    state = store.due_state(PORTAL)
    assert state is not None
    assert (state.swept_at, state.unfinished) == (state.started_at, 0)


def test_a_run_of_a_part_is_no_visit_on_schedule(store: Store, tmp_path: Path) -> None:
    walked(store, tmp_path, section="/tin")
    walked(store, tmp_path, since=date(2025, 12, 3))
    assert store.due_state(PORTAL) is None
    walked(store, tmp_path)
    assert store.due_state(PORTAL) is not None


def test_a_gap_is_walked_to_and_no_farther(store: Store, tmp_path: Path) -> None:
    walked(store, tmp_path, left_out="d", full=True)
    before = store.due_state(PORTAL)
    week = {"since": date(2025, 11, 17), "until": date(2025, 11, 23)}
    assert walked(store, tmp_path, full=True, purpose="gaps", **week) == ["tin", "tin?2", "tin?3", "d", "tin?4"]
    assert store.due_state(PORTAL) == before, "it is no visit on schedule"


def test_a_run_that_was_told_to_stop_is_handed_back(store: Store, tmp_path: Path) -> None:
    now(run_of(store, tmp_path).finish("shutdown"))
    state = store.due_state(PORTAL)
    assert state is not None
    assert (state.ended_at, state.unfinished) == (None, 0)
    run_of(store, tmp_path)
    run_of(store, tmp_path)
    state = store.due_state(PORTAL)
    assert state is not None
    assert (state.ended_at, state.unfinished) == (None, 2)


def test_a_killed_run_that_stored_articles_does_not_count_against_its_portal(store: Store, tmp_path: Path) -> None:
    run_of(store, tmp_path)
    run_of(store, tmp_path)
    for one in listed(run_of(store, tmp_path), 1):
        state = store.due_state(PORTAL)
        assert state is not None
        assert state.unfinished == 3
        store.commit(PORTAL, 3, [one])
    state = store.due_state(PORTAL)
    assert state is not None
    assert state.unfinished == 1
