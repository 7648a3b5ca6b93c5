from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from crawler.crawl.store import Store
from crawler.database.tables import frontier
from crawler.frontier.drawing import Scope
from crawler.model.items import Article
from crawler.model.visit import Due, Status
from tests.records import NOON, PORTAL, article, later, link, visit


def start(store: Store, at: datetime = NOON) -> tuple[int, Due]:
    run = store.start_run(PORTAL, at, {})
    store.seed(PORTAL, [link("tin-tuc", "listing")], at, run)
    [due] = store.draw(PORTAL, run, at, 10)
    return run, due


def keys(dues: list[Due]) -> list[str]:
    return [due.key for due in dues]


def test_a_seed_is_due_in_every_run_but_once_a_run(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing)])
    store.seed(PORTAL, [link("tin-tuc", "listing")], NOON, run)
    assert store.draw(PORTAL, run, NOON, 10) == []
    assert keys([start(store, later(minutes=30))[1]]) == ["tin-tuc"]


def test_a_listings_articles_come_before_its_next_page(store: Store) -> None:
    run, listing = start(store)
    found = visit(listing, links=[link("1"), link("2")], next_pages=[link("tin-tuc?2", "listing")])
    store.commit(PORTAL, run, [found])
    articles = store.draw(PORTAL, run, NOON, 10)
    assert keys(articles) == ["1", "2"]
    store.commit(PORTAL, run, [visit(due, article=article(due.key)) for due in articles])
    assert keys(store.draw(PORTAL, run, NOON, 10)) == ["tin-tuc?2"]


def test_the_walk_ends_at_a_page_that_shows_only_what_is_known(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1", hint="Một")], next_pages=[link("p2", "listing")])])
    for _ in range(2):
        store.commit(PORTAL, run, [visit(due) for due in store.draw(PORTAL, run, NOON, 10)])
    again, listing = start(store, later(minutes=30))
    same = visit(listing, later(minutes=30), links=[link("1", hint="Một")], next_pages=[link("p2", "listing")])
    store.commit(PORTAL, again, [same])
    assert store.draw(PORTAL, again, later(minutes=30), 10) == []


@pytest.mark.parametrize("full", [True, False])
def test_full_walks_on_where_nothing_is_new(store: Store, full: bool) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1")], next_pages=[link("p2", "listing")])])
    for _ in range(2):
        store.commit(PORTAL, run, [visit(due) for due in store.draw(PORTAL, run, NOON, 10)])
    again, listing = start(store, later(minutes=30))
    same = visit(listing, later(minutes=30), links=[link("1")], next_pages=[link("p2", "listing")])
    store.commit(PORTAL, again, [same], full=full)
    assert keys(store.draw(PORTAL, again, later(minutes=30), 10)) == (["p2"] if full else [])


def test_another_title_on_the_listing_makes_an_article_due(store: Store) -> None:
    old = article("1", published=datetime(2011, 1, 1, tzinfo=NOON.tzinfo))
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1", hint="Cũ")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    store.commit(PORTAL, run, [visit(due, article=old)])
    again, listing = start(store, later(days=400))
    assert store.draw(PORTAL, again, later(days=400), 10, in_flight={listing.id}) == []
    store.commit(PORTAL, again, [visit(listing, later(days=400), links=[link("1", hint="Mới")])])
    assert keys(store.draw(PORTAL, again, later(days=400), 10)) == ["1"]


def test_a_title_shown_otherwise_in_another_section_is_no_change(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1", hint="Một bài dài", section="/a")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    old = article("1", published=datetime(2011, 1, 1, tzinfo=NOON.tzinfo))
    store.commit(PORTAL, run, [visit(due, article=old)])
    again, listing = start(store, later(hours=1))
    store.commit(PORTAL, again, [visit(listing, later(hours=1), links=[link("1", hint="Một bài …", section="/b")])])
    assert store.draw(PORTAL, again, later(hours=1), 10) == []


def test_fresh_articles_are_looked_at_again_on_a_decaying_schedule(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    store.commit(PORTAL, run, [visit(due, article=article("1", published=NOON))])
    looks = []
    hour = 0
    while hour < 24 * 40:
        hour += 1
        run = store.start_run(PORTAL, later(hours=hour), {})
        for due in store.draw(PORTAL, run, later(hours=hour), 10):
            looks.append(hour)
            # A 304 has no article in it: the schedule must go on from publication all the same.
            store.commit(PORTAL, run, [visit(due, later(hours=hour), not_modified=True)])
    assert looks == [1, 6, 24, 72, 168, 720]


def test_a_failed_page_is_due_again_later_and_later(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1")])])
    tries = []
    for hour in range(0, 100):
        run = store.start_run(PORTAL, later(hours=hour), {})
        for due in store.draw(PORTAL, run, later(hours=hour), 10):
            tries.append(hour)
            store.commit(PORTAL, run, [visit(due, later(hours=hour), Status.FETCH_ERROR, reason="HTTP 500")])
    assert tries == [0, 1, 3, 7, 15, 31, 63]


def test_a_page_missing_three_times_days_apart_is_gone_and_its_article_kept(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    store.commit(PORTAL, run, [visit(due, article=article("1"))])
    states = []
    for day in (1, 2, 3, 4, 5, 30):
        run = store.start_run(PORTAL, later(days=day), {})
        for due in store.draw(PORTAL, run, later(days=day), 10):
            store.commit(PORTAL, run, [visit(due, later(days=day), Status.FETCH_ERROR, http_status=404, missing=True)])
        states.append(status_of(store, "1"))
    assert states == ["FETCH_ERROR", "FETCH_ERROR", "GONE", "GONE", "GONE", "GONE"]
    assert count(store, "articles") == 1


def test_an_article_dead_under_one_address_is_tried_under_the_next(store: Store) -> None:
    run, listing = start(store)
    first, second = link("1", url="https://x.vn/a/1"), link("1", url="https://x.vn/b/1")
    store.commit(
        PORTAL,
        run,
        [
            visit(listing, links=[first]),
        ],
    )
    store.seed(PORTAL, [link("other", "listing")], NOON, run)
    [other] = store.draw(PORTAL, run, NOON, 1)
    store.commit(PORTAL, run, [visit(other, links=[second])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    assert due.url == "https://x.vn/a/1"
    store.commit(PORTAL, run, [visit(due, status=Status.FETCH_ERROR, http_status=404, missing=True)])
    [due] = store.draw(PORTAL, run, NOON, 10)
    assert due.url == "https://x.vn/b/1"
    store.commit(PORTAL, run, [visit(due, status=Status.FETCH_ERROR, http_status=404, missing=True)])
    assert store.draw(PORTAL, run, NOON, 10) == []


def test_window_keeps_what_listings_date_outside_for_a_later_run(store: Store) -> None:
    run, listing = start(store)
    links = [
        link("old", hint="a", hint_date=date(2020, 1, 1)),
        link("new", hint="b", hint_date=date(2026, 1, 1)),
        link("undated"),
    ]
    store.commit(PORTAL, run, [visit(listing, links=links)])
    since = Scope(since=date(2025, 1, 1))
    assert keys(store.draw(PORTAL, run, NOON, 10, since)) == ["new", "undated"]
    assert keys(store.draw(PORTAL, run, NOON, 10, Scope(until=date(2025, 1, 1)))) == ["old", "undated"]
    assert keys(store.draw(PORTAL, run, NOON, 10)) == ["old", "new", "undated"]


def test_conditional_headers_survive_a_failure_but_not_a_new_page(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, etag='"1"', last_modified="x")])
    _, due = start(store, later(hours=1))
    assert (due.etag, due.last_modified) == ('"1"', "x")
    store.commit(PORTAL, run, [visit(due, status=Status.FETCH_ERROR)])
    _, due = start(store, later(hours=2))
    assert due.etag == '"1"'
    store.commit(PORTAL, run, [visit(due, etag=None)])
    assert start(store, later(hours=3))[1].etag is None


def test_a_redirect_makes_its_target_due(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("old")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    store.commit(PORTAL, run, [visit(due, status=Status.REDIRECTED, redirected_to=link("new"))])
    assert status_of(store, "old") == "REDIRECTED"
    assert keys(store.draw(PORTAL, run, NOON, 10)) == ["new"]


def status_of(store: Store, key: str) -> str:
    with store.engine.connect() as connection:
        return str(connection.execute(select(frontier.c.status).where(frontier.c.key == key)).scalar_one())


def count(store: Store, table: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_a_page_that_redirects_to_itself_under_another_address_is_had_there_at_once(store: Store) -> None:
    run, due = start(store)
    slashed = replace(link("tin-tuc", "listing"), url=f"{due.url}/")
    store.commit(PORTAL, run, [visit(due, status=Status.REDIRECTED, redirected_to=slashed)])
    [again] = store.draw(PORTAL, run, NOON, 10)
    assert (again.key, again.url, again.kind) == ("tin-tuc", f"{due.url}/", "listing")
    store.commit(PORTAL, run, [visit(again, links=[link("1")])])
    assert keys(store.draw(PORTAL, run, NOON, 10)) == ["1"]


def test_a_circle_of_redirects_ends(store: Store) -> None:
    run, due = start(store)
    hops = 0
    while dues := store.draw(PORTAL, run, NOON, 10):
        hops += 1
        other = replace(link("tin-tuc", "listing"), url=f"{due.url}/" if dues[0].url == due.url else due.url)
        store.commit(PORTAL, run, [visit(dues[0], status=Status.REDIRECTED, redirected_to=other)])
    assert hops <= 6
    with store.engine.connect() as connection:
        row = connection.execute(select(frontier.c.status, frontier.c.reason, frontier.c.due_at)).one()
    assert (row.status, row.reason) == (Status.FETCH_ERROR, "redirects in a circle")
    assert row.due_at > NOON.timestamp()


def test_sightings_move_last_seen_and_nothing_else(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1", hint="Một")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    known: Article = article("1")
    store.commit(PORTAL, run, [visit(due, article=known)])
    again, listing = start(store, later(days=2))
    store.commit(PORTAL, again, [visit(listing, later(days=2), links=[link("1", hint="Một")])])
    with store.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT first_seen, last_seen, revision FROM articles").one()
    assert tuple(row) == (NOON.isoformat(), later(days=2).isoformat(), 1)


def test_a_section_that_adopts_what_a_feed_showed_refetches_nothing(store: Store) -> None:
    run, listing = start(store)
    store.commit(PORTAL, run, [visit(listing, links=[link("1", hint="Như nguồn tin viết")])])
    [due] = store.draw(PORTAL, run, NOON, 10)
    store.commit(PORTAL, run, [visit(due, article=article("1", published=datetime(2011, 1, 1, tzinfo=NOON.tzinfo)))])
    again, listing = start(store, later(hours=1))
    shown = visit(listing, later(hours=1), links=[link("1", hint="Như chuyên mục viết", section="/tin")])
    done = store.commit(PORTAL, again, [shown])
    assert done.links_changed == 0
    assert store.draw(PORTAL, again, later(hours=1), 10) == []


def test_a_page_missing_often_in_one_day_is_not_gone(store: Store) -> None:
    run, listing = start(store)
    first = link("1", hint="Một")
    store.commit(PORTAL, run, [visit(listing, links=[first])])
    for hour in range(6):  # its listing shows another title each time, so that it is fetched again at once
        at = later(hours=hour)
        run, listing = start(store, at)
        store.commit(PORTAL, run, [visit(listing, at, links=[link("1", hint=f"Một {hour}")])])
        for due in store.draw(PORTAL, run, at, 10):
            store.commit(PORTAL, run, [visit(due, at, Status.FETCH_ERROR, http_status=404, missing=True)])
        assert status_of(store, "1") == "FETCH_ERROR"
