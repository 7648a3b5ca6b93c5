"""What a visit's outcome makes of a row: a table of states, and what follows from them over many visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier.outcomes import MOST_HOPS, Fetching, after_visit
from crawler.frontier.refetch import DAY, HOUR, REFETCH_AFTER, next_missing, next_refetch, next_retry
from crawler.model.visit import Due, Link, Status, Visit
from tests.records import NOON

RUN = 7
URL, OTHER = "https://x.vn/bai-1", "https://x.vn/khac/bai-1"
EPOCH = int(NOON.timestamp())
FRESH = Fetching(URL)
FAILED = Fetching(URL, status=Status.FETCH_ERROR, errors=2, fetched_at=EPOCH - HOUR, run=6, reason="HTTP 500")


def visit(status: Status = Status.FETCHED, kind: str = "article", at: datetime = NOON, **more: object) -> Visit:
    due = Due(1, "bai-1", URL, kind, "/tin", 0, None, None)  # type: ignore[arg-type]
    return Visit(due, at, status, **more)  # type: ignore[arg-type]


def missing(kind: str = "article", at: datetime = NOON) -> Visit:
    return visit(Status.FETCH_ERROR, kind, at, missing=True, http_status=404)


def moved(key: str = "bai-1") -> Visit:
    return visit(Status.REDIRECTED, redirected_to=Link(key, f"{URL}/", "article"))


@pytest.mark.parametrize(
    ("before", "seen", "after"),
    [
        (FRESH, visit(), {"status": "FETCHED", "due_at": EPOCH + HOUR, "errors": 0}),
        (FRESH, visit(kind="listing"), {"status": "FETCHED", "due_at": None, "errors": 0}),
        (FRESH, visit(kind="feed"), {"status": "FETCHED", "due_at": None, "errors": 0}),
        (FRESH, visit(kind="attachment"), {"status": "FETCHED", "due_at": None, "errors": 0}),
        (FRESH, visit(kind="page"), {"status": "FETCHED", "due_at": None, "errors": 0}),
        (FAILED, visit(), {"status": "FETCHED", "due_at": EPOCH + HOUR, "errors": 0}),
        (FAILED, visit(not_modified=True), {"status": "FETCHED", "due_at": EPOCH + HOUR, "errors": 0}),
        (FRESH, visit(Status.FETCH_ERROR), {"status": "FETCH_ERROR", "due_at": EPOCH + HOUR, "errors": 1}),
        (FAILED, visit(Status.FETCH_ERROR), {"status": "FETCH_ERROR", "due_at": EPOCH + 4 * HOUR, "errors": 3}),
        (FAILED, visit(Status.BLOCKED), {"status": "BLOCKED", "due_at": EPOCH + 4 * HOUR, "errors": 3}),
        (FRESH, visit(Status.FETCH_ERROR, "listing"), {"status": "FETCH_ERROR", "due_at": EPOCH + HOUR, "errors": 1}),
        (FAILED, moved("bai-2"), {"status": "REDIRECTED", "due_at": None, "errors": 0}),
        (FRESH, missing(), {"status": "FETCH_ERROR", "due_at": EPOCH + DAY, "errors": 1}),
        (FRESH, missing("listing"), {"status": "FETCH_ERROR", "due_at": EPOCH + DAY, "errors": 1}),
        (FRESH, missing("feed"), {"status": "GONE", "due_at": None, "errors": 1}),
        (FRESH, missing("sitemap"), {"status": "GONE", "due_at": None, "errors": 1}),
    ],
)
def test_a_row_after_a_visit(before: Fetching, seen: Visit, after: Mapping[str, object]) -> None:
    found = after_visit(before, seen, RUN, published=NOON)
    assert {name: getattr(found, name) for name in after} == after
    assert (found.url, found.run, found.fetched_at) == (URL, RUN, EPOCH)


def walk(days: list[float], before: Fetching = FRESH) -> list[tuple[str, int]]:
    """Status and count of a page that is missing at each of these moments, in days."""
    states = []
    for day in days:
        before = after_visit(before, missing(at=NOON + timedelta(days=day)), RUN)
        states.append((before.status.value, before.errors))
    return states


@pytest.mark.parametrize(
    ("days", "states"),
    [
        ([0, 1, 2], [("FETCH_ERROR", 1), ("FETCH_ERROR", 2), ("GONE", 3)]),
        ([0, 0.5, 0.9], [("FETCH_ERROR", 1)] * 3),
        ([0, 0.01, 1.5, 1.6], [("FETCH_ERROR", 1), ("FETCH_ERROR", 1), ("FETCH_ERROR", 2), ("FETCH_ERROR", 2)]),
        ([0, 30], [("FETCH_ERROR", 1), ("FETCH_ERROR", 2)]),
    ],
)
def test_a_page_is_gone_after_three_visits_a_day_apart(days: list[float], states: list[tuple[str, int]]) -> None:
    assert walk(days) == states


@given(st.lists(st.floats(0, 0.99), min_size=1, max_size=20))
def test_no_number_of_visits_within_a_day_makes_a_page_gone(moments: list[float]) -> None:
    assert "GONE" not in {status for status, _ in walk(sorted(moments))}


def test_a_page_that_comes_back_counts_from_nought() -> None:
    before = after_visit(FRESH, missing(), RUN)
    before = after_visit(before, visit(at=NOON + timedelta(days=1)), RUN)
    assert walk([2, 3], before) == [("FETCH_ERROR", 1), ("FETCH_ERROR", 2)]


def test_the_first_time_counts_however_short_ago_the_page_was_there() -> None:
    assert walk([0.01, 1.01, 2.01], after_visit(FRESH, visit(), RUN)) == [
        ("FETCH_ERROR", 1),
        ("FETCH_ERROR", 2),
        ("GONE", 3),
    ]


def test_a_page_that_is_missing_is_tried_under_its_other_address_in_the_same_run() -> None:
    after = after_visit(replace(FAILED, other_url=OTHER), missing(), RUN)
    assert (after.url, after.other_url) == (OTHER, None)
    assert (after.status, after.due_at, after.errors, after.run) == (Status.DISCOVERED, EPOCH, 0, None)


def test_a_failure_says_nothing_of_the_address() -> None:
    after = after_visit(replace(FRESH, other_url=OTHER), visit(Status.FETCH_ERROR), RUN)
    assert (after.url, after.other_url) == (URL, OTHER)


def test_a_page_moved_to_another_address_of_its_own_is_due_there_in_the_same_run() -> None:
    after = after_visit(FRESH, moved(), RUN)
    assert (after.url, after.status, after.due_at, after.run) == (f"{URL}/", Status.DISCOVERED, EPOCH, None)


def test_more_hops_than_allowed_are_a_circle() -> None:
    before, hops = FRESH, 0
    while before.status is Status.DISCOVERED:
        before, hops = after_visit(before, moved(), RUN), hops + 1
    assert hops == MOST_HOPS + 1
    assert (before.status, before.reason, before.run) == (Status.FETCH_ERROR, "redirects in a circle", RUN)
    assert before.due_at is not None
    assert before.due_at > EPOCH


@pytest.mark.parametrize(
    ("errors", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 64), (8, 128), (9, 168), (1000, 168)]
)
def test_the_back_off_doubles_from_an_hour_up_to_a_week(errors: int, hours: int) -> None:
    assert next_retry(NOON, errors) == EPOCH + hours * HOUR


@pytest.mark.parametrize(("errors", "due"), [(0, DAY), (1, DAY), (2, DAY), (3, None), (4, None)])
def test_a_missing_page_is_looked_at_a_day_later_and_after_the_third_time_never(errors: int, due: int | None) -> None:
    assert next_missing(NOON, errors) == (None if due is None else EPOCH + due)


@pytest.mark.parametrize(
    ("hours_old", "next_at_hours"),
    [
        (0, 1),
        (0.5, 1),
        (1, 6),
        (5.9, 6),
        (6, 24),
        (24, 72),
        (72, 168),
        (168, 720),
        (719, 720),
        (720, None),
        (9999, None),
    ],
)
def test_an_article_is_fetched_again_at_set_ages(hours_old: float, next_at_hours: int | None) -> None:
    published = NOON - timedelta(hours=hours_old)
    expected = None if next_at_hours is None else int(published.timestamp()) + next_at_hours * HOUR
    assert next_refetch(published, NOON) == expected


@pytest.mark.parametrize("published", [None, NOON + timedelta(days=3)])
def test_an_article_without_a_date_or_of_the_future_counts_as_published_now(published: datetime | None) -> None:
    assert next_refetch(published, NOON) == EPOCH + REFETCH_AFTER[0]


def test_other_ages_may_be_given() -> None:
    assert after_visit(FRESH, visit(), RUN, NOON, refetch_after=(60,)).due_at == EPOCH + 60
    assert after_visit(FRESH, visit(), RUN, NOON, refetch_after=()).due_at is None
