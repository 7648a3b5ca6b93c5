"""Rows of the frontier one by one: what links, draws and visits make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import frontier
from crawler.frontier import discoveries, rewalk, source_statistics
from crawler.frontier.adaptive import IntervalBounds
from crawler.frontier.adding import LONGEST_URL, add
from crawler.frontier.counting import counts_by_status, due_count
from crawler.frontier.drawing import Scope
from crawler.frontier.settling import RefetchPolicy
from crawler.model.file_text import FileText
from crawler.model.forms import Form
from crawler.model.visit import Due, Link, Status
from tests.records import NOON, PORTAL, later, link, visit

FORM = Form((("trang", "2"),), stateful=True)


def put(store: Store, *links: Link, run: int = 1, depth: int = 1, hours: float = 0, **more: Any) -> None:
    with writing(store.engine) as connection:
        add(connection, PORTAL, links, depth, later(hours=hours), run, **more)


def drawn(store: Store, run: int = 1, hours: float = 0, scope: Scope | None = None) -> list[Due]:
    return store.draw(PORTAL, run, later(hours=hours), 50, scope)


def keys(dues: Sequence[Due]) -> list[str]:
    return [due.key for due in dues]


def row(store: Store, key: str) -> Any:
    with reading(store.engine) as connection:
        return connection.execute(select(frontier).where(frontier.c.key == key)).one()


def test_a_deferred_link_waits_until_it_is_released_as_what_it_turned_out_to_be(store: Store) -> None:
    put(store, link("1", "page", deferred=True), link("2", "page"))
    assert keys(drawn(store)) == ["2"]
    assert store.deferred(PORTAL) == [(row(store, "1").id, "https://x.vn/1")]
    store.release({"article": [row(store, "1").id]}, NOON)
    assert store.deferred(PORTAL) == []
    assert keys(drawn(store)) == ["1"], "an article comes before a page of unknown kind"


def test_of_several_links_with_one_key_the_first_counts(store: Store) -> None:
    put(store, link("1", hint="Một"), link("1", hint="Hai"))
    assert row(store, "1").hint == "Một"


def test_addresses_of_unusual_length_are_passed_over(store: Store) -> None:
    put(store, link("1", url="https://x.vn/" + "a" * LONGEST_URL), link("b" * (LONGEST_URL + 1)), link("2"))
    assert keys(drawn(store)) == ["2"]


def test_pages_for_the_next_run_wait_for_it_new_or_known(store: Store) -> None:
    put(store, link("p2", "listing"))
    put(store, link("p2", "listing"), link("p3", "listing"), next_run=True)
    assert drawn(store, run=1) == []
    assert keys(drawn(store, run=2)) == ["p2", "p3"]


def test_what_the_run_has_fetched_is_not_made_due_for_the_next_one(store: Store) -> None:
    put(store, link("p2", "listing"))
    store.commit(PORTAL, 1, [visit(due) for due in drawn(store)])
    put(store, link("p2", "listing"), refetch=True)
    assert drawn(store, run=2) == []
    put(store, link("p2", "listing"), run=2, refetch=True)
    assert keys(drawn(store, run=2)) == ["p2"]


def test_a_row_is_tried_once_a_run_though_it_is_due_again(store: Store) -> None:
    put(store, link("1"))
    store.commit(PORTAL, 1, [visit(due, status=Status.FETCH_ERROR) for due in drawn(store)])
    assert drawn(store, run=1, hours=5) == []
    assert keys(drawn(store, run=2, hours=5)) == ["1"]


def test_until_leaves_out_newer_articles_but_no_listing(store: Store) -> None:
    put(store, link("1", hint_date=date(2026, 1, 1)), link("p2", "listing", hint_date=date(2026, 1, 1)))
    assert keys(drawn(store, scope=Scope(until=date(2025, 6, 1)))) == ["p2"]


def test_only_listings_without_dates_are_bounded_in_depth(store: Store) -> None:
    put(store, link("dated", "listing", hint_date=date(2026, 1, 1)), link("undated", "listing"), depth=9)
    put(store, link("1"), depth=9)
    assert keys(drawn(store, scope=Scope(undated_depth=3))) == ["dated"]


def test_a_run_of_one_section_draws_that_section(store: Store) -> None:
    put(store, link("1", section="/a"), link("2", section="/b"))
    assert keys(drawn(store, scope=Scope(section="/b"))) == ["2"]


def test_a_row_says_whether_its_page_was_fetched_before(store: Store) -> None:
    put(store, link("p2", "listing"))
    [due] = drawn(store)
    assert due.unfetched
    store.commit(PORTAL, 1, [visit(due)])
    put(store, link("p2", "listing"), run=2, refetch=True)
    [due] = drawn(store, run=2)
    assert not due.unfetched


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [({"not_modified": True}, True), ({"status": Status.FETCH_ERROR}, True), ({"etag": '"2"'}, False)],
)
def test_validators_and_digest_stay_with_304_and_failures(store: Store, outcome: dict[str, Any], kept: bool) -> None:
    put(store, link("f", "attachment"))
    [due] = drawn(store)
    store.commit(PORTAL, 1, [visit(due, etag='"1"', file=FileText("application/pdf", "a" * 64))])
    new = {} if kept else {"file": FileText("application/pdf", "b" * 64)}
    store.commit(PORTAL, 2, [visit(due, **outcome, **new)])
    found = row(store, "f")
    assert (found.etag, found.sha256) == (('"1"', "a" * 64) if kept else ('"2"', "b" * 64))


@pytest.mark.parametrize(("status", "kept"), [(Status.FETCH_ERROR, True), (Status.FETCHED, False)])
def test_a_form_is_kept_until_its_page_is_fetched(store: Store, status: Status, kept: bool) -> None:
    put(store, link("p2", "listing", form=FORM))
    store.commit(PORTAL, 1, [visit(due, status=status) for due in drawn(store)])
    assert (row(store, "p2").form is not None) is kept


def test_a_page_takes_the_section_that_its_visit_finds(store: Store) -> None:
    put(store, link("1", "page"), link("2", "page", section="/b"))
    store.commit(PORTAL, 1, [visit(due, section="/a" if due.key == "1" else None) for due in drawn(store)])
    assert (row(store, "1").section, row(store, "2").section) == ("/a", "/b")


def test_a_redirect_of_a_source_counts_as_news_for_its_interval(store: Store) -> None:
    policy = RefetchPolicy(sources_between=IntervalBounds(timedelta(hours=1), timedelta(hours=8)))
    put(store, link("tin", "listing"), depth=0)
    [due] = drawn(store)
    for run, status in enumerate([Status.FETCHED, Status.FETCHED, Status.FETCHED, Status.REDIRECTED], 1):
        target = link("moi", "listing") if status is Status.REDIRECTED else None
        store.commit(PORTAL, run, [visit(due, status=status, redirected_to=target)], policy=policy)
        if run == 3:
            before = row(store, "tin").interval
    assert (before, row(store, "tin").interval) == (8100, 4050)


def test_sources_of_earlier_runs_are_first_pages_and_wholes(store: Store) -> None:
    put(store, link("a2", "listing", section="/a"), depth=1)
    put(store, link("a", "listing", section="/a"), link("rss", "feed"), depth=0)
    put(store, link("part", "sitemap", section="https://x.vn/map"), link("map", "sitemap"), depth=1)
    put(store, link("gone", "feed"), link("1"), depth=1)
    while dues := drawn(store):
        visits = [
            visit(due, missing=True, status=Status.FETCH_ERROR) if due.key == "gone" else visit(due) for due in dues
        ]
        store.commit(PORTAL, 1, visits)
    assert {one.key for one in store.sources(PORTAL)} == {"a", "rss", "map"}


def test_a_section_is_walked_again_down_to_the_page_whose_form_lapsed(store: Store) -> None:
    tin = {"kind": "listing", "section": "/tin"}
    put(store, link("p1", **tin), depth=0)
    store.commit(PORTAL, 1, [visit(due, etag='"1"') for due in drawn(store)])
    put(store, link("p2", form=FORM, **tin), depth=1)
    put(store, link("p3", form=FORM, **tin), depth=2)
    [second] = drawn(store)
    with reading(store.engine) as connection:
        assert rewalk.unfinished(connection, PORTAL, "/tin", 1), "p3 was never fetched"
        assert not rewalk.unfinished(connection, PORTAL, "/tin", 2)
        assert not rewalk.unfinished(connection, PORTAL, "/khac", 0)
    store.commit(PORTAL, 1, [visit(second, status=Status.FETCH_ERROR, rewalk=True)])
    [first] = drawn(store)
    assert (first.key, first.etag) == ("p1", None), "unconditionally: its links are needed"


def test_counts_leave_attachments_out_and_due_rows_are_those_whose_time_has_come(store: Store) -> None:
    put(store, link("1"), link("f", "attachment"))
    put(store, link("2"), hours=5)
    with reading(store.engine) as connection:
        assert counts_by_status(connection, PORTAL) == {"DISCOVERED": 2}
        assert due_count(connection, PORTAL, NOON) == 2
        assert [page[0] for page in discoveries.known_pages(connection, PORTAL)] == ["1", "2"]


def trouble(store: Store, kind: str = "feed", newest: str | None = "2026-01-02") -> list[str | None]:
    """What is wrong with each source, by the key of its reason."""
    with reading(store.engine) as connection:
        found = source_statistics.of(connection, PORTAL, newest)
    return [one.trouble.key if one.trouble else None for one in found if one.kind == kind]


def feed_visit(store: Store, hours: float = 0, entries: Sequence[Link] = (), **more: Any) -> None:
    due = Due(1, "rss", "https://x.vn/rss", "feed", None, 0, None, None)
    with writing(store.engine) as connection:
        made = replace(visit(due, later(hours=hours), **more), links=list(entries))
        source_statistics.record(connection, PORTAL, made, len(entries))


def test_a_source_that_fails_twice_in_a_row_is_in_trouble(store: Store) -> None:
    entry = [link("1", hint_date=NOON.date())]
    feed_visit(store, entries=entry)
    feed_visit(store, 1, status=Status.FETCH_ERROR, reason="HTTP 500")
    assert trouble(store) == [None]
    feed_visit(store, 2, status=Status.FETCH_ERROR, reason="HTTP 500")
    assert trouble(store) == ["source_failed"]
    feed_visit(store, 3, not_modified=True)
    assert trouble(store) == [None]


@pytest.mark.parametrize(("behind", "expected"), [(6, None), (7, "source_stale")])
def test_a_feed_a_week_behind_its_portal_is_stale(store: Store, behind: int, expected: str | None) -> None:
    feed_visit(store, entries=[link("1", hint_date=NOON.date() - timedelta(days=behind))])
    assert trouble(store) == [expected]
    feed_visit(store, 1)
    assert trouble(store) == ["source_empty"]
