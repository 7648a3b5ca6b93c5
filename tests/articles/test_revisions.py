import json

from crawler.articles.revisions import Stored
from crawler.crawl.store import Store
from crawler.model.items import Article
from crawler.model.visit import Status
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
