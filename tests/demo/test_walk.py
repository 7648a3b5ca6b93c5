"""The portals as a crawler meets them: paging, several addresses of one article, traps, robots.txt."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from tests.demo.client import fetch, text_of
from tests.portals import CANARY, DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals

SECTIONS = {
    DEPARTMENT: ["tin-hoat-ong", "chuyen-oi-so", "xay-dung-ang", "thanh-tra", "thong-bao"],
    NEWSPAPER: ["chinh-tri", "kinh-te", "van-hoa-xa-hoi"],
}
NEXT = {DEPARTMENT: ".lfr-pagination-buttons a", NEWSPAPER: ".phan-trang a"}
ITEM = {DEPARTMENT: ".asset-abstract .asset-title a", NEWSPAPER: ".ds-tin a.tieu-de"}
KEY = {DEPARTMENT: re.compile(r"/view_content/(\d+)-"), NEWSPAPER: re.compile(r"-(\d+)\.html")}


def walk_listing(url: str, portal: str) -> list[str]:
    """Ids in a listing, page after page by its own links, in order."""
    keys: list[str] = []
    todo, seen = [url], set()
    while todo:
        page = todo.pop(0)
        seen.add(page)
        tree = fetch(page).tree
        keys += [found[1] for one in tree.select(ITEM[portal]) if (found := KEY[portal].search(one.attr("href") or ""))]
        links = (urljoin(page, one.attr("href") or "") for one in tree.select(NEXT[portal]))
        todo += sorted({link for link in links if link.startswith("http")} - seen - set(todo), key=page_number)
    return list(dict.fromkeys(keys))


def page_number(url: str) -> int:
    return int(re.findall(r"(?:cur|trang)=(\d+)", url)[-1])


@pytest.mark.parametrize("portal", PORTALS)
def test_paging_reaches_every_article_in_order_of_date(still: DemoPortals, portal: str) -> None:
    truth = still.truth(portal)
    found: set[str] = set()
    for section in SECTIONS[portal]:
        keys = walk_listing(still.base_url(portal) + section, portal)
        expected = [one.key for one in truth if section in one.sections]
        assert [key for key in keys if key in expected] == expected
        found.update(keys)
    assert {one.key for one in truth if one.reachable} <= found


def test_a_listing_shows_ten_or_eight_and_says_how_many(still: DemoPortals) -> None:
    tree = fetch(still.base_url(DEPARTMENT) + "tin-hoat-ong").tree
    assert len(tree.select(".asset-abstract")) == 10
    total = len(walk_listing(still.base_url(DEPARTMENT) + "tin-hoat-ong", DEPARTMENT))
    node = tree.select_one(".search-results")
    assert node is not None
    assert text_of(node) == f"Hiển thị 1 - 10 of {total} kết quả."
    assert len(fetch(still.base_url(NEWSPAPER) + "tin-tuc").tree.select(".ds-tin .tin")) == 8


@pytest.mark.parametrize("query", ["?p_p_id=101&_101_cur=2", "?_101_cur=2&_101_delta=10&p_p_id=101&p_p_lifecycle=0"])
def test_the_pager_minds_neither_order_nor_lack_of_parameters(still: DemoPortals, query: str) -> None:
    section = still.base_url(DEPARTMENT) + "tin-hoat-ong"
    by_link = next(
        one.attr("href") or ""
        for one in fetch(section).tree.select(NEXT[DEPARTMENT])
        if "cur=2" in (one.attr("href") or "")
    )
    assert fetch(section + query).body == fetch(by_link).body


def test_pages_beyond_the_last_are_empty(still: DemoPortals) -> None:
    for url in (
        still.base_url(DEPARTMENT) + "tin-hoat-ong?p_p_id=101&_101_cur=99",
        still.base_url(DEPARTMENT) + "tin-hoat-ong?p_p_id=101&_101_cur=" + "9" * 300,
        still.base_url(NEWSPAPER) + "kinh-te?trang=99",
    ):
        page = fetch(url)
        assert page.status == 200
        assert not page.tree.select(f"{ITEM[DEPARTMENT]}, {ITEM[NEWSPAPER]}")


def test_one_article_lies_at_several_addresses(still: DemoPortals) -> None:
    many = [one for one in still.truth(DEPARTMENT) if len(one.sections) > 1]
    assert len(many) >= 5
    for one in many:
        assert len(one.addresses) == 2 * len(one.sections)
    twin = walk_listing(still.base_url(DEPARTMENT) + "vi/thanh-tra", DEPARTMENT)
    assert twin == walk_listing(still.base_url(DEPARTMENT) + "thanh-tra", DEPARTMENT)


def test_language_suffixes_never_end(still: DemoPortals) -> None:
    for start in ("chuyen-oi-so", still.truth(DEPARTMENT)[0].url.removeprefix(still.base_url(DEPARTMENT))):
        url = still.base_url(DEPARTMENT) + start
        for _ in range(12):
            link = fetch(url).tree.select_one("a.lang_us")
            assert link is not None
            assert link.attr("href") == f"{url}/en"
            url = f"{url}/en"


def test_print_pages_show_the_article_once_more(still: DemoPortals) -> None:
    expected = still.truth(DEPARTMENT)[0]
    link = fetch(expected.url).tree.select_one(".print-action a")
    assert link is not None
    address = link.attr("href") or ""
    assert "/view_content/pop_up/" in address
    assert address.endswith("?_101_viewMode=print")
    assert fetch(address).tree.select_one(".asset-full-content-title") is not None


@pytest.mark.parametrize(
    "target",
    [
        "c/portal/login?p_l_id=20181",
        "dang-nhap",
        "tim-kiem?p_p_id=3&_3_keywords=x",
        "trang-chu?p_p_id=59_INSTANCE_pollSongLam",
    ],
)
def test_login_search_and_poll_are_no_articles(still: DemoPortals, target: str) -> None:
    page = fetch(still.base_url(DEPARTMENT) + target)
    assert page.status == 200
    assert page.tree.select_one(".asset-full-content-title") is None
    assert page.tree.select_one("form input") is not None


def test_following_every_allowed_link_finds_the_reachable_and_no_more(still: DemoPortals) -> None:
    for portal in PORTALS:
        base = still.base_url(portal)
        robots = RobotFileParser()
        robots.parse(fetch(base + "robots.txt").text.splitlines())
        todo, seen, keys = [base], {base}, set()
        while todo:
            url = todo.pop()
            page = fetch(url, cookie="D1N=6f3b0c")
            links = [page.headers["location"]] if page.status in (301, 302) else []
            if page.headers.get("content-type", "").startswith("text/html"):
                tree = page.tree
                title = tree.select_one(".asset-full-content-title, .ten-bai")
                if title is not None and (found := KEY[portal].search(url)) and "/pop_up/" not in url:
                    keys.add(found[1])
                links += [one.attr("href") or "" for one in tree.select("a[href]")]
            for link in links:
                joined = urljoin(url, link).partition("#")[0]
                fine = joined.startswith(base) and robots.can_fetch("tintinh", joined) and joined not in seen
                if fine and not re.search(r"(/(vi|en))+/?$", joined):
                    seen.add(joined)
                    todo.append(joined)
        assert keys == {one.key for one in still.truth(portal) if one.reachable}
    assert still.log.of(CANARY) == []


def test_what_robots_txt_shuts_is_really_there(still: DemoPortals) -> None:
    hidden = next(one for one in still.truth(DEPARTMENT) if not one.reachable)
    assert urlsplit(hidden.url).path.startswith("/noi-bo/")
    assert "Disallow: /noi-bo" in fetch(still.base_url(DEPARTMENT) + "robots.txt").text
    assert fetch(hidden.url).status == 200
    assert "Disallow: /ban-in/" in fetch(still.base_url(NEWSPAPER) + "robots.txt").text
    assert fetch(still.base_url(NEWSPAPER) + "ban-in/20714").status == 200


def test_feed_and_sitemap_tell_of_the_articles(still: DemoPortals) -> None:
    truth = still.truth(NEWSPAPER)
    feed = ElementTree.fromstring(fetch(still.base_url(NEWSPAPER) + "rss/tin-moi.rss").body)
    links = [one.text or "" for one in feed.iter("link")][1:]
    assert [link.partition("?")[0] for link in links] == [one.url for one in truth[:15]]
    assert all(fetch(link).status == 200 and link.endswith("?utm_source=rss") for link in links)
    sitemap = ElementTree.fromstring(fetch(still.base_url(NEWSPAPER) + "sitemap.xml").body)
    listed = [one.text for one in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert [one.url for one in truth] == listed[4:]


def test_old_addresses_lead_to_the_new(still: DemoPortals) -> None:
    page = fetch(still.base_url(NEWSPAPER) + "tin-tuc/chi-tiet?id=20714")
    assert page.status == 301
    assert fetch(page.headers["location"]).tree.select_one(".ten-bai") is not None
    assert fetch(still.base_url(NEWSPAPER) + "tin-tuc/chi-tiet?id=1").status == 404
    moved = fetch(still.base_url(DEPARTMENT) + "tin-hoat-ong.html")
    assert (moved.status, moved.headers["location"]) == (301, still.base_url(DEPARTMENT) + "tin-hoat-ong")


def test_traps_lead_to_private_addresses(still: DemoPortals) -> None:
    listing = fetch(still.base_url(DEPARTMENT) + "thong-bao?p_p_id=101&_101_cur=1")
    entries = {one.text: one.attr("href") or "" for one in listing.tree.select(ITEM[DEPARTMENT])}
    to_canary = fetch(entries["Chuyển máy chủ trang tài liệu"])
    to_link_local = fetch(entries["Chuyển máy chủ trang số liệu"])
    assert to_canary.status == to_link_local.status == 302
    assert urlsplit(to_canary.headers["location"]).hostname == "127.0.0.3"
    assert urlsplit(to_link_local.headers["location"]).hostname == "169.254.169.254"
    links = {urlsplit(one.attr("href") or "").hostname for one in listing.tree.select("a[href]")}
    assert {"10.0.0.1", "169.254.169.254", "127.0.0.3"} <= links


def test_what_is_gone_says_so_with_200(still: DemoPortals) -> None:
    listing = fetch(still.base_url(DEPARTMENT) + "thong-bao")
    entries = {one.text: one.attr("href") or "" for one in listing.tree.select(ITEM[DEPARTMENT])}
    for url in (
        entries["Thông báo tạm ngừng trang thử nghiệm"],
        still.base_url(DEPARTMENT) + "tin-hoat-ong/-/view_content/77-chua-tung-co.html",
    ):
        page = fetch(url)
        assert page.status == 200
        assert "Không tìm thấy nội dung" in page.text
        assert page.tree.select_one(".asset-full-content-title") is None
    assert fetch(still.base_url(DEPARTMENT) + "khong-co").status == 404
    assert fetch(still.base_url(NEWSPAPER) + "kinh-te/chua-tung-co-1.html").status == 404


def test_one_page_declares_no_charset(still: DemoPortals) -> None:
    expected = next(one for one in still.truth(NEWSPAPER) if one.key == "26951")
    page = fetch(expected.url)
    assert page.headers["content-type"] == "text/html"
    assert b"charset" not in page.body
    assert expected.title in page.text


def test_one_page_declares_a_wrong_charset(still: DemoPortals) -> None:
    expected = next(one for one in still.truth(NEWSPAPER) if one.key == "29277")
    page = fetch(expected.url)
    assert page.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert b"charset=iso-8859-1" in page.body
    assert expected.title in page.text
