import json
from typing import Any

from sqlalchemy import select, update

from crawler.articles.revisions import Stored, insert_revisions, mark_seen
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles
from crawler.model.items import Article, Meeting, MeetingKind
from crawler.model.tombstone import NO_TEXT
from crawler.model.visit import Status
from crawler.search.query import search
from tests.records import NOON, PORTAL, article, later, link, visit


def commit(store: Store, *articles: Article, hours: float = 0) -> list[Stored]:
    """Commit articles as visits of a run of their own, whether due or not."""
    at = later(hours=hours)
    run = store.start_run(PORTAL, at, {})
    store.seed(PORTAL, [link(one.id, url=one.url) for one in articles], at, run)
    dues = {due.key: due for due in store.draw(PORTAL, run, at, 100)}
    return store.commit(PORTAL, run, [visit(dues[one.id], at, article=one) for one in articles]).articles


def log(store: Store) -> list[dict[str, object]]:
    with store.engine.connect() as connection:
        return [json.loads(row[0]) for row in connection.exec_driver_sql("SELECT record FROM revisions ORDER BY seq")]


def test_insert_update_and_noop(store: Store) -> None:
    assert [s.change for s in commit(store, article("1", "a"), article("2", "b"))] == ["new", "new"]
    assert [s.change for s in commit(store, article("1", "a"), article("2", "c"), hours=1)] == ["unchanged", "updated"]
    assert [(r["id"], r["revision"], r["seq"]) for r in log(store)] == [
        (f"{PORTAL}:1", 1, 1),
        (f"{PORTAL}:2", 1, 2),
        (f"{PORTAL}:2", 2, 3),
    ]


def test_a_revision_keeps_the_text_it_was_made_of(store: Store) -> None:
    commit(store, article("1", "bản cũ"))
    commit(store, article("1", "bản mới"), hours=1)
    commit(store, article("1", "bản cũ"), hours=2)
    assert [record["body"] for record in log(store)] == ["bản cũ", "bản mới", "bản cũ"]


def test_seq_has_no_gap_where_a_batch_repeats_an_article(store: Store) -> None:
    commit(store, article("1", "a"))
    run = store.start_run(PORTAL, NOON, {})
    store.seed(PORTAL, [link("x"), link("y")], NOON, run)
    first, second = store.draw(PORTAL, run, NOON, 2)
    store.commit(PORTAL, run, [visit(first, article=article("1", "b")), visit(second, article=article("1", "b"))])
    commit(store, article("2", "c"), hours=1)
    assert [record["seq"] for record in log(store)] == [1, 2, 3]


def test_a_copy_points_at_the_earliest_and_is_kept(store: Store) -> None:
    commit(store, article("1", "tin chung"), article("2", "tin chung"))
    commit(store, article("3", "tin chung"), article("4", "tin riêng"), hours=1)
    commit(store, article("1", "tin chung", portal="khac"), hours=2)
    assert [(r["id"], r["duplicate_of"]) for r in log(store)] == [
        (f"{PORTAL}:1", None),
        (f"{PORTAL}:2", f"{PORTAL}:1"),
        (f"{PORTAL}:3", f"{PORTAL}:1"),
        (f"{PORTAL}:4", None),
        ("khac:1", f"{PORTAL}:1"),
    ]


def test_an_edited_original_is_no_copy_of_its_copy(store: Store) -> None:
    commit(store, article("1", "tin"), article("2", "tin"))
    commit(store, article("1", "tin đã sửa"), hours=1)
    commit(store, article("1", "tin"), hours=2)
    assert [r["duplicate_of"] for r in log(store)] == [None, f"{PORTAL}:1", None, None]


def test_failed_visits_store_no_article_and_keep_the_old(store: Store) -> None:
    commit(store, article("1", "a"))
    run = store.start_run(PORTAL, later(hours=2), {})
    [due] = store.draw(PORTAL, run, later(hours=2), 10)
    store.commit(PORTAL, run, [visit(due, later(hours=2), Status.BLOCKED, reason="blocked")])
    assert len(log(store)) == 1
    with store.engine.connect() as connection:
        seen = connection.exec_driver_sql("SELECT last_seen FROM articles").scalar_one()
    assert seen == NOON.isoformat()


def insert(store: Store, *found: Article, hours: float = 0, every: bool = False, sighted: bool = True) -> list[Stored]:
    """What `insert_revisions` alone makes of records."""
    with writing(store.engine) as connection:
        return insert_revisions(connection, found, later(hours=hours).isoformat(), every, sighted)


def row(store: Store, key: str) -> Any:
    with reading(store.engine) as connection:
        return connection.execute(select(articles).where(articles.c.id == f"{PORTAL}:{key}")).one()


def test_the_row_of_an_article_has_what_queries_ask_for(store: Store) -> None:
    dated = article("1", "tin chung")
    dated.meeting = Meeting(kind=MeetingKind.COUNCIL_SESSION)
    insert(store, dated, article("2", "tin chung", published=None))
    first, second = row(store, "1"), row(store, "2")
    assert (first.published_at, second.published_at) == (NOON.isoformat(), None)
    assert (first.meeting_kind, second.meeting_kind) == ("council_session", None)
    assert (first.similarity, second.similarity) == (None, 1.0)


def test_a_later_revision_tells_the_former_day(store: Store) -> None:
    insert(store, article("1", "a"), article("2", "b", published=None))
    changes = insert(store, article("1", "c", published=later(days=1)), article("2", "d"), hours=1)
    assert [one.published_before for one in changes] == [NOON.isoformat(), None]
    again = insert(store, article("1", "e"), article("1", "f"), hours=2)
    assert [one.published_before for one in again] == [later(days=1).isoformat(), NOON.isoformat()]


def test_a_new_revision_is_found_by_its_words(store: Store) -> None:
    insert(store, article("1", "một cây cầu mới"))
    with reading(store.engine) as connection:
        assert [hit.title for hit in search(connection, "cây cầu")] == ["Bài 1"]


def test_with_every_an_unchanged_text_is_a_revision_too(store: Store) -> None:
    insert(store, article("1", "a"))
    (again,) = insert(store, article("1", "a"), every=True, hours=1)
    assert (again.change, again.revision, again.seq) == ("updated", 2, 2)


def test_an_article_that_was_taken_down_stays_as_it_is(store: Store) -> None:
    insert(store, article("1", "a"), article("2", "b"))
    with writing(store.engine) as connection:
        connection.execute(update(articles).where(articles.c.id == f"{PORTAL}:1").values(content_hash=NO_TEXT))
    for every in (False, True):
        (down, other) = insert(store, article("1", "a"), article("2", f"sửa {every}"), every=every, hours=1)
        assert (down.change, other.change) == ("unchanged", "updated")
    assert [record["seq"] for record in log(store)] == [1, 2, 3, 4]


def test_a_text_that_comes_back_counts_from_its_first_time_only_if_it_was_away(store: Store) -> None:
    insert(store, article("1", "tin"))
    insert(store, article("2", "tin"))
    insert(store, article("2", "tin"), every=True, hours=1)
    assert row(store, "2").duplicate_of == f"{PORTAL}:1"


def test_of_two_copies_left_the_earliest_is_the_original(store: Store) -> None:
    insert(store, article("1", "tin"), article("2", "tin"), article("3", "tin"))
    insert(store, article("1", "tin khác"), hours=1)
    insert(store, article("4", "tin"), hours=2)
    assert row(store, "4").duplicate_of == f"{PORTAL}:2"


def test_sights(store: Store) -> None:
    insert(store, article("1", "a"), article("2", "b"))
    at = later(hours=5).isoformat()
    with writing(store.engine) as connection:
        mark_seen(connection, [], at)
        mark_seen(connection, [f"{PORTAL}:1", f"{PORTAL}:1", f"{PORTAL}:la"], at)
    assert (row(store, "1").last_seen, row(store, "2").last_seen) == (at, NOON.isoformat())


def test_what_is_read_again_without_a_fetch_was_not_seen(store: Store) -> None:
    insert(store, article("1", "a"), article("2", "b"))
    insert(store, article("1", "a2"), sighted=False, hours=1)
    insert(store, article("2", "b2"), hours=1)
    assert (row(store, "1").last_seen, row(store, "2").last_seen) == (NOON.isoformat(), later(hours=1).isoformat())
    assert (row(store, "1").revision, row(store, "1").first_seen) == (2, NOON.isoformat())
