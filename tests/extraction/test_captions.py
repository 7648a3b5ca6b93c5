"""Which lines are captions, and of which picture: tables of small pages."""

import pytest
import turbohtml

from crawler.extraction import body, captions
from crawler.extraction.blocks import Block
from crawler.extraction.flatten import collect

PARAGRAPH = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay."
LONG = PARAGRAPH * 5


def lines(html: str, title: str = "") -> list[Block]:
    found = collect(turbohtml.parse(f"<div>{html}</div>")).lines
    captions.mark(found, title)
    return found


def pictures(html: str, title: str = "") -> list[str | None]:
    return [line.caption for line in lines(html, title) if line.is_picture]


def text(html: str, title: str = "") -> str:
    return body.render(lines(html, title))


@pytest.mark.parametrize(
    "html",
    [
        f"<img src=a><p>{PARAGRAPH}</p><p class=caption>Cầu mới</p>",
        f"<figure><img src=a></figure><p>{PARAGRAPH}</p><div class='chu-thich'>Cầu mới</div>",
    ],
)
def test_a_caption_belongs_to_the_picture_right_above_it_and_to_no_other(html: str) -> None:
    assert pictures(html) == [None]
    assert text(html) == PARAGRAPH


def test_each_picture_has_the_caption_under_it() -> None:
    html = (
        "<figure><img src=a><figcaption>Cầu cũ</figcaption></figure>"
        f"<p>{PARAGRAPH}</p><figure><img src=b><figcaption>Cầu mới</figcaption></figure>"
    )
    assert pictures(html) == ["Cầu cũ", "Cầu mới"]
    assert text(html) == PARAGRAPH


def test_two_pictures_over_one_caption_give_it_to_the_nearer() -> None:
    html = f"<center><img src=a><br><img src=b><br>Cầu mới</center><p>{PARAGRAPH}</p>"
    assert pictures(html) == [None, "Cầu mới"]


def test_a_caption_may_go_on_with_its_credit() -> None:
    html = f"<center><img src=a></center><center>Cầu mới</center><center>Ảnh: Lò Văn Hom</center><p>{PARAGRAPH}</p>"
    assert pictures(html) == ["Cầu mới Ảnh: Lò Văn Hom"]
    assert text(html) == PARAGRAPH


def test_a_named_caption_ends_the_search_for_more() -> None:
    html = f"<img src=a><p class=caption>Cầu mới</p><p class=caption>Cầu cũ</p><p>{PARAGRAPH}</p>"
    assert pictures(html) == ["Cầu mới"]
    assert text(html) == PARAGRAPH


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p><img src=a></p><p>(Ảnh: Lò Văn Hom)</p><p>{PARAGRAPH}</p>", "(Ảnh: Lò Văn Hom)"),
        (f"<p><img src=a></p><p>Bản Mạ mùa lúa chín. Ảnh: Lò Văn Hom</p><p>{PARAGRAPH}</p>", "Bản Mạ mùa lúa chín. Ảnh: Lò Văn Hom"),
        (f"<p><img src=a></p><p>Bản Mạ mùa lúa chín (ảnh minh họa)</p><p>{PARAGRAPH}</p>", "Bản Mạ mùa lúa chín (ảnh minh họa)"),
        (f"<p><img src=a></p><p>Bản Mạ mùa lúa chín</p><p>{PARAGRAPH}</p>", "Bản Mạ mùa lúa chín"),
        (f"<p><img src=a></p><p>Bản Mạ mùa lúa chín.</p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a></p><p><b>Bản Mạ mùa lúa chín</b></p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a></p><ul><li>Bản Mạ mùa lúa chín</li></ul><p>{PARAGRAPH}</p>", None),
        (f"<p>{PARAGRAPH}<img src=a></p><p>Bản Mạ mùa lúa chín</p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a class=alignleft></p><p>Bản Mạ mùa lúa chín</p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a style='float:left'></p><p>Bản Mạ mùa lúa chín</p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a></p><p><em>{PARAGRAPH}</em></p><p>{PARAGRAPH}</p>", PARAGRAPH),
        (f"<p><img src=a></p><p><em><b>{PARAGRAPH}</b></em></p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a></p><p><em>{PARAGRAPH * 3}</em></p><p>{PARAGRAPH}</p>", None),
        (f"<p><img src=a></p><div><div><div><div>Bản Mạ mùa lúa chín</div></div></div></div><p>{PARAGRAPH}</p>", None),
    ],
    ids=[
        "credit", "credit at its end", "illustration", "no sentence", "sentence", "bold", "list item",
        "picture at a paragraph's end", "floated by class", "floated by style", "italic", "italic and bold",
        "long italic", "far away in the tree",
    ],
)  # fmt: skip
def test_the_line_under_a_picture(html: str, expected: str | None) -> None:
    assert pictures(html) == [expected]


def test_where_all_text_is_centred_centring_tells_nothing() -> None:
    html = f"<center><p><img src=a></p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></center>"
    assert pictures(html) == [None]


def test_a_line_that_repeats_the_title_is_a_caption_unless_the_picture_floats() -> None:
    html = "<p><img src=a{}></p><p>Khánh thành cầu mới.</p><p>{}</p>"
    assert pictures(html.format("", PARAGRAPH), "Khánh thành cầu mới") == ["Khánh thành cầu mới."]
    assert pictures(html.format(" align=left", PARAGRAPH), "Khánh thành cầu mới") == [None]


def test_a_table_with_pictures_and_little_text_is_a_figure() -> None:
    html = (
        "<table><tr><td><img src=a></td><td><img src=b></td></tr><tr><td>Cầu cũ</td><td>Cầu mới</td></tr></table>"
        f"<p>{PARAGRAPH}</p>"
    )
    assert text(html) == PARAGRAPH


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td><img src=a></td></tr><tr><td>{LONG}</td></tr></table>",
        "<table><tr><td><img src=a></td></tr>" + "<tr><td>Một dòng</td></tr>" * 5 + "</table>",
        f"<table><tr><td><img src=a></td></tr><tr><td><h3>Kết quả</h3>{PARAGRAPH}</td></tr></table>",
    ],
    ids=["long text", "many lines", "a heading"],
)
def test_a_table_with_a_picture_and_text_is_text(table: str) -> None:
    assert text(f"{table}<p>{PARAGRAPH}</p>").count("\n\n") >= 1


def test_a_figure_box_with_more_lines_than_its_pictures_need_is_a_box_of_text() -> None:
    html = f"<div class='gallery'><img src=a><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>"
    assert text(html) == "\n\n".join([PARAGRAPH] * 3)
    html = f"<div class='gallery'><img src=a><p>Cầu cũ.</p><p>Cầu mới.</p></div><p>{PARAGRAPH}</p>"
    assert text(html) == PARAGRAPH


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td><img src=a></td></tr><tr><td>{PARAGRAPH * 2}</td></tr></table>",
        f"<table><tr><td><img src=a><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></td></tr></table><p>{LONG}</p>",
    ],
    ids=["it holds the whole text", "paragraphs beside other text"],
)
def test_a_layout_table_with_a_picture_keeps_its_text(table: str) -> None:
    assert text(table).count(PARAGRAPH) == table.count(PARAGRAPH)
    assert pictures(table) == [None]


def test_a_table_with_a_long_caption_beside_more_text_is_a_figure() -> None:
    html = f"<table><tr><td><img src=a></td></tr><tr><td>{PARAGRAPH * 2}</td></tr></table><p>{LONG}</p>"
    assert pictures(html) == [(PARAGRAPH * 2).strip()]
    assert text(html) == LONG
