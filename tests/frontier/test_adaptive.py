"""On schedule a source is visited as often as it proves worth it; a run by hand, and a sweep, visit every one."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.crawl.store import Store
from crawler.frontier.adaptive import IntervalBounds, next_interval
from crawler.frontier.drawing import Scope
from crawler.frontier.settling import RefetchPolicy
from crawler.model.visit import Status
from tests.records import NOON, PORTAL, later, link, visit

BOUNDS = IntervalBounds(timedelta(minutes=30), timedelta(hours=6))
POLICY = RefetchPolicy(sources_between=BOUNDS)
SOURCES = [link("tin-tuc", "listing", section="/tin-tuc"), link("rss", "feed")]


def drawn(store: Store, at: datetime, *, on_schedule: bool = True) -> tuple[int, list[str]]:
    run = store.start_run(PORTAL, at, {})
    store.seed(PORTAL, SOURCES, at, run, on_schedule)
    return run, [due.key for due in store.draw(PORTAL, run, at, 10)]


def visited(store: Store, at: datetime, *, news: bool, status: Status = Status.FETCHED) -> None:
    """Both sources are visited by hand; only the listing shows anything new, if `news`."""
    run = store.start_run(PORTAL, at, {})
    store.seed(PORTAL, SOURCES, at, run)
    while dues := store.draw(PORTAL, run, at, 10):
        links = [link(f"bai-{at.timestamp():.0f}")] if news else []
        visits = [
            visit(due, at, status, links=links if due.kind == "listing" else [])
            for due in dues
            if due.kind != "article"
        ] + [visit(due, at) for due in dues if due.kind == "article"]
        store.commit(PORTAL, run, visits, policy=POLICY)


def test_a_quiet_source_is_left_out_of_runs_on_schedule_and_a_lively_one_is_not(store: Store) -> None:
    for half_hours in range(4):
        visited(store, later(minutes=30 * half_hours), news=True)
    _, sources = drawn(store, later(minutes=120, seconds=-5))
    assert sources == ["tin-tuc"], "the feed has shown nothing for long"
    _, sources = drawn(store, later(minutes=121), on_schedule=False)
    assert sources == ["rss"], "by hand every source is visited, feeds before listings"


def test_no_source_is_left_out_for_longer_than_the_entry_says(store: Store) -> None:
    for hours in range(0, 200, 20):
        visited(store, later(hours=hours), news=False)
    assert drawn(store, later(hours=180 + 5.7))[1] == []
    assert drawn(store, later(hours=180 + 6))[1] == ["rss"]


def test_news_brings_a_quiet_source_back(store: Store) -> None:
    for hours in range(0, 100, 10):
        visited(store, later(hours=hours), news=False)
    for hours in range(100, 104):
        visited(store, later(hours=hours), news=True)
    assert drawn(store, later(hours=103.5))[1] == ["tin-tuc"]


def test_one_that_fails_is_tried_again_within_the_bounds(store: Store) -> None:
    visited(store, NOON, news=False)
    for hours in range(1, 12):
        visited(store, later(hours=hours), news=False, status=Status.FETCH_ERROR)
    assert drawn(store, later(hours=12))[1] == []
    assert drawn(store, later(hours=11 + 6))[1] == ["rss"]


def test_a_section_that_has_moved_is_read_where_it_lies_now_each_time(store: Store) -> None:
    target = link("tin-moi", "listing", section="/tin-tuc")
    for hours in range(3):
        at = later(hours=hours)
        run = store.start_run(PORTAL, at, {})
        store.seed(PORTAL, SOURCES[:1], at, run, on_schedule=True)
        [due] = store.draw(PORTAL, run, at, 10)
        assert due.key == "tin-tuc"
        store.commit(PORTAL, run, [visit(due, at, Status.REDIRECTED, redirected_to=target)], policy=POLICY)
        [moved] = store.draw(PORTAL, run, at, 10)
        assert moved.key == "tin-moi"
        store.commit(PORTAL, run, [visit(moved, at)], policy=POLICY)


def test_a_sweep_follows_a_listing_without_dates_so_far_and_no_farther(store: Store) -> None:
    run = store.start_run(PORTAL, NOON, {"full": True})
    store.seed(PORTAL, [link("p0", "listing")], NOON, run)
    scope = Scope(since=date(2025, 12, 1), undated_depth=3)
    pages = []
    while dues := store.draw(PORTAL, run, NOON, 10, scope):
        pages += [due.key for due in dues]
        visits = [
            visit(due, next_pages=[link(f"p{due.depth + 1}", "listing")], links=[link(f"bai-{due.depth}")])
            if due.kind == "listing"
            else visit(due)
            for due in dues
        ]
        store.commit(PORTAL, run, visits, full=True)
    assert [page for page in pages if page.startswith("p")] == ["p0", "p1", "p2", "p3"]


@given(st.lists(st.booleans(), max_size=60), st.integers(60, 90_000), st.integers(60, 90_000))
def test_an_interval_stays_within_its_bounds(news: list[bool], least: int, most: int) -> None:
    interval = 0
    for one in news:
        interval = next_interval(interval, one, IntervalBounds(timedelta(seconds=least), timedelta(seconds=most)))
        assert least <= interval <= max(least, most)


@pytest.mark.parametrize(("news", "expected"), [(True, 1800), (False, 5400)])
def test_an_interval_shrinks_with_news_and_grows_without(news: bool, expected: int) -> None:
    assert next_interval(3600, news, BOUNDS) == expected
