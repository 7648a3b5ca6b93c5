"""What addresses say against pages; addresses that are none."""

from __future__ import annotations

import pytest

from crawler.discovery.by_address import is_no_article
from crawler.discovery.explorer import Explorer
from crawler.extraction.address import Addresses, addresses
from crawler.extraction.article import read_article
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.model.visit import Due
from crawler.registry import Portal
from tests.records import NOON

PORTAL = Portal(id="x", name="X", kind="portal", family="generic", start="https://x.vn/", evidence="a test")  # type: ignore[call-arg]


def test_an_address_that_is_none_breaks_no_page() -> None:
    bad = "https://hard::x/a"
    markup = (
        f'<base href="{bad}"><link rel="canonical" href="{bad}"><nav><a href="{bad}">a</a><iframe src="{bad}"></iframe>'
        f'</nav><a href="{bad}">Khai mạc kỳ họp thứ năm</a>'
    )
    explorer = Explorer(addresses(PORTAL), addresses(PORTAL).page_key)
    due = Due(1, "k", PORTAL.start, "listing", None, 0, None, None)
    found = explorer.survey(Page(markup, PORTAL.start), due, Reading(Outcome.OTHER), NOON, ())
    assert (found.entries, found.outlinks, found.next_pages) == ([], [], [])
    assert read_article(markup, bad, PORTAL, NOON).article is None


FORM = [f'<a href="/tin/bai-so-{number}.html">Bài số {number}</a>' for number in range(1, 4)]


@pytest.mark.parametrize(
    ("family", "path", "links", "expected"),
    [
        ("nukeviet", "/giao-duc/", FORM, True),
        ("nukeviet", "/giao-duc/", FORM[:2], False),
        ("nukeviet", "/giao-duc/bai-so-9.html", FORM, False),
        ("nukeviet", "/bai-viet-khong-so/", ["<a href='/tin/khac/'>Khác</a>"] * 5, False),
        ("drupal", "/tin/bai-viet", ['<a href="/node/1">a</a><a href="/node/2">b</a><a href="/node/3">c</a>'], False),
        ("generic", "/giao-duc/", FORM, False),
    ],
)
def test_a_page_without_the_form_beside_links_that_have_it_is_no_article(
    family: str, path: str, links: list[str], expected: bool
) -> None:
    portal = PORTAL.model_copy(update={"family": family, "article": None})
    page = Page("".join(links), PORTAL.start.rstrip("/") + path)
    assert is_no_article(page, Addresses(portal)) is expected
