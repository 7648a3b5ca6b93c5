"""The calendar opens where the meetings are; its iCalendar is as RFC 5545 asks."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.web.api.icalendar import OCTETS, Entry, fold_line, render, text
from tests.web.conftest import Site
from tests.web.test_pages import EN
from tests.web.test_things import listed, things  # noqa: F401 (a fixture)


def test_the_calendar_opens_on_the_latest_month_with_meetings(site: Site, things: Site) -> None:  # noqa: F811
    page = site.get("/calendar", EN).text
    assert "<h2>Jan 2026</h2>" in page
    assert "1 meeting in the month" in page
    assert 'aria-label="1 Jan 2026, 1 meeting"' in page
    assert listed(page) == ["HĐND tỉnh Sơn La họp"]
    assert "<h2>Dec 2025</h2>" in site.get("/calendar", EN, kind="working_session").text
    # Announced meetings are in the month; where there is nothing yet, the first to come is shown.
    page = things.get("/calendar", EN).text
    assert "<h2>Jan 2026</h2>" in page
    assert "9 Jan 2026, 1 meeting" in page
    assert "<h2>Jan 2026</h2>" in things.get("/calendar", EN, body="Sở Y tế tỉnh Lai Châu").text
    assert "<h2>Jan 2026</h2>" in site.get("/calendar", EN, province="01").text


def test_months_and_years_are_links(site: Site) -> None:
    page = site.get("/calendar", EN).text
    (before,) = re.findall(r'<a rel="prev" href="([^"]+)"', page)
    assert parse_qs(urlsplit(unescape(before)).query) == {"year": ["2025"], "month": ["12"]}
    assert listed(site.get(unescape(before)).text) == ["Làm việc với xã Nậm Hăn"]
    assert "<h2>Dec 2025</h2>" in site.get("/calendar", EN, year=2025).text
    assert "<h2>Dec 2025</h2>" in site.get("/calendar", EN, day="2025-12-03").text
    assert listed(site.get("/calendar", year=2026, month=1, province="12").text) == ["HĐND tỉnh Sơn La họp"]
    assert site.get("/calendar", month=13).status == 400


def test_a_year_has_all_its_days_and_links_those_with_meetings(site: Site) -> None:
    page = site.get("/calendar", EN, year=2024, month=2).text
    heat = re.search(r'<svg class="heat".*?</svg>', page, re.S)
    assert heat is not None
    assert heat[0].count("<rect") == 366
    heat = re.search(r'<svg class="heat".*?</svg>', site.get("/calendar", EN).text, re.S)
    assert heat is not None
    assert heat[0].count("<a ") == 1
    assert "<title>1 Jan 2026: 1 meeting</title>" in heat[0]


def lines_of(content: str) -> list[str]:
    """Content lines, unfolded (RFC 5545, 3.1)."""
    assert content.endswith("\r\n")
    assert all(len(line.encode()) <= OCTETS for line in content.split("\r\n"))
    return content.replace("\r\n ", "").split("\r\n")[:-1]


def events_of(content: str) -> list[dict[str, str]]:
    """The events of a calendar: properties by name."""
    found: list[dict[str, str]] = []
    for line in lines_of(content):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def test_a_calendar_to_subscribe_to(things: Site) -> None:  # noqa: F811
    answer = things.get("/feeds/meetings.ics", EN)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = events_of(answer.text)
    # Each event once; the report that states no day is left out.
    assert len(events) == len({one["UID"] for one in events}) == 5
    announced = events[0]
    assert announced["STATUS"] == "TENTATIVE"
    assert announced["DTSTART;VALUE=DATE"] == "20260109"
    assert announced["DTEND;VALUE=DATE"] == "20260110"
    assert announced["SUMMARY"] == "Conference: Sở Y tế tỉnh Lai Châu"
    assert re.fullmatch(r"\d{8}T\d{6}Z", announced["DTSTAMP"])
    assert {one["STATUS"] for one in events[1:]} == {"CONFIRMED"}
    assert "Chaired by: Lò Thị Hạnh" in events[1]["DESCRIPTION"]
    assert things.get("/feeds/meetings.ics", EN).text == answer.text
    here = events_of(things.get("/feeds/meetings.ics", EN, province="14").text)
    assert {one["UID"] for one in here} == {one["UID"] for one in events[1:]}, "an event keeps its name in any filter"
    assert things.get("/feeds/meetings.ics", portal="khong-co").status == 422


@pytest.mark.parametrize(
    ("status", "written"),
    [("held", "CONFIRMED"), ("announced", "TENTATIVE"), ("postponed", "CANCELLED"), ("cancelled", "CANCELLED"),
     ("?", "CONFIRMED")],
)  # fmt: skip
def test_the_status_of_an_entry(status: str, written: str) -> None:
    one = Entry("a", date(2026, 12, 31), date(2027, 1, 2), "Họp", status, "2026-01-01T08:00:00+07:00")
    (event,) = events_of(render("Lịch", [one]).decode())
    assert event["STATUS"] == written
    assert event["DTEND;VALUE=DATE"] == "20270103"
    assert event["DTSTAMP"] == "20260101T010000Z"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_one_value(value: str) -> None:
    content = render("x", [Entry("a", date(2026, 1, 1), date(2026, 1, 1), value, "held", "kein Datum")]).decode()
    (event,) = events_of(content)
    assert event["SUMMARY"] == text(value)
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", event["SUMMARY"])
    assert lines_of(fold_line("X:" + "ễ" * 200).decode()) == ["X:" + "ễ" * 200]


def test_a_table_of_meetings(things: Site) -> None:  # noqa: F811
    lines = things.get("/api/meetings.csv", person="lo thi hanh").text.splitlines()
    assert lines[0].startswith("article,event,portal,province_code,day,kind,status,body_name")
    assert len(lines) == 6
    assert "Lò Thị Hạnh" in lines[1]
