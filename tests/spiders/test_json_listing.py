"""Listings served as JSON, of any shape and none."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.base.clock import VIETNAM
from crawler.discovery.data_listing import is_data
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due
from crawler.registry.portal import JsonListing, Portal
from spiders.json_listing import day_of, read_json_listing
from spiders.walk import Found

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=VIETNAM)
URL = "https://tinh.gov.vn/_api/web/lists/items"
PORTAL = Portal(id="tinh", name="Tỉnh", kind="portal", start="https://tinh.gov.vn/", evidence="test")
LISTING = JsonListing(link="/Trang/Tin.aspx?nid={ID}&muc={Muc/Ten}")


def read(text: str) -> Found:
    due = Due(1, URL, URL, "listing", "/tin", 0, None, None)
    return read_json_listing(Page(text, URL), due, Addresses(PORTAL), LISTING, NOW)


def test_entries_and_the_next_page() -> None:
    found = read(
        '\ufeff {"value": [{"ID": 7, "Title": " Họp  báo ", "Created": "2026-03-11T18:00:00Z", "Muc": {"Ten": "kt"}},'
        ' {"Title": "không số"}, "lạc"], "odata.nextLink": "https://tinh.gov.vn/_api/web/lists/items?$skip=5"}'
    )
    assert found.entries[0].url == "https://tinh.gov.vn/Trang/Tin.aspx?nid=7&muc=kt"
    assert found.entries[0].hint == "Họp báo | 2026-03-12"
    assert found.entries[0].hint_date == date(2026, 3, 12)
    assert [link.url for link in found.next_pages] == ["https://tinh.gov.vn/_api/web/lists/items?$skip=5"]


@pytest.mark.parametrize("text", ['{"value": {}}', '{"value": null}', "[1]", "{", "null", '{"odata.nextLink": 5}'])
def test_other_json_has_no_entries(text: str) -> None:
    assert read(text) == Found()


def test_a_next_page_elsewhere_is_not_followed() -> None:
    assert read('{"value": [], "odata.nextLink": "https://elsewhere.vn/"}').next_pages == []


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        (1773273600, date(2026, 3, 12)),
        ("1773273600000", date(2026, 3, 12)),
        ("/Date(1773273600000)/", date(2026, 3, 12)),
        ("2026-03-11T21:27:27.367", date(2026, 3, 11)),
        ("11/03/2026 08:00", date(2026, 3, 11)),
        ("", None),
        (None, None),
        ({"a": 1}, None),
    ],
)
def test_day_of(stamp: object, day: date | None) -> None:
    assert day_of(stamp, NOW) == day


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    read(text)
    is_data(text)
    day_of(text, NOW)
