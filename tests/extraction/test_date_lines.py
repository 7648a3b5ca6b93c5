"""Which line of a page prints its date: each weight and each place on small pages."""

import pytest

from crawler.extraction.flatten import collect
from crawler.extraction.generic import date_lines, dates
from crawler.extraction.page import Page
from tests.extraction.pages import READ_AT

TITLE = "Bản Mạ làm xong con đường liên xã"
OTHER = "Chợ phiên Mường Khoa nay đông trở lại"
TEXT = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay. " * 3


def day(html: str) -> str | None:
    """The day printed on a page whose title is in h1 and whose text is in paragraphs with more than 200 characters."""
    blocks = collect(Page(html, "https://lamson.gov.vn/tin/a").tree, menus=False)
    title = next((n for n, line in enumerate(blocks.lines) if line.box.tag == "h1"), -1)
    text = [n for n, line in enumerate(blocks.lines) if line.chars > 200]
    found, _ = dates.visible(blocks, title, text[0], text[-1] + 1, READ_AT)
    return found.at.date().isoformat() if found is not None else None


def page(above: str = "", between: str = "", below: str = "", around: str = "<div>{}</div>") -> str:
    return f"<body><main>{around.format(f'{above}<h1>{TITLE}</h1>{between}')}<div><p>{TEXT}</p><p>{TEXT}</p></div>{below}</main></body>"


TEASER = f"<div class=tin><a href=/b>{OTHER}</a><p class=date>01/02/2026</p></div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page(between="<p>04/03/2026</p>"), "2026-03-04"),
        (page(between="<p>Tư liệu 05/06/2020</p><p class=date>Hà Linh 04/03/2026</p>"), "2026-03-04"),
        (page(between="<p>Tư liệu 05/06/2020</p><p>Ngày đăng: 04/03/2026, Hà Linh</p>"), "2026-03-04"),
        (page(between="<p>Tư liệu 05/06/2020 của xã</p><p>04/03/2026</p>"), "2026-03-04"),
        (page(between="<p>Cập nhật: 05/06/2026</p><p>Đăng lúc: 04/03/2026</p>"), "2026-03-04"),
        (page(between="<p class=date>05/06/2026</p><p>x</p><p>Ngày đăng: 04/03/2026 | Người đăng: Hà Linh</p>"), "2026-03-04"),
        (page(between=f"{TEASER}<p>Ngày đăng: 04/03/2026 | Hà Linh</p>"), "2026-03-04"),
        (page(between=f"{TEASER}<p>Xã Bản Mạ 04/03/2026</p>"), "2026-03-04"),
        (page(between=TEASER), None),
        (page(above="<p>04/03/2026</p>"), "2026-03-04"),
        (page(above="<p>05/06/2020</p>", between="<p>04/03/2026</p>"), "2026-03-04"),
        (page(above="<p>04/03/2026</p>", around="{}"), "2026-03-04"),
        (f"<body><div><p>24/11/2026</p></div>{page()}", None),
        (page(above="<div class=top-bar><p>24/11/2026</p></div>"), None),
        (page(above="<div class=related><p>24/11/2026</p></div>"), None),
        (page(between="<p class='clock'>24/11/2026</p>"), None),
        (page(between="<aside><p>04/03/2026</p></aside>"), "2026-03-04"),
        (page(above="<aside><p>04/03/2026</p></aside>"), None),
        (page(between="<p><a href=/t>Xem các tin khác của ngày</a> 04/03/2026</p>"), None),
        (page(between="<p class=meta><a href=/t>Xem các tin khác của ngày</a> 04/03/2026</p>"), "2026-03-04"),
        (page(between="<p>Ngày 04/03/2026 xã họp bàn việc làm đường.</p>"), None),
        (page(between="<p class=author>Bài của Hà Linh 04/03/2026.</p>"), "2026-03-04"),
        (page(below="<p>Đăng ngày 04/03/2026</p>"), "2026-03-04"),
        (page(below="<p class=date>04/03/2026</p>"), "2026-03-04"),
        (page(below="<p>Họp ở xã 04/03/2026</p>"), None),
        (page(below="<p>a</p><p>b</p><p>c</p><p>d</p><p class=date>04/03/2026</p>"), None),
        (page(between=f"<p>{'x' * 200} 04/03/2026</p>"), None),
        (page(between="<p>04/03/1989</p>"), None),
        (page(between="<p>04/03/2031</p>"), None),
        (page(between="<p>5 mars 2026</p>"), "2026-03-05"),
    ],
    ids=[
        "alone", "named", "labelled", "nothing else", "published before changed", "a label before a bare date",
        "a label before a teaser", "a plain line before a teaser", "a teaser alone", "above", "between before above",
        "above in the page's own box", "the clock", "the head's bar", "above in a box of others", "named a clock",
        "an aside between", "an aside above", "mostly a link", "mostly a link, named", "a sentence", "a sentence, named",
        "below, labelled", "below, named", "below", "far below", "too long", "too old", "too new", "another language",
    ],
)  # fmt: skip
def test_the_line_that_prints_the_date(html: str, expected: str | None) -> None:
    assert day(html) == expected


def test_a_box_round_the_title_is_the_article_s_whatever_its_name() -> None:
    around = "<div class='widget most-popular'>{}</div>"
    assert day(page(above="<h2 class=date-header>04/03/2026</h2>", around=around)) == "2026-03-04"


def test_a_date_named_so_may_stand_further_from_the_title() -> None:
    far = f"<div><div><div><div><h1>{TITLE}</h1></div></div></div></div>"
    html = "<body><main><section>{}{}</section><div><p>{}</p></div></main></body>"
    assert day(html.format("<p class=date>04/03/2026</p>", far, TEXT)) == "2026-03-04"
    assert day(html.format("<p>04/03/2026</p>", far, TEXT)) is None


def test_without_a_title_the_lines_above_the_text_count() -> None:
    assert day(f"<body><p>04/03/2026</p><p>{TEXT}</p></body>") == "2026-03-04"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04/03/2026", True),
        ("Thứ tư, ngày 4 tháng 3 năm 2026 | 09:15", True),
        ("Cập nhật lúc 9 giờ 15 phút, Lượt xem: 12", True),
        ("Published on Wed, Mar 4, 2026 at 9:15 am", True),
        ("Hà Linh 04/03/2026", False),
        ("Thứ tư", False),
        ("1 " * 80, False),
    ],
)
def test_a_line_that_is_nothing_but_a_date(text: str, expected: bool) -> None:
    assert date_lines.is_date_line(text) is expected
