"""Weeks that fall short of a portal's own rhythm, and no others."""

from datetime import date, timedelta

import pytest

from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.runs import gaps
from crawler.runs.gaps import WEEK, find_gaps, gaps_of
from tests.records import NOON, PORTAL, article, later, link, visit

FIRST = date(2025, 1, 6)


def weeks(counts: list[int]) -> dict[date, int]:
    return {FIRST + WEEK * number: count for number, count in enumerate(counts) if count}


def short(counts: list[int]) -> list[int]:
    """The numbers of the weeks that are gaps."""
    found = find_gaps(weeks(counts), FIRST + WEEK * (len(counts) - 1))
    return [(week - FIRST) // WEEK for week, _, _ in found]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([20] * 30, []),
        ([20] * 10 + [0] + [20] * 10, [10]),
        ([20] * 10 + [4] + [20] * 10, [10]),
        ([20] * 10 + [5] + [20] * 10, []),  # a quarter: a quiet week
        ([20] * 20 + [0] * 8 + [20] * 20, list(range(20, 28))),  # two months of outage
        ([20] * 20 + [0] * 3, [20, 21, 22]),  # it goes on
        ([1, 0, 2, 0, 0, 3, 1, 0, 1, 2, 0, 1], []),  # no rhythm to fall out of
        ([3] + [20] * 12, []),  # the first week may be known in part
        ([20] * 3, []),  # too short a history
        ([], []),
        ([40, 35, 30, 28, 25, 20, 18, 15, 12, 10, 9, 8, 7, 6, 6, 5, 5, 5], []),  # it writes ever less
    ],
)
def test_what_is_a_gap(counts: list[int], expected: list[int]) -> None:
    assert short(counts) == expected


def test_a_gap_that_was_walked_again_is_left_alone_for_long(store: Store) -> None:
    run = store.start_run(PORTAL, NOON, {})
    store.seed(PORTAL, [link("tin", "listing")], NOON, run)
    [listing] = store.draw(PORTAL, run, NOON, 1)
    stories = [(week, number) for week in range(12) if week != 6 for number in range(8)]
    names = [f"{week}-{number}" for week, number in stories]
    store.commit(PORTAL, run, [visit(listing, links=[link(name) for name in names])])
    dues = store.draw(PORTAL, run, NOON, 200)
    born = {
        name: NOON - WEEK * week + timedelta(minutes=number)
        for name, (week, number) in zip(names, stories, strict=True)
    }
    visits = [visit(due, article=article(due.key, f"bài {due.key}", published=born[due.key])) for due in dues]
    store.commit(PORTAL, run, visits)
    with writing(store.engine) as connection:
        [gap] = gaps_of(connection, PORTAL, later(days=7).date())
        assert (gap.articles, gap.usual, gap.open(NOON)) == (0, 8, True)
        assert gap.week <= (NOON - WEEK * 6).date() <= gap.through
        gaps.enter_tried(connection, [gap], NOON)
        gaps.enter_tried(connection, [gap], NOON)
        [gap] = gaps_of(connection, PORTAL, later(days=7).date())
    assert not gap.open(later(days=89))
    assert gap.open(later(days=90))
