"""Which parameters of an address only say what an article is shown under."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.refused import refused
from crawler.discovery.shapes import without_context

SITE = "https://lamson.gov.vn/xem.aspx?"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("catid=3&id=1207", "id=1207"),
        ("newsid=1207&menuid=12&zoneid=", "newsid=1207"),
        ("module=3&id=1207", "module=3&id=1207"),  # another module's 1207 is another article
        ("m=3&newsid=1207", "m=3&newsid=1207"),
        ("view=item&id=12&Itemid=435", "view=item&id=12&Itemid=435"),  # the menu's number names no article
        ("id=1207&newsid=1208&catid=3", "id=1207&newsid=1208&catid=3"),
        ("catid=3", "catid=3"),
    ],
)
def test_what_an_article_is_shown_under(query: str, kept: str) -> None:
    assert without_context(SITE + query) == SITE + kept


@given(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers(1, 999), st.integers(1, 999))
def test_a_number_under_a_name_that_is_no_category_tells_two_pages_apart(name: str, one: int, other: int) -> None:
    known = ("cat", "cate", "menu", "zone", "tab", "loai", "nhom", "parent", "group", "section", "topic", "cap", "danhmuc", "cid", "zid")  # fmt: skip
    if one != other and not name.startswith(known) and not name.startswith("id") and name != "chuyenmuc":
        assert without_context(f"{SITE}{name}={one}&newsid=1207") != without_context(
            f"{SITE}{name}={other}&newsid=1207"
        )


@pytest.mark.parametrize("query", ["download=1&id=0", "destination=node/7"])
def test_functions_of_a_page_are_no_pages(query: str) -> None:
    assert refused(f"https://lamson.gov.vn/tin/duong-7.html?{query}") is not None
    assert refused("https://lamson.gov.vn/tin/duong-7.html?trang=2") is None
