"""Articles of a changed portal at new addresses: which are recognised, and which must not be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crawler.articles import forgetting
from crawler.articles.forgetting import Order
from crawler.articles.revisions import mark_seen
from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.database.tables import articles, moved_articles
from crawler.model.items import Article
from crawler.runs import healings
from crawler.runs.healings import Healing
from tests.articles.test_revisions import commit
from tests.records import NOON, PORTAL, article, later

LONG = " ".join(f"từ{number} ngữ{number % 7}" for number in range(120))
CHANGED = 10  # hours after the first crawl


def changed(store: Store) -> None:
    with writing(store.engine) as connection:
        at = later(hours=CHANGED)
        healings.enter(connection, Healing(PORTAL, "hash", "all sources fell", at, at, "proposal"))


def titled(key: str, text: str = LONG, title: str = "Họp giao ban báo chí", **more: object) -> Article:
    made = article(key, text, **more)  # type: ignore[arg-type]
    made.title = title
    return made


def ids(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return {row.partition(":")[2] for row in connection.execute(select(articles.c.id)).scalars()}


EDITED = LONG.replace("từ5 ", "từ năm ")
OTHER = " ".join(f"lời{number} khác{number % 5}" for number in range(120))


@pytest.mark.parametrize(
    ("new", "is_known"),
    [
        (titled("new"), True),
        (titled("new", EDITED), True),  # nearly the same text, same title and day
        (titled("new", published=None), True),  # the same text, and no day that contradicts
        (titled("new", published=NOON + timedelta(days=7)), False),  # next week's notice of the same words
        (titled("new", OTHER), False),  # a notice of one form: title and day alone
        (titled("new", EDITED, title="Tiếp công dân"), False),
        (titled("new", EDITED, published=None), False),
    ],
)
def test_what_is_the_same_article(store: Store, new: Article, is_known: bool) -> None:
    commit(store, titled("old"))
    changed(store)
    [done] = commit(store, new.model_copy(deep=True), hours=11)
    assert ids(store) == ({"old"} if is_known else {"old", "new"})
    assert done.article.endswith(":old" if is_known else ":new")
    [again] = commit(store, new.model_copy(deep=True), hours=12)
    assert again.article == done.article
    assert again.change == "unchanged"


def test_an_edit_at_the_new_address_is_a_revision_of_the_same_article(store: Store) -> None:
    commit(store, titled("old"))
    changed(store)
    commit(store, titled("new"), hours=11)
    [done] = commit(store, titled("new", OTHER), hours=12)
    assert (done.article, done.change, done.revision) == (f"{PORTAL}:old", "updated", 2)
    with store.engine.connect() as connection:
        assert connection.execute(select(articles.c.url)).scalars().all() == ["https://x.vn/new"]


def test_a_portal_that_has_not_changed_keeps_its_copies(store: Store) -> None:
    commit(store, titled("old"))
    commit(store, titled("new"), hours=11)
    assert ids(store) == {"old", "new"}


def test_an_article_that_still_stands_at_its_address_is_another(store: Store) -> None:
    commit(store, titled("old"))
    changed(store)
    with writing(store.engine) as connection:
        mark_seen(connection, [f"{PORTAL}:old"], later(hours=11).isoformat())
    commit(store, titled("new"), hours=12)
    assert ids(store) == {"old", "new"}


@pytest.mark.parametrize("together", [True, False])
def test_two_pages_never_become_one_by_moving(store: Store, together: bool) -> None:
    commit(store, titled("old"))
    changed(store)
    pages = [titled("one"), titled("two")]
    for batch in [pages] if together else [[page] for page in pages]:
        commit(store, *batch, hours=11)
    assert ids(store) == {"old", "two"}, "an article takes one new address only"


def test_an_article_that_was_taken_down_stays_so_at_its_new_address(store: Store) -> None:
    commit(store, titled("old"))
    changed(store)
    commit(store, titled("new"), hours=11)
    with writing(store.engine) as connection:
        assert forgetting.find(connection, "https://x.vn/new") == f"{PORTAL}:old"
        assert "https://x.vn/new" in forgetting.addresses(connection, f"{PORTAL}:old")
        forgetting.forget(connection, Order(f"{PORTAL}:old", "asked", "test", NOON.isoformat()))
        assert connection.execute(select(moved_articles.c.url)).scalars().all() == [""]
    assert ids(store) == {"old"}
