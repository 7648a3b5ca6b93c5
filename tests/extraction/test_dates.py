"""Stamps as systems print them, and which of a page's dates is its publication's."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.base.clock import VIETNAM
from crawler.extraction import publication
from crawler.extraction.article import read_article
from crawler.extraction.generic import dates
from crawler.extraction.parts import Moment
from crawler.extraction.stamps import read_stamp
from tests.extraction.pages import READ_AT, portal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-06-29T15:20:00+07:00", "2020-06-29T15:20:00+07:00"),
        ("2020-06-29T08:20:00Z", "2020-06-29T15:20:00+07:00"),
        ("2020-06-29T08:20:00.123+0000", "2020-06-29T15:20:00+07:00"),
        ("2020-06-29+0715:20:00", "2020-06-29T15:20:00+07:00"),
        ("2020-06-29 15:20", "2020-06-29T15:20:00+07:00"),
        ("2020-06-29", "2020-06-29T00:00:00+07:00"),
        ("20200629", "2020-06-29T00:00:00+07:00"),
        ("Mon, 29 Jun 2020 08:20:00 GMT", "2020-06-29T15:20:00+07:00"),
        ("June 29, 2020 3:20 PM", "2020-06-29T15:20:00+07:00"),
        ("1593418800", "2020-06-29T15:20:00+07:00"),
    ],
)
def test_stamp_at_vietnamese_time(text: str, expected: str) -> None:
    stamp = read_stamp(text)
    assert stamp is not None
    assert stamp.at.isoformat() == expected


@pytest.mark.parametrize("text", ["", "0001-01-01T00:00:00", "2020-13-45", "hôm qua", "2020", None, [], {}, "x" * 500])
def test_no_stamp(text: object) -> None:
    assert read_stamp(text) is None


@given(st.text(max_size=100))
def test_any_text_is_a_stamp_or_none(text: str) -> None:
    stamp = read_stamp(text)
    assert stamp is None or 1990 <= stamp.day.year <= 2100


def at(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=VIETNAM), "minute" if "T" in text else "day")


def stamps(*texts: str) -> list:
    return [(stamp, "json-ld") for text in texts if (stamp := read_stamp(text))]


def test_sources_that_disagree_are_flagged() -> None:
    found, source, flags = publication.choose(
        at("2025-06-27T16:05"), stamps("2025-06-20T09:00:00+07:00"), None, READ_AT, vietnamese=True
    )
    assert (found and found.day, source, flags) == (date(2025, 6, 20), "json-ld", [publication.DISAGREE])


def test_a_stamp_of_the_moment_of_reading_loses_to_what_is_printed() -> None:
    now = (READ_AT - timedelta(seconds=2)).isoformat()
    found, source, flags = publication.choose(at("2025-06-27T16:05"), stamps(now), None, READ_AT, vietnamese=True)
    assert (found and found.day, source, flags) == (date(2025, 6, 27), "generic", [publication.DISAGREE])


def test_the_printed_minute_completes_a_stamp_of_a_day() -> None:
    found, _, flags = publication.choose(at("2025-06-27T16:05"), stamps("2025-06-27"), None, READ_AT, vietnamese=True)
    assert found == at("2025-06-27T16:05")
    assert flags == []


def test_local_time_with_a_wrong_zone_is_read_as_printed() -> None:
    found, _, flags = publication.choose(
        at("2025-06-27T16:05"), stamps("2025-06-27T16:05:00Z"), None, READ_AT, vietnamese=True
    )
    assert found is not None
    assert found.at.timetz().replace(tzinfo=None) == time(16, 5)
    assert flags == []


def test_a_foreign_evening_keeps_the_day_that_the_page_states() -> None:
    evening = stamps("2025-06-27T20:00:00-05:00")
    found, _, flags = publication.choose(None, evening, None, READ_AT, vietnamese=False)
    assert found is not None
    assert (found.day, found.precision, flags) == (date(2025, 6, 27), "day", [publication.FOREIGN])
    found, _, flags = publication.choose(None, evening, None, READ_AT, vietnamese=True)
    assert found is not None
    assert (found.at.isoformat(), found.precision, flags) == ("2025-06-28T08:00:00+07:00", "minute", [])


def test_a_stamp_in_the_future_is_not_believed() -> None:
    found, source, _ = publication.choose(
        None, stamps("2031-01-01T00:00:00Z"), date(2026, 3, 4), READ_AT, vietnamese=True
    )
    assert (found and found.day, source) == (date(2026, 3, 4), "url")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.vn/2026/03/04/tin", date(2026, 3, 4)),
        ("https://a.vn/tin-20260304-1.html", date(2026, 3, 4)),
        ("https://a.vn/portal/pages/2026-3-4/tin.aspx", None),
        ("https://a.vn/tin-2026.html", None),
        ("https://a.vn/?d=2026/03/04", None),
        ("https://a.vn/2031/03/04/tin", None),
    ],
)
def test_day_in_the_address(url: str, expected: date | None) -> None:
    assert dates.in_address(url, READ_AT) == expected


TEXT = "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con trong vùng. " * 6


@pytest.mark.parametrize(
    ("above", "between", "expected"),
    [
        ("Thứ Ba, 24/11/2026", "Ngày đăng: 04/03/2026 09:15", "2026-03-04T09:15:00+07:00"),
        ("", "(04/03/2026)", "2026-03-04T00:00:00+07:00"),
        ("", "Cập nhật: 04/03/2026 | Lượt xem: 12", "2026-03-04T00:00:00+07:00"),
        ("Thứ Ba, 24/11/2026", "", None),
        ("", "Báo số 24/11", None),
    ],
)
def test_the_date_near_the_title_and_no_other(above: str, between: str, expected: str | None) -> None:
    html = (
        f"<title>Chuyện ở bản Mạ hôm nay</title><div class='header'><div class='header-top'>{above}</div></div>"
        f"<div id='m'><div class='x'><h1>Chuyện ở bản Mạ hôm nay</h1><div>{between}</div>"
        f"<p>Ngày 2/2/2020, {TEXT}</p><p>{TEXT}</p></div>"
        f"<div class='lien-quan'><a href='/b'>Tin khác của tỉnh</a> <i>(01/01/2026)</i></div></div>"
    )
    url = "https://lamson.gov.vn/tin/a"
    article = read_article(html, url, portal(url), READ_AT).article
    assert article is not None
    assert (article.published_at and article.published_at.isoformat()) == expected
