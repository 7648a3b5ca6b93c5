"""Pages that share a number: one article under two addresses, or two articles."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from crawler.articles.identity import SHARED_NUMBER, same_title
from crawler.crawl.store import Store
from crawler.database.tables import articles
from crawler.model.items import Article
from crawler.model.page_keys import site_key
from tests.records import NOON, PORTAL, article, later, link, visit


def page(url: str, title: str, text: str) -> tuple[str, Article]:
    """A page of number 4: its key, and the article that was read from it."""
    key = site_key("4", url)
    made = article(key, text)
    made.title, made.url = title, f"https://x.vn/{url}"
    return key, made


def store_pages(store: Store, *pages: tuple[str, Article], together: bool = False, hours: int = 0) -> None:
    run = store.start_run(PORTAL, later(hours=hours), {})
    store.seed(PORTAL, [link(key, url=one.url) for key, one in pages], later(hours=hours), run)
    dues = {due.key: due for due in store.draw(PORTAL, run, later(hours=hours), 10)}
    visits = [visit(dues[key], later(hours=hours), article=one) for key, one in pages]
    for batch in [visits] if together else [[one] for one in visits]:
        store.commit(PORTAL, run, batch)


def stored(store: Store) -> dict[str, str]:
    with store.engine.connect() as connection:
        c = articles.c
        return {
            row.id.partition(":")[2]: row.title for row in connection.execute(select(c.id, c.title).order_by(c.seq))
        }


@pytest.mark.parametrize("together", [True, False])
def test_two_pages_of_one_number_are_two_articles_and_the_second_says_so(store: Store, together: bool) -> None:
    about = page("about/yeu-cau-4.html", "Yêu cầu sử dụng phần mềm", "Máy chủ cần có ba điều.")
    spring = page("giao-duc/mua-xuan-4.html", "Trường làng đón mùa xuân", "Học trò trồng cây.")
    store_pages(store, about, spring, together=together)
    assert stored(store) == {"4": "Yêu cầu sử dụng phần mềm", "4~giao-duc/mua-xuan-4.html": "Trường làng đón mùa xuân"}
    assert spring[1].flags == [f"{SHARED_NUMBER}https://x.vn/about/yeu-cau-4.html"]
    assert about[1].flags == []
    again = page("giao-duc/mua-xuan-4.html", "Trường làng đón mùa xuân", "Học trò trồng cây và hoa.")
    store_pages(store, again, hours=2)
    assert len(stored(store)) == 2, "an edit of the second stays with the second"


@pytest.mark.parametrize("together", [True, False])
def test_one_article_under_two_addresses_is_one(store: Store, together: bool) -> None:
    pages = [page(f"{name}/x?id=4", "Khai mạc kỳ họp thứ năm", "Sáng nay.") for name in ("tin", "hoi-dong")]
    store_pages(store, *pages, together=together)
    assert stored(store) == {"4": "Khai mạc kỳ họp thứ năm"}


def test_an_edited_title_and_address_is_a_revision(store: Store) -> None:
    store_pages(store, page("tin/cu-4.html", "Khai mạc kỳ họp Hội đồng nhân dân", "Sáng nay."))
    store_pages(store, page("tin/moi-4.html", "Khai mạc kỳ họp Hội đồng nhân dân tỉnh", "Sáng nay, tại tỉnh."), hours=1)
    assert stored(store) == {"4": "Khai mạc kỳ họp Hội đồng nhân dân tỉnh"}


def test_another_title_at_the_same_address_is_a_revision(store: Store) -> None:
    store_pages(store, page("tin/a-4.html", "Tin đang cập nhật", "Sáng nay."))
    store_pages(store, page("tin/a-4.html", "Bế mạc hội thao", "Chiều nay."), hours=1)
    assert stored(store) == {"4": "Bế mạc hội thao"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Khai mạc kỳ họp", "KHAI MẠC KỲ HỌP", True),
        ("Khai mạc kỳ họp thứ 5", "Khai mạc kỳ họp thứ 6", False),
        ("Thông báo tuyển dụng", "Thông báo mời thầu", False),
        ("", "", False),
    ],
)
def test_titles(one: str, other: str, same: bool) -> None:
    assert same_title(one, other) is same


def test_the_age_of_each_of_two_articles_counts_for_itself(store: Store) -> None:
    old = page("about/a-4.html", "Giới thiệu bộ máy", "Từ lâu.")
    old[1].published_at = NOON.replace(year=2011)
    store_pages(store, old, page("tin/b-4.html", "Họp báo sáng nay", "Tin mới."), together=True)
    run = store.start_run(PORTAL, later(hours=1), {})
    assert [due.key for due in store.draw(PORTAL, run, later(hours=1), 10)] == [site_key("4", "tin/b-4.html")]
