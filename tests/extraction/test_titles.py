"""Which line of a page of no known family is its title."""

import pytest

from crawler.extraction import structured
from crawler.extraction.flatten import collect
from crawler.extraction.generic import title_lines
from crawler.extraction.generic.title import Title, find, without_site
from crawler.extraction.generic.title_lines import agree, words
from crawler.extraction.page import Page

TITLE = "Bản Mạ làm xong con đường liên xã"
OTHER = "Chợ phiên Mường Khoa nay đông trở lại"
TEXT = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay, kể cả những ngày mưa lớn. "


def title(html: str) -> Title | None:
    page = Page(html, "https://lamson.gov.vn/tin/a")
    return find(page, collect(page.tree, menus=False), structured.read(page))


def text_of(html: str) -> str | None:
    found = title(html)
    return found.text if found is not None else None


def best(html: str, *machine: str, opening: str = "") -> str | None:
    page = Page(html, "https://lamson.gov.vn/tin/a")
    found = title_lines.best(collect(page.tree), [words(one) for one in machine], words(opening))
    return found.block.text if found is not None else None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<h1>{OTHER}</h1><h2>{TITLE}</h2>", TITLE),
        (f"<h2>{TITLE} năm nay</h2><h1>{TITLE} năm nay</h1>", f"{TITLE} năm nay"),
        (f"<div class=tieu-de>{TITLE}</div><p>Một dòng khác</p>", TITLE),
        (f"<h2><a href=/b>{TITLE}</a></h2><div class=title>{TITLE.upper()}</div>", TITLE.upper()),
        (f"<ul><li><h3>{TITLE}</h3></li></ul><h3>{TITLE.upper()}</h3>", TITLE.upper()),
        (f"<aside><h3>{TITLE}</h3></aside><h3>{TITLE.upper()}</h3>", TITLE.upper()),
        (f"<div class=site-footer><h1>{TITLE}</h1></div><h4>{TITLE.upper()}</h4>", TITLE.upper()),
        (f"<h3>{TITLE}</h3><h2>{TITLE.upper()}</h2>", TITLE.upper()),
        (f"<div class=title>{TITLE}</div><h2>{TITLE.upper()}</h2>", TITLE.upper()),
        (f"<div>{TITLE}</div><div class=title>{TITLE.upper()}</div>", TITLE.upper()),
        (f"<h1>{TITLE}</h1><h1>{TITLE.upper()}</h1>", TITLE),
        (f"<h1>{OTHER}</h1><h1>{TITLE}</h1>", TITLE),
        (f"<div>{TITLE}</div><p>Một dòng khác</p>", TITLE),
        ("<p>Một dòng khác</p>", None),
        ("<h3>Một mục khác hẳn</h3>", None),
        ("<h1>Một mục khác hẳn</h1>", "Một mục khác hẳn"),
    ],
    ids=[
        "h1 of the section", "h1 before h2", "named for titles", "a link loses", "a list's loses", "an aside's loses",
        "the foot's never", "h2 before h3", "heading before a name", "a name before none", "the first of two h1",
        "the h1 that agrees", "a plain line that says it", "nothing", "a heading that says else", "an h1 that says else",
    ],
)  # fmt: skip
def test_the_line_that_agrees_best_and_stands_best(html: str, expected: str | None) -> None:
    assert best(html, TITLE) == expected


def test_a_heading_inside_the_text_loses_to_one_above_it() -> None:
    title_of_machine = "Bản Mạ làm xong đường, dân góp công, xe về tận bản"
    html = (
        "<div><h2>Bản Mạ làm xong đường</h2></div>"
        f"<div><p>{TEXT * 2}</p><h2>Dân góp công, xe về tận bản</h2><p>{TEXT}</p></div>"
    )
    assert best(html, title_of_machine) == "Bản Mạ làm xong đường"
    outside = html.replace(f"<p>{TEXT * 2}</p>", "")
    assert best(outside, title_of_machine) == "Dân góp công, xe về tận bản"


def test_a_heading_inside_the_text_that_says_the_title_is_the_title() -> None:
    html = f"<div><p>{TEXT * 2}</p><h2>{TITLE}</h2><p>{TEXT}</p></div><h1>{OTHER}</h1>"
    assert best(html, TITLE) == TITLE


def test_links_make_no_home_of_text() -> None:
    menu = f"<p><a href=/a>{TEXT * 2}</a></p>"
    html = f"<div>{menu}<h2>Bản Mạ làm xong con đường</h2></div><h4>Bản Mạ làm xong con đường</h4>"
    found = next(title_lines.candidates(collect(Page(html, "").tree), [words(TITLE + " cuối năm")], []))
    assert not found.in_text


def test_what_the_document_title_opens_with_wins() -> None:
    machine = (f"{TITLE} - {OTHER}",)
    html = f"<h2>{OTHER}</h2><h2>{TITLE}</h2>"
    assert best(html, *machine, opening=TITLE) == TITLE
    assert best(html, *machine, opening=OTHER) == OTHER


@pytest.mark.parametrize(
    "line",
    ["abc", TITLE + " ấy" * 200, f"{TITLE}, chè, mật ong, lúa, ngô, khoai", "làm xong con đường liên"],
    ids=["too short", "too long", "keywords", "neither end is the title's"],
)
def test_lines_of_no_heading_that_are_no_candidates(line: str) -> None:
    machine = f"{TITLE}, chè, mật ong, lúa, ngô, khoai" if "chè" in line else TITLE
    assert best(f"<div>{line}</div>", machine) is None


@pytest.mark.parametrize(
    ("own", "machine", "expected"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b", "c d", 0.0),
        ("a b", "a b c d", 2.5 / 3),  # half of it: precision counts twice
        ("a b x y", "a b c d", 1.5 / 3),
        ("a", "a b c d", 0.4),  # less than half of it: F1
        ("", "a", 0.0),
    ],
)
def test_agreement(own: str, machine: str, expected: float) -> None:
    assert agree(own.split(), set(machine.split())) == pytest.approx(expected)


def only(html: str, *machine: str) -> list[title_lines.Candidate]:
    blocks = collect(Page(html, "https://lamson.gov.vn/tin/a").tree, menus=False)
    return list(title_lines.candidates(blocks, [words(one) for one in machine], []))


def test_a_later_h1_still_beats_an_h2() -> None:
    html = f"<h1>{OTHER}</h1><h2>{TITLE}</h2><h1>{TITLE.upper()}</h1>"
    assert [one.first_h1 for one in only(html, TITLE)] == [True, False, False]
    assert best(html, TITLE) == TITLE.upper()


@pytest.mark.parametrize("length", [3, 401])
def test_a_heading_of_no_title_s_length_is_none(length: int) -> None:
    assert only(f"<h1>{'ấ' * length}</h1>") == []


@pytest.mark.parametrize("length", [4, 400])
def test_a_heading_of_a_title_s_length_is_a_candidate(length: int) -> None:
    assert len(only(f"<h1>{'ấ' * length}</h1>")) == 1


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (TITLE, True),
        (f"Tin {TITLE}", False),
        (f"{TITLE} nhé", False),
        (TITLE.replace(" ", " ấy ", 1), True),
        (" ấy ".join(TITLE.rsplit(" ", 1)), True),
    ],
    ids=["whole", "another first word", "another last word", "another second word", "another last but one"],
)
def test_a_box_named_for_titles_begins_and_ends_as_a_title_does(line: str, is_one: bool) -> None:
    assert bool(only(f"<div class=title><p>{line}</p></div>", TITLE)) is is_one


def test_a_plain_line_that_says_the_title_twice_is_none() -> None:
    assert only(f"<div>{TITLE} {TITLE}</div>", TITLE) == []


def test_a_heading_is_not_named_for_titles_besides() -> None:
    (found,) = only(f"<h2 class=title>{TITLE}</h2>", TITLE)
    assert not found.named
    (found,) = only(f"<div class=title><p>{TITLE}</p></div>", TITLE)
    assert found.named


def test_the_machine_s_title_that_agrees_most_counts() -> None:
    (found,) = only(f"<h2>{TITLE}</h2>", OTHER, TITLE)
    assert found.agreement == 1.0
    (found,) = only(f"<h1>{TITLE}</h1>")
    assert found.agreement == 0.0


def test_a_heading_of_one_word_in_four_is_a_candidate_and_of_one_in_five_none() -> None:
    assert only("<h2>Mường</h2>", "Mường Khoa hôm nay")
    assert not only("<h2>Mường</h2>", "Mường Khoa hôm nay vui")


@pytest.mark.parametrize(
    ("paragraph", "is_home"),
    [("a" * 121, True), ("a" * 120, False), (f"<a href=/b>{'a' * 50}</a>{'a' * 75}", False)],
    ids=["a long line", "a short one", "links for more than three tenths"],
)
def test_what_makes_a_box_a_home_of_text(paragraph: str, is_home: bool) -> None:
    (found,) = only(f"<div><p>{paragraph}</p><h2>{TITLE}</h2></div>", TITLE)
    assert found.in_text is is_home


HEAD = f"<title>{TITLE} | Xã Bản Mạ</title>"


@pytest.mark.parametrize(
    ("html", "expected", "source"),
    [
        (f"{HEAD}<h1>{TITLE}</h1><p>{TEXT}</p>", TITLE, "heading"),
        (f"{HEAD}<p>{TEXT}</p>", TITLE, "title"),
        (f"<meta property='og:title' content='{TITLE}'><p>{TEXT}</p>", TITLE, "meta"),
        (f"<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{TITLE}\"}}</script><p>{TEXT}</p>", TITLE, "json-ld"),
        (f"<title>Trang chủ</title><p><b>{TITLE}</b></p><p>04/03/2026</p><p>{TEXT}</p>", TITLE, "heading"),
        (f"<meta property='og:title' content='Xã Bản Mạ'><meta property='og:site_name' content='Xã Bản Mạ'><p><b>{TITLE}</b></p><p>04/03/2026</p><p>{TEXT}</p>", TITLE, "heading"),
        (f"<meta property='og:title' content='Cổng thông tin điện tử xã Bản Mạ'><p><b>{TITLE}</b></p><p>04/03/2026</p><p>{TEXT}</p>", TITLE, "heading"),
        (f"<meta property='og:title' content='{TITLE} năm nay'><h3>{TITLE}</h3><p>{TEXT}</p>", TITLE, "heading"),
        (f"<meta property='og:title' content='Nhịp sống'><p><b>{TITLE}</b></p><p>04/03/2026</p><p>{TEXT}</p>", TITLE, "heading"),
        (f"<meta property='og:title' content='Báo Lam Sơn cuối tuần'><meta property='og:site_name' content='Báo Lam Sơn cuối tuần'><p><b>{TITLE}</b></p><p>04/03/2026</p><p>{TEXT}</p>", TITLE, "heading"),
        ("<p>Một dòng</p>", None, None),
        ("<h1>Một mục</h1>", "Một mục", "heading"),
    ],
    ids=[
        "heading", "document's", "OpenGraph's", "JSON-LD's", "prominent line", "the site's name says nothing",
        "the portal's name says nothing", "the shorter heading", "two words say nothing", "a long name of the site", "none", "heading without machine's",
    ],
)  # fmt: skip
def test_who_gives_the_title(html: str, expected: str | None, source: str | None) -> None:
    found = title(html)
    assert (found.text if found else None) == expected
    assert (found.source if found else None) == source


def test_a_plain_line_that_says_the_document_s_title_is_no_guess() -> None:
    found = title(f"{HEAD}<div>{TITLE}</div><p>{TEXT}</p>")
    assert found is not None and found.line is not None
    assert (found.text, found.source, found.guessed) == (TITLE, "heading", False)


@pytest.mark.parametrize(
    ("given", "site", "expected"),
    [
        (f"{TITLE} - Xã Bản Mạ", "Xã Bản Mạ", TITLE),
        (f"Xã Bản Mạ | {TITLE}", "Xã Bản Mạ", TITLE),
        (f"{TITLE} - Thời sự - Xã Bản Mạ", "Xã Bản Mạ", f"{TITLE} - Thời sự"),
        (f"{TITLE} - Xã Bản Mạ", None, TITLE),
        (TITLE, "Xã Bản Mạ", TITLE),
        ("Tin - Ảnh", None, "Tin - Ảnh"),
        ("Ba bản vui - Tin", None, "Ba bản vui"),
        ("Xã Bản Mạ - Xã Bản Mạ", "Xã Bản Mạ", "Xã Bản Mạ - Xã Bản Mạ"),
    ],
)
def test_title_without_the_site(given: str, site: str | None, expected: str) -> None:
    assert without_site(given, site) == expected
