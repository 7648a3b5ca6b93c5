"""Reports of one meeting become one event; reports of two stay two."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from crawler.meetings.linking import Report, event_keys, group_reports, same_event, why_same
from crawler.model.items import Meeting, MeetingKind, MeetingStatus, Person

SESSION: dict[str, Any] = {
    "kind": MeetingKind.COUNCIL_SESSION,
    "body_name": "HĐND tỉnh",
    "ordinal": 15,
    "term": "XIV",
    "held_on": date(2020, 7, 8),
}
CONFERENCE: dict[str, Any] = {
    "kind": MeetingKind.CONFERENCE,
    "body_name": "UBND tỉnh",
    "held_on": date(2020, 7, 8),
    "part_of_day": "sáng",
}


def report(
    article: str, title: str, facts: dict[str, Any], *, portal: str = "a", province: str | None = "14", day: int = 9
) -> Report:
    return Report(article, portal, date(2020, 7, day), title, Meeting.model_validate(facts), province)


def test_a_session_on_two_portals() -> None:
    one = report("1", "Khai mạc Kỳ họp thứ 15", SESSION)
    other = report(
        "2",
        "Nhiều nghị quyết quan trọng",
        SESSION | {"body_name": "Hội đồng nhân dân tỉnh Sơn La"},
        portal="b",
        province=None,
    )
    assert why_same(one, other) == "number"
    assert event_keys(one) & event_keys(other)


def test_a_session_in_parts() -> None:
    opening = report("1", "Khai mạc kỳ họp", SESSION, day=8)
    second = report(
        "2", "Chất vấn tại kỳ họp", SESSION | {"held_on": date(2020, 7, 9), "ordinal": None, "term": None}, day=9
    )
    closing = report("3", "Bế mạc Kỳ họp thứ 15", SESSION | {"held_on": date(2020, 7, 10)}, day=10)
    for order in permutations([opening, second, closing]):
        assert len(group_reports(order)) == 1


@pytest.mark.parametrize(
    "other",
    [
        report("2", "Khai mạc Kỳ họp thứ 16", SESSION | {"ordinal": 16}),
        report("2", "Khai mạc Kỳ họp thứ 15", SESSION, portal="b", province="11"),
        report("2", "Khai mạc Kỳ họp thứ 15", SESSION | {"body_name": "HĐND huyện Mai Sơn"}),
        report("2", "Khai mạc Kỳ họp thứ 15", SESSION | {"term": "XV"}),
        report("2", "Khai mạc Kỳ họp thứ 15", SESSION | {"held_on": date(2020, 12, 8)}),
    ],
)
def test_another_session(other: Report) -> None:
    assert not same_event(report("1", "Khai mạc Kỳ họp thứ 15", SESSION), other)


def test_a_conference_by_day_body_and_words() -> None:
    one = report("1", "Hội nghị tổng kết phong trào thi đua yêu nước", CONFERENCE)
    assert same_event(one, report("2", "Tổng kết phong trào thi đua yêu nước toàn tỉnh", CONFERENCE, portal="b"))
    assert not same_event(
        one, report("2", "Triển khai kế hoạch phòng, chống lụt bão", CONFERENCE | {"part_of_day": "chiều"})
    )
    assert not same_event(
        one, report("2", "Hội nghị tổng kết phong trào thi đua yêu nước", CONFERENCE | {"held_on": date(2020, 7, 7)})
    )


def test_morning_and_afternoon_are_two() -> None:
    one = report("1", "Triển khai kế hoạch phòng, chống lụt bão", CONFERENCE)
    other = report("2", "Triển khai kế hoạch tuyển sinh đầu cấp", CONFERENCE | {"part_of_day": "chiều"})
    assert not same_event(one, other)
    assert same_event(one, report("2", "Triển khai kế hoạch tuyển sinh đầu cấp", CONFERENCE)), "alike but for the hour"
    again = report("3", "Triển khai kế hoạch phòng, chống lụt bão năm 2020", CONFERENCE | {"part_of_day": None})
    assert same_event(one, again)


@pytest.mark.parametrize(("one", "other"), [("XIV", "14"), ("xiv", "XIV")])
def test_a_term_in_roman_and_in_arabic_numerals(one: str, other: str) -> None:
    session = report("1", "Khai mạc Kỳ họp thứ 15", SESSION | {"term": one})
    assert same_event(session, report("2", "Thông qua nghị quyết", SESSION | {"term": other}, portal="b"))
    assert not same_event(session, report("2", "Thông qua nghị quyết", SESSION | {"term": "IX"}, portal="b"))


@pytest.mark.parametrize(
    "body", ["HĐND TP.HCM", "HĐND TPHCM", "HĐND TP Hồ Chí Minh", "HĐND TP. Hồ Chí Minh", "HĐND TP"]
)
def test_one_body_in_all_its_spellings(body: str) -> None:
    facts = SESSION | {"body_name": "Hội đồng nhân dân thành phố Hồ Chí Minh"}
    one = report("1", "Khai mạc Kỳ họp thứ 15", facts, portal="a", province="79")
    other = report("2", "Bầu nhân sự chủ chốt", SESSION | {"body_name": body}, portal="b", province="79")
    assert why_same(one, other) == "number"
    assert event_keys(one) & event_keys(other)


def test_a_session_of_several_days() -> None:
    facts: dict[str, Any] = {"kind": MeetingKind.OTHER, "body_name": "Quốc hội", "held_on": date(2020, 7, 1)}
    whole = report("1", "Họp bàn ngân sách và nhân sự", facts | {"ends_on": date(2020, 7, 12)}, province=None)
    later = facts | {"held_on": date(2020, 7, 10)}
    other = report("2", "Họp bàn ngân sách và nhân sự", later, portal="b", province=None)
    assert same_event(whole, other)
    assert not same_event(report("1", "Họp bàn ngân sách và nhân sự", facts, province=None), other)


def test_an_announcement_with_its_report() -> None:
    notice = SESSION | {"status": MeetingStatus.ANNOUNCED, "term": "14"}
    ahead = Report("1", "a", date(2020, 6, 1), "Triệu tập Kỳ họp thứ 15", Meeting.model_validate(notice), "14")
    undated = Report(
        "2", "b", date(2020, 6, 1), "Sắp họp Kỳ họp thứ 15", Meeting.model_validate(notice | {"held_on": None}), "14"
    )
    session = report("3", "Khai mạc Kỳ họp thứ 15", SESSION)
    assert same_event(ahead, session)
    assert same_event(undated, session)
    assert len(group_reports([ahead, undated, session])) == 1
    long_before = Report("4", "b", date(2020, 2, 1), "Sắp họp", undated.meeting, "14")
    assert not same_event(long_before, session)


def test_a_body_without_its_province_needs_more_than_a_number() -> None:
    congress: dict[str, Any] = {"kind": MeetingKind.OTHER, "body_name": "Đảng bộ tỉnh", "ordinal": 1}
    one = report("1", "Phiên trọng thể thành công", congress | {"body_name": "Đảng bộ tỉnh Sơn La"}, province=None)
    other = report("2", "Khai mạc Đại hội Đảng bộ", congress, portal="b", province=None)
    assert not same_event(one, other)
    named = report("2", "Khai mạc Đại hội Đảng bộ tỉnh Sơn La", congress, portal="b", province=None)
    assert same_event(one, named), "the headline says the province"
    assert same_event(one, report("2", "Khai mạc Đại hội", congress, portal="b", province="14")), "the portal does"


def test_a_working_session_without_a_body_by_its_chair() -> None:
    facts = {"kind": MeetingKind.WORKING_SESSION, "held_on": date(2020, 7, 8), "chairs": [Person(name="Lê Văn Hòa")]}
    one = report("1", "Họp bàn tiếp nhận bệnh viện đa khoa", facts)
    assert same_event(one, report("2", "Chuẩn bị tiếp nhận bệnh viện đa khoa", facts, portal="b"))
    assert not same_event(one, report("2", "Kiểm điểm tiến độ cảng biển", facts, portal="b"))


def test_groups_keep_the_order_of_first_reports() -> None:
    reports = [
        report("1", "Hội nghị tổng kết", CONFERENCE),
        report("2", "Khai mạc", SESSION),
        report("3", "Bế mạc", SESSION),
    ]
    assert [[r.article_id for r in group] for group in group_reports(reports)] == [["1"], ["2", "3"]]
