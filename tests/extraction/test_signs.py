"""What decides between article and listing: a table of signs, and how the signs are counted on small pages."""

from typing import Any

import pytest

from crawler.extraction import structured
from crawler.extraction.article import read_article
from crawler.extraction.generic import reader, signs
from crawler.extraction.generic.signs import Signs
from crawler.extraction.kinds import decide, is_stub
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome
from crawler.model.items import Attachment
from tests.extraction.pages import READ_AT, portal

ARTICLE, LISTING, OTHER = Outcome.ARTICLE, Outcome.LISTING, Outcome.OTHER
HEADED = {"titled": True, "headed": True}
FULL = {**HEADED, "dated": True, "running": 5000}


@pytest.mark.parametrize(
    ("page", "by_address", "outcome"),
    [
        (FULL, None, ARTICLE),
        (FULL, True, ARTICLE),
        (FULL, False, ARTICLE),
        # Neither address nor date: no article, whatever the text.
        ({**FULL, "dated": False}, False, OTHER),
        ({**FULL, "dated": False}, None, ARTICLE),
        ({**FULL, "dated": False, "described": True}, False, ARTICLE),
        ({**FULL, "dated": False, "links": 3}, False, LISTING),
        ({**FULL, "dated": False, "links": 2}, False, OTHER),
        ({**FULL, "dated": False, "linked_headings": 1}, False, LISTING),
        # A short text that points to its files.
        ({**HEADED, "dated": True, "running": 20, "points_to_file": True}, None, ARTICLE),
        ({**HEADED, "dated": False, "running": 20, "points_to_file": True}, None, OTHER),
        ({"titled": True, "dated": True, "running": 20, "points_to_file": True}, None, OTHER),
        # Teasers and links that lead on.
        ({**FULL, "teasers": True}, None, LISTING),
        ({**FULL, "teasers": True, "described": True}, None, ARTICLE),
        ({**FULL, "read_on": 3}, None, LISTING),
        ({**FULL, "read_on": 2}, None, ARTICLE),
        ({**FULL, "read_on": 9, "described": True}, None, ARTICLE),
        # Running text against links among it.
        ({**FULL, "running": 4000, "links_inside": 100}, None, ARTICLE),
        ({**FULL, "running": 3999, "links_inside": 100, "links": 100}, None, LISTING),
        # How much text is enough.
        ({**HEADED, "dated": True, "running": 100}, None, ARTICLE),
        ({**HEADED, "dated": True, "running": 99}, None, OTHER),
        ({**HEADED, "running": 300}, None, ARTICLE),
        ({**HEADED, "running": 299}, None, OTHER),
        ({"titled": True, "dated": True, "running": 700}, None, ARTICLE),
        ({"titled": True, "dated": True, "running": 699}, None, OTHER),
        ({"titled": True, "running": 9000}, None, OTHER),
        ({"titled": True, "described": True, "running": 120}, None, ARTICLE),
        ({"titled": True, "described": True, "running": 119}, None, OTHER),
        ({**HEADED, "dated": True, "described": True, "running": 119}, None, OTHER),
        ({**FULL, "titled": False, "headed": False}, None, OTHER),
        # One article that the metadata describe, whatever links surround it; a page of teasers is none.
        ({**FULL, "described": True, "detailed": True, "running": 120, "links_inside": 50, "links": 50}, None, ARTICLE),
        ({**FULL, "described": True, "detailed": True, "running": 119, "links_inside": 50, "links": 50}, None, LISTING),
        ({**FULL, "described": True, "detailed": True, "running": 120, "links_inside": 50, "links": 50, "teasers": True}, None, LISTING),
        ({**FULL, "described": True, "running": 120, "links_inside": 50, "links": 50}, None, LISTING),
        # What makes a listing of the rest.
        ({"titled": True, "linked_headings": 1}, None, LISTING),
        ({"titled": True, "dates": 5}, None, LISTING),
        ({"titled": True, "dates": 4}, None, OTHER),
        ({"titled": True, "running": 99, "links": 3}, None, LISTING),
        ({"titled": True, "running": 100, "links": 3}, None, OTHER),
        ({"titled": True, "running": 99, "links": 2}, None, OTHER),
        ({"titled": True, "running": 650, "links": 8}, None, LISTING),
        ({"titled": True, "running": 650, "links": 7}, None, OTHER),
        ({"titled": True, "headings": 2}, None, LISTING),
        ({"titled": True, "headings": 1}, None, OTHER),
        ({**HEADED, "headings": 2}, None, OTHER),
        ({**HEADED, "running": 199, "links": 1}, None, LISTING),
        ({**HEADED, "running": 200, "links": 1}, None, OTHER),
        ({**HEADED, "running": 199}, None, OTHER),
        ({}, None, OTHER),
    ],
)  # fmt: skip
def test_what_a_page_with_these_signs_is(page: dict[str, Any], by_address: bool | None, outcome: Outcome) -> None:
    found, reason = decide(Signs(**page), by_address)
    assert found is outcome
    assert bool(reason) == (outcome is not ARTICLE)


TEXT = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay. "
TITLE = "Bản Mạ làm xong con đường liên xã"


def taken(inner: str, before: str = "", head: str = "") -> Signs:
    html = f"<title>{TITLE}</title>{head}{before}<main><h1>{TITLE}</h1><p>04/03/2026</p>{inner}</main>"
    page = Page(html, "https://lamson.gov.vn/tin/a")
    metadata = structured.read(page)
    return signs.take(reader.read(page, metadata, READ_AT), metadata)


HEADLINE = "Chợ phiên Mường Khoa nay đông trở lại"


def test_signs_of_a_plain_article() -> None:
    found = taken(f"<p>{TEXT}</p><p>{TEXT}</p>")
    assert (
        (found.titled, found.headed, found.dated, found.described) == (True, True, True, False)
        and (found.links, found.linked_headings, found.headings, found.read_on, found.dates) == (0, 0, 0, 0, 1)
        and not (found.points_to_file or found.teasers)
        and found.running > len(TEXT)
    )


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<p><a href=/b>{HEADLINE}</a></p><p>{TEXT}</p>", {"links_inside": 1, "links": 1, "linked_headings": 0}),
        (f"<p>{TEXT}</p><p><a href=/b>{HEADLINE}</a></p>", {"links_inside": 0, "links": 1, "linked_headings": 0}),
        (f"<p>{TEXT}</p><h3><a href=/b>{HEADLINE}</a></h3>", {"links": 1, "linked_headings": 1}),
        (f"<p>{TEXT}</p><h3><a href=/b>Chợ phiên Mường Khoa</a></h3>", {"links": 0, "linked_headings": 1}),
        (f"<p>{TEXT}</p><h3><a href=/b>Tin khác</a></h3>", {"links": 0, "linked_headings": 0}),
        (f"<p>{TEXT}</p><p><a href=/b>{HEADLINE * 5}</a></p>", {"links": 2}),
        (f"<p>{TEXT}</p><footer><a href=/b>{HEADLINE}</a></footer>", {"links": 0, "linked_headings": 0}),
        (f"<p>{TEXT}</p><p>{HEADLINE} <a href=/b>tại đây</a></p>", {"links": 0}),
        (f"<p>{TEXT}</p><p>1/2/2026</p><p>ngày 3.4.2026</p><p>12/2026</p>", {"dates": 3}),
        (f"<p>{TEXT}<a href=/1>Chi tiết</a></p><p>{TEXT}<a href=/2>Xem thêm »</a></p><p>{TEXT}<a href=/2>Xem thêm</a></p>", {"read_on": 2}),
        (f"<p>{TEXT}<a href=/1>Chi tiết về con đường</a></p>", {"read_on": 0}),
        ("<p>Xem kế hoạch trong <a href=/a.pdf>file đính kèm</a></p>", {"points_to_file": True}),
        ("<p>Kế hoạch <a href=/a.pdf>số 12</a></p>", {"points_to_file": True}),
        ("<p>Kế hoạch số 12 của xã</p>", {"points_to_file": False}),
        (f"<p>{TEXT * 3}<a href=/a.pdf>file đính kèm</a></p>", {"points_to_file": False}),
        ("<p>Kế hoạch</p>" + "".join(f"<p><a href=/{n}.pdf>số {n}</a></p>" for n in range(7)), {"points_to_file": False}),
        (f"<p>{TEXT}</p><h2>Một</h2><h3>Hai</h3><h4>Ba</h4><p>{TEXT}</p>", {"headings": 2}),
        ("".join(f"<div class=tin><a href=/{n}>{HEADLINE}</a><p>{TEXT}</p></div>" for n in range(5)), {"teasers": True}),
        (f"<p>{TEXT * 9}</p>" + "".join(f"<div class=tin><a href=/{n}>{HEADLINE}</a><p>{TEXT}</p></div>" for n in range(5)), {"teasers": False}),
    ],
)  # fmt: skip
def test_signs_are_counted(inner: str, expected: dict[str, Any]) -> None:
    found = taken(inner)
    assert {name: getattr(found, name) for name in expected} == expected


def test_the_title_s_own_line_is_no_link_to_another_page() -> None:
    html = f"<title>{TITLE}</title><main><h1><a href=/a>{TITLE}</a></h1><p>{TEXT}</p></main>"
    page = Page(html, "https://lamson.gov.vn/tin/a")
    metadata = structured.read(page)
    found = signs.take(reader.read(page, metadata, READ_AT), metadata)
    assert (found.linked_headings, found.links, found.links_inside) == (0, 0, 0)


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("https://lamson.gov.vn/tin/duong-ban-ma-7.html", Outcome.ARTICLE),
        ("https://lamson.gov.vn/gioi-thieu/", Outcome.OTHER),
        ("https://lamson.gov.vn/tin/page-2/", Outcome.LISTING),
        ("https://lamson.gov.vn/?x=1", Outcome.OTHER),
        ("https://lamson.gov.vn/index.php", Outcome.LISTING),
    ],
)
def test_the_address_tells_where_the_family_knows_it(url: str, outcome: Outcome) -> None:
    html = f"<title>{TITLE}</title><main><h1>{TITLE}</h1><p>{TEXT * 9}</p></main>"
    assert read_article(html, url, portal(url, "nukeviet"), READ_AT).outcome is outcome


def test_two_items_of_a_listing_are_related_news_and_three_a_listing() -> None:
    url = "https://lamson.gov.vn/tin/a"
    item = f"<div class='view-content'><div class=views-row><a href=/b>{HEADLINE}</a></div></div>"
    html = f"<title>{TITLE}</title><main><h1>{TITLE}</h1><p>{TEXT}</p></main>"
    reasons = [read_article(html + item * count, url, portal(url, "drupal"), READ_AT).reason for count in (2, 3)]
    assert [reason == "items of a listing" for reason in reasons] == [False, True]


FILE = Attachment(url="https://lamson.gov.vn/a.pdf", name="a.pdf", media_type=None, text=None, sha256=None)


@pytest.mark.parametrize(
    ("body", "files", "stub"),
    [
        ("x" * 79, 1, True),
        ("x" * 80, 1, False),
        ("x" * 79, 0, False),
        ("", 1, True),
        ("Xem nội dung trong file đính kèm", 0, True),
        ("Xem nội dung trong file đính kèm".ljust(250, "x"), 1, True),
        ("Xem nội dung trong file đính kèm".ljust(251, "x"), 1, False),
        ("x" * 200, 1, False),
    ],
)
def test_a_text_that_only_points_to_its_files_is_a_stub(body: str, files: int, stub: bool) -> None:
    url = "https://lamson.gov.vn/tin/a"
    html = f"<title>{TITLE}</title><main><h1>{TITLE}</h1><p>04/03/2026</p><p>{TEXT * 3}</p></main>"
    article = read_article(html, url, portal(url), READ_AT).article
    assert article is not None
    assert is_stub(article.model_copy(update={"body": body, "attachments": [FILE] * files})) is stub


@pytest.mark.parametrize(
    ("inner", "outcome"),
    [
        (f"<h1>{TITLE}</h1><p>{TEXT}</p>", Outcome.ARTICLE),
        (f"<h1>{TITLE}</h1><p>Kế hoạch <a href=/a.pdf>số 12</a></p>", Outcome.STUB),
        (f"<h1>{TITLE}</h1><p>Ngắn</p>", Outcome.OTHER),
    ],
    ids=["text", "a file", "neither"],
)
def test_an_article_s_address_needs_text_or_a_file(inner: str, outcome: Outcome) -> None:
    url = "https://lamson.gov.vn/tin/duong-ban-ma-7.html"
    html = f"<title>{TITLE}</title><main>{inner}</main>"
    assert read_article(html, url, portal(url, "nukeviet"), READ_AT).outcome is outcome


def test_an_article_s_address_without_a_title_is_no_article() -> None:
    url = "https://lamson.gov.vn/tin/duong-ban-ma-7.html"
    assert read_article(f"<main><p>{TEXT * 9}</p></main>", url, portal(url, "nukeviet"), READ_AT).article is None
