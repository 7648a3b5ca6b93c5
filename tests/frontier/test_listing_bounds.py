"""Listings without end end."""

from datetime import datetime

from crawler.base.clock import VIETNAM
from crawler.frontier.listing_bounds import EMPTY_PAGES, ListingBounds
from crawler.model.visit import Due, Link, Status, Visit


def visit(depth: int, *keys: str, section: str | None = "/tin") -> Visit:
    due = Due(depth, f"/tin?p={depth}", f"https://x.vn/tin?p={depth}", "listing", section, depth, None, None)
    made = Visit(due, datetime(2026, 3, 12, tzinfo=VIETNAM), Status.FETCHED, 200)
    made.links = [Link(key, f"https://x.vn/{key}", "article", section) for key in keys]
    return made


def test_a_page_that_repeats_another_is_the_last() -> None:
    bounds = ListingBounds()
    assert [bounds.ends(one) for one in (visit(0, "1", "2"), visit(1, "2", "3"), visit(2, "3"))] == [False, False, True]


def test_the_same_entries_under_another_section_say_nothing() -> None:
    bounds = ListingBounds()
    bounds.ends(visit(0, "1"))
    assert not bounds.ends(visit(1, "1", section="/khac"))
    assert not bounds.ends(visit(1, "1", section=None))


def test_a_walk_that_begins_anew_may_show_the_same() -> None:
    bounds = ListingBounds()
    shown = [visit(0, "1"), visit(1, "2")]
    assert not any(bounds.ends(one) for one in shown + shown)


def test_so_many_empty_pages_in_a_row_are_the_end() -> None:
    bounds = ListingBounds()
    empty = [bounds.ends(visit(depth)) for depth in range(1, EMPTY_PAGES + 1)]
    assert empty == [False] * (EMPTY_PAGES - 1) + [True]
