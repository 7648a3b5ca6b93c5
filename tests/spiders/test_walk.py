"""Listings: entries, dates that move with the clock, the next page and no other, pagers that post back."""

from datetime import date, datetime
from typing import Any

import pytest

from crawler.base.clock import VIETNAM
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.forms import Form
from crawler.model.visit import Due
from crawler.registry.portal import Portal
from spiders.walk import Found, read_listing

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=VIETNAM)
START = "https://tinh.gov.vn"


def portal(**more: Any) -> Portal:
    selectors = {"listing_item": (".tin",), "listing_link": ("a[href]",), "listing_date": (".ngay",)}
    selectors |= {"next_page": (".trang a",)} | more.pop("selectors", {})
    fields = {"id": "tinh", "name": "Tỉnh", "kind": "portal", "start": START, "evidence": "test", **more}
    return Portal.model_validate({**fields, "selectors": selectors})


def read(markup: str, key: str = f"{START}/tin-tuc", form: Form | None = None, **more: Any) -> Found:
    due = Due(1, key, f"{START}/tin-tuc", "listing", "/tin-tuc", 0, None, None, form)
    return read_listing(Page(markup, f"{START}/tin-tuc"), due, Addresses(portal(**more)), NOW)


def item(href: str, when: str) -> str:
    return f'<div class="tin"><a href="{href}">Họp</a><span class="ngay">{when}</span></div>'


@pytest.mark.parametrize(
    ("when", "day", "hint"),
    [
        ("11/03/2026", date(2026, 3, 11), "Họp | 2026-03-11"),
        ("2 giờ trước", date(2026, 3, 12), "Họp | "),
        ("hôm qua", date(2026, 3, 11), "Họp | "),
        ("3 ngày trước", None, "Họp | "),
        ("2 tháng trước", None, "Họp | "),
    ],
)
def test_a_relative_date_tells_of_no_edit(when: str, day: date | None, hint: str) -> None:
    [entry] = read(item("/a-1.html", when)).entries
    assert (entry.hint_date, entry.hint) == (day, hint)


def test_an_item_that_only_a_script_opens() -> None:
    [entry] = read('<div class="tin" onclick="location.href=\'/a-1.html\'"><h3>Họp</h3><i>xem</i></div>').entries
    assert (entry.url, entry.hint) == (f"{START}/a-1.html", "Họp | ")


def test_twins_of_an_address_are_one_entry() -> None:
    markup = item("/a-1/", "") + item("/a-1", "") + item("http://tinh.gov.vn:443/a-1#dau", "")
    assert [entry.key for entry in read(markup).entries] == [f"{START}/a-1"]
    upper = item("/Tin/A.aspx", "") + item("/tin/a.aspx", "")
    assert len(read(upper, family="kentico").entries) == 1
    assert len(read(upper).entries) == 2


def test_base_and_links_to_itself() -> None:
    markup = '<base href="/muc/">' + item("a-1", "") + item("/tin-tuc/", "")
    assert [entry.url for entry in read(markup).entries] == [f"{START}/muc/a-1"]


def test_other_addresses_count_where_the_family_has_aliases_but_files_do_not() -> None:
    markup = item("/chinh-tri/hop-bao", "") + item("/node/7", "") + item("/tep/a.pdf", "")
    found = read(markup, family="drupal").entries
    assert [entry.key for entry in found] == [f"{START}/chinh-tri/hop-bao", "7~/node"]


def pager(*parts: str) -> list[str]:
    found = read(f'<div class="tin"><a href="/a">Họp</a></div><div class="trang">{" ".join(parts)}</div>')
    return [link.url.removeprefix(START) for link in found.next_pages]


def number(n: int) -> str:
    return f'<a href="/tin-tuc?trang={n}">{n}</a>'


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["<b>1</b>", number(2), number(3)], ["/tin-tuc?trang=2"]),
        ([number(1), number(2), "<span>3</span>", number(4), number(9)], ["/tin-tuc?trang=4"]),
        (["<li class='active'><a href='#'>2</a></li>", number(1), number(3)], ["/tin-tuc?trang=3"]),
        ([number(1), number(2), "<span>3</span>"], []),
        (['<a href="?p=1">Trước</a>', '<a href="?p=3">Tiếp theo</a>'], ["/tin-tuc?p=3"]),
        (['<a href="?p=3" rel="next">&raquo;</a>', number(8)], ["/tin-tuc?p=3"]),
        (['<a href="?p=3">Tin cũ</a>', '<a href="?p=4">Tin cũ nữa</a>'], ["/tin-tuc?p=3", "/tin-tuc?p=4"]),
        (['<a href="https://elsewhere.vn/?p=2">2</a>', "<b>1</b>"], []),
    ],
)
def test_the_next_page_alone_is_followed_where_the_pager_tells(parts: list[str], expected: list[str]) -> None:
    assert pager(*parts) == expected


def test_what_lies_behind_a_page_is_not_newer_than_it() -> None:
    pages = '<div class="trang"><b>1</b><a href="?trang=2">2</a></div>'
    found = read(item("/a", "11/03/2026") + item("/b", "1/2/2026") + pages)
    assert found.next_pages[0].hint_date == date(2026, 3, 11)
    found = read(item("/a", "11/03/2026") + item("/b", "") + pages)
    assert found.next_pages[0].hint_date is None


ASP = (
    '<form action="/tin-tuc"><input type="hidden" name="__VIEWSTATE" value="dDw+"><input type="hidden" '
    'name="__EVENTTARGET"><input name="tu" value="khóa"><input type="submit" name="tim" value="Tìm">{}</form>'
)


def post_back(label: str, argument: str, name: str = "ctl00$pager") -> str:
    return f"<a href=\"javascript:__doPostBack('{name}','{argument}')\">{label}</a>"


@pytest.mark.parametrize(
    ("parts", "shown", "page", "argument"),
    [
        ("<span>1</span>" + post_back("2", "Page$2") + post_back("3", "Page$3"), 1, 2, "Page$2"),
        (post_back("1", "1") + "<span>2</span>" + post_back("3", "3"), 2, 3, "3"),
        (post_back("Trang sau", ""), 4, 5, ""),
        (post_back("&gt;", "Page$Next"), 1, 2, "Page$Next"),
    ],
)
def test_a_pager_that_posts_back(parts: str, shown: int, page: int, argument: str) -> None:
    key = f"{START}/tin-tuc" + (f"#page={shown}" if shown > 1 else "")
    [link] = read(ASP.format(parts), key).next_pages
    assert (link.key, link.url) == (f"{START}/tin-tuc#page={page}", f"{START}/tin-tuc")
    assert link.form is not None
    assert link.form.stateful
    assert link.form.fields == (
        ("__VIEWSTATE", "dDw+"),
        ("tu", "khóa"),
        ("__EVENTTARGET", "ctl00$pager"),
        ("__EVENTARGUMENT", argument),
    )


@pytest.mark.parametrize(
    "part",
    [
        post_back("12", "9560", "Cal"),
        post_back("&gt;", "V9590", "Cal"),
        post_back("Đăng nhập", ""),
        post_back("5", "up"),
    ],
)
def test_calendars_menus_and_votes_are_no_pagers(part: str) -> None:
    assert read(ASP.format(part)).next_pages == []


def test_a_form_that_is_sent_elsewhere_is_not_sent() -> None:
    assert read(ASP.format(post_back("2", "2")).replace("/tin-tuc", "https://elsewhere.vn/")).next_pages == []


def test_rows_without_a_table() -> None:
    rows = (
        "<tr><td>3/8/2026</td><td><a href='NoiDung?OpenForm&ParentUNID=2979FBD220E3084E47258E33002A7E02'>Họp</a></td>"
    )
    selectors = {"listing_item": (), "listing_link": (), "listing_date": ()}
    [entry] = read(rows, family="domino", selectors=selectors).entries
    assert entry.key == "2979FBD220E3084E47258E33002A7E02"
    assert entry.hint_date == date(2026, 8, 3)
