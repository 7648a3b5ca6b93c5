"""By which rule two reports are of one meeting, at the bounds of each rule; and the keys by which they are found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crawler.meetings.linking import LONGEST, NEWS_LAG, Report, event_keys, group_reports, same_event, why_same
from crawler.model.items import DocumentCited, Figure, Meeting, MeetingKind, Person

DAY = date(2020, 7, 8)
# Ten telling words; titles that share one, two, three or five of them are 0.1 to 0.5 alike.
WORDS = "mưa lũ rừng đê thóc trâu chè mía ngô khoai".split()
OTHERS = "trường thầy lớp bảng sách vở bút thước mực giấy".split()
CHAIR = [Person(name="Lê Văn Hòa")]
COUNCIL: dict[str, Any] = {"kind": MeetingKind.COUNCIL_SESSION, "body_name": "HĐND tỉnh", "held_on": DAY}
CONFERENCE: dict[str, Any] = {"kind": MeetingKind.CONFERENCE, "body_name": "UBND tỉnh", "held_on": DAY}
CONGRESS: dict[str, Any] = {"kind": MeetingKind.OTHER, "body_name": "Đảng bộ tỉnh", "held_on": DAY}
NOBODY: dict[str, Any] = {"kind": MeetingKind.WORKING_SESSION, "held_on": DAY}
NEXT = {"held_on": DAY + timedelta(days=1)}
LAW = {"documents_cited": [DocumentCited(number="45/NQ-HĐND")]}
DECREE = {"documents_cited": [DocumentCited(number="9/NĐ-CP")]}
FIGURES = [Figure(value=1, unit="tỷ đồng", text="1 tỷ đồng"), Figure(value=2, unit="ha", text="2 ha")]


def report(facts: dict[str, Any], shared: int = 10, *, published: date | None = DAY, province: str | None = "14",
           portal: str = "b") -> Report:  # fmt: skip
    """A report whose title shares so many of ten words with that of `first`."""
    title = " ".join(WORDS[:shared] + OTHERS[shared:])
    return Report("2", portal, published, title, Meeting.model_validate(facts), province)


def first(facts: dict[str, Any], **more: Any) -> Report:
    return report(facts, 10, portal="a", **more)


@pytest.mark.parametrize(
    ("mine", "theirs", "shared", "rule"),
    [
        (COUNCIL | {"ordinal": 3}, COUNCIL | {"ordinal": 3}, 0, "number"),
        (COUNCIL | {"ordinal": 3}, COUNCIL | {"ordinal": 3, "kind": MeetingKind.PARTY_COMMITTEE} | NEXT, 0, None),
        (COUNCIL | {"ordinal": 3}, COUNCIL | {"ordinal": 3, "body_name": None} | NEXT, 0, None),
        (COUNCIL | {"ordinal": 3}, COUNCIL | NEXT, 0, "session"),
        (COUNCIL, COUNCIL | {"ordinal": 3} | NEXT, 0, "session"),
        (COUNCIL, COUNCIL | NEXT, 0, None),
        (COUNCIL | {"ordinal": 3}, COUNCIL | {"kind": MeetingKind.PARTY_COMMITTEE} | NEXT, 0, None),
        (CONFERENCE | {"ordinal": 3}, CONFERENCE | NEXT, 0, None),
        (CONGRESS | {"ordinal": 3}, CONGRESS | NEXT, 2, None),
        (CONGRESS | {"ordinal": 3}, CONGRESS | NEXT, 3, "session"),
        (CONFERENCE, CONFERENCE, 3, "day_and_body"),
        (CONFERENCE, CONFERENCE, 2, None),
        (CONFERENCE | {"chairs": CHAIR}, CONFERENCE | {"chairs": CHAIR}, 1, "day_and_body"),
        (CONFERENCE | {"chairs": CHAIR}, CONFERENCE | {"chairs": CHAIR}, 0, None),
        (CONFERENCE | {"chairs": CHAIR}, CONFERENCE | {"chairs": [Person(name="Hà Thị Mơ")]}, 1, None),
        (CONFERENCE, CONFERENCE | {"kind": MeetingKind.WORKING_SESSION}, 3, None),
        (CONFERENCE, CONFERENCE | {"kind": MeetingKind.WORKING_SESSION}, 5, "day_and_text"),
        (NOBODY | {"chairs": CHAIR}, NOBODY | {"chairs": CHAIR}, 3, "day_and_chair"),
        (NOBODY | {"chairs": CHAIR}, NOBODY | {"chairs": CHAIR}, 2, None),
        (NOBODY, NOBODY, 5, "day_and_text"),
        (NOBODY, NOBODY, 4, None),
        (NOBODY, CONFERENCE, 5, None),
        (CONFERENCE | {"part_of_day": "sáng"}, CONFERENCE | {"part_of_day": "chiều"}, 4, None),
        (CONFERENCE | {"part_of_day": "sáng"}, CONFERENCE | {"part_of_day": "chiều"}, 5, "day_and_body"),
        (CONFERENCE | LAW, CONFERENCE | LAW, 1, "day_and_body"),
        (CONFERENCE | LAW, CONFERENCE | LAW, 0, None),
        (CONFERENCE | LAW, CONFERENCE | DECREE, 2, None),
        (CONFERENCE | {"figures": FIGURES}, CONFERENCE | {"figures": FIGURES}, 1, "day_and_body"),
        (CONFERENCE | {"figures": FIGURES}, CONFERENCE | {"figures": FIGURES}, 0, None),
        (CONFERENCE | {"figures": FIGURES}, CONFERENCE | {"figures": FIGURES[:1]}, 2, None),
        (CONFERENCE | {"tenure": "2020-2025"}, CONFERENCE | {"tenure": "2015-2020"}, 10, None),
    ],
)  # fmt: skip
def test_the_rule_that_holds(mine: dict[str, Any], theirs: dict[str, Any], shared: int, rule: str | None) -> None:
    one, other = first(mine), report(theirs, shared)
    assert why_same(one, other) == rule
    assert why_same(other, one) == rule
    found = bool(event_keys(one) & event_keys(other))  # without body and chair nothing finds them
    assert (len(group_reports([one, other])) == 1) is (found and rule is not None)


@pytest.mark.parametrize(
    ("provinces", "shared", "chaired", "same"),
    [
        (("14", "14"), 3, False, True),
        (("14", "11"), 10, True, False),
        ((None, "14"), 4, False, False),
        ((None, "14"), 5, False, True),
        ((None, "14"), 3, True, True),
        (("14", None), 4, False, False),
        ((None, None), 4, False, False),
    ],
)
def test_reports_that_name_no_province_need_more(
    provinces: tuple[str | None, str | None], shared: int, chaired: bool, same: bool
) -> None:
    facts = CONFERENCE | ({"chairs": CHAIR} if chaired else {})
    one, other = first(facts, province=provinces[0]), report(facts, shared, province=provinces[1])
    assert same_event(one, other) is same


@pytest.mark.parametrize(
    ("published", "same"),
    [
        ((DAY, DAY + NEWS_LAG), True),
        ((DAY + NEWS_LAG, DAY), True),
        ((DAY, DAY + NEWS_LAG + timedelta(days=1)), False),
        ((None, DAY), True),
        ((DAY, None), True),
        ((None, None), True),
    ],
)
def test_reports_without_a_day_are_of_the_same_weeks(published: tuple[date | None, date | None], same: bool) -> None:
    undated = COUNCIL | {"ordinal": 3, "held_on": None}
    assert same_event(first(undated, published=published[0]), report(undated, 0, published=published[1])) is same


@pytest.mark.parametrize(("days", "same"), [(LONGEST.days, True), (LONGEST.days + 1, False)])
def test_a_session_goes_on_for_some_days(days: int, same: bool) -> None:
    facts = COUNCIL | {"ordinal": 3}
    later = report(facts | {"held_on": DAY + timedelta(days=days)}, 0)
    assert same_event(first(facts), later) is same
    assert same_event(later, first(facts)) is same


@pytest.mark.parametrize("portal", ["a", "b"])
def test_two_reports_without_a_day(portal: str) -> None:
    undated = CONFERENCE | {"held_on": None}
    assert same_event(first(undated), report(undated, 3, portal=portal))


def test_a_report_without_a_day_is_of_the_same_day_on_another_portal_alone() -> None:
    undated = report(CONFERENCE | {"held_on": None}, 5, portal="a")
    assert not same_event(first(CONFERENCE), undated)
    assert same_event(report(CONFERENCE), undated)


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        (CONFERENCE, range(1)),
        (CONFERENCE | {"held_on": None}, range(-3, 1)),
        (COUNCIL, range(-5, 6)),
        (COUNCIL | {"held_on": None}, range(-5, 6)),
    ],
)
def test_the_days_under_which_a_report_is_looked_for(facts: dict[str, Any], days: range) -> None:
    keys = [key.split("|") for key in event_keys(first(facts))]
    assert {int(key[1]) - DAY.toordinal() for key in keys if key[0] == "day"} == set(days)


def test_a_number_or_a_chair_finds_a_report_too_but_a_number_needs_its_body() -> None:
    kinds = {key.split("|")[0] for key in event_keys(first(COUNCIL | {"ordinal": 3, "chairs": CHAIR}))}
    assert kinds == {"number", "day", "chair"}
    assert event_keys(first(NOBODY | {"ordinal": 3, "chairs": CHAIR})) == event_keys(first(NOBODY | {"chairs": CHAIR}))
    assert event_keys(first(COUNCIL | {"held_on": None, "chairs": CHAIR}, published=None)) == frozenset()


def test_a_shorter_name_of_a_body_finds_a_longer_one_and_no_other_body() -> None:
    party, regiment = CONFERENCE | {"body_name": "Đảng ủy"}, CONFERENCE | {"body_name": "Đảng ủy Quân khu 2"}
    assert event_keys(first(party)) & event_keys(report(regiment))
    assert not event_keys(first(party)) & event_keys(report(CONFERENCE))


def test_a_meeting_of_two_days_is_reported_on_either() -> None:
    whole, second = first(CONFERENCE | {"ends_on": DAY + timedelta(days=1)}), report(CONFERENCE | NEXT, 3)
    assert same_event(whole, second)
    assert same_event(second, whole)
    assert not same_event(first(CONFERENCE), second)
