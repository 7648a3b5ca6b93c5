"""Lists that go on by a service: the buttons that name it, and its answers as markup or records."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.data_listing import as_page
from crawler.discovery.load_more import following, is_piece, next_pieces
from crawler.extraction.page import Page

HERE = "https://x.vn/tin"


@pytest.mark.parametrize(
    ("button", "found"),
    [
        ('<button class="btn-load-more" data-url="/ajax/ds?trang=2">…</button>', ["https://x.vn/ajax/ds?trang=2"]),
        ('<div hx-get="/manh/tin?page=2">Xem thêm</div>', ["https://x.vn/manh/tin?page=2"]),
        ('<a class="x" href="/tin/trang-2.html">Tải thêm tin</a>', ["https://x.vn/tin/trang-2.html"]),
        ('<button data-url="/ajax/ds?trang=1">Xem thêm</button>', []),  # the page itself
        ('<button data-url="/binh-luan?page=2">Bình luận</button>', []),  # no 'more'
        ('<button data-url="/ajax/ds">Xem thêm</button>', []),  # no page number: it leads nowhere new
        ('<button data-url="javascript:void(2)">Xem thêm</button>', []),
    ],
)
def test_next_pieces(button: str, found: list[str]) -> None:
    assert next_pieces(Page(f"<html><body>{button}</body></html>", HERE)) == found


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ("https://x.vn/ajax/ds?muc=3&trang=2", "https://x.vn/ajax/ds?muc=3&trang=3"),
        ("https://x.vn/ds/trang-9.html", "https://x.vn/ds/trang-10.html"),
        ("https://x.vn/ds?start=20", None),  # an offset: by how much it grows is not known
        ("https://x.vn/tin", None),
    ],
)
def test_following(url: str, after: str | None) -> None:
    assert following(url) == after


def test_a_piece_is_no_whole_page() -> None:
    assert is_piece(Page("<li>Một</li>", HERE))
    assert not is_piece(Page("<!doctype html><HTML><body></body></html>", HERE))


LINK = '<a href="/bai-1.html">Một</a>'


@pytest.mark.parametrize(
    ("answer", "links", "onward"),
    [
        ({"error": 0, "data": {"html": f"<div>{LINK}</div>"}}, ["/bai-1.html"], None),
        ([{"tieu_de": "Một & hai", "duong_dan": "/a?x=1&y=2", "ngay_dang": "12/03/2026"}], ["/a?x=1&y=2"], None),
        (
            {"value": [{"Title": "A", "FileRef": "/b.aspx"}], "odata.nextLink": "/c?p=2"},
            ["/b.aspx"],
            "https://x.vn/c?p=2",
        ),
        ([{"title": {"rendered": "Một"}, "link": "https://x.vn/mot/"}], ["https://x.vn/mot/"], None),
        ({"title": "Một", "url": "javascript:alert(1)"}, None, None),
        ({"name": "không có địa chỉ"}, None, None),
        ([], None, None),
    ],
)
def test_data_as_a_page(answer: object, links: list[str] | None, onward: str | None) -> None:
    data = as_page(Page(json.dumps(answer), HERE))
    if links is None:
        assert data is None
        return
    assert data is not None
    assert [anchor.attr("href") for anchor in data.page.tree.select("a")] == links
    assert data.next == onward


@given(st.one_of(st.text(), st.recursive(st.text() | st.none(), lambda s: st.lists(s) | st.dictionaries(st.text(), s))))
def test_any_answer_is_taken(value: object) -> None:
    as_page(Page(value if isinstance(value, str) else json.dumps(value), HERE))
    next_pieces(Page(str(value), HERE))


def test_depth_and_size_are_bounded() -> None:
    assert as_page(Page("[" * 100_000 + "]" * 100_000, HERE)) is None
    many = json.dumps([{"title": "x", "url": f"/{n}.html"} for n in range(30_000)])
    data = as_page(Page(many, HERE))
    assert data is not None
    assert len(data.page.tree.select("a")) <= 20_000
