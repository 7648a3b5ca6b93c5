"""Which reports are of one meeting: on several portals, or in parts (opening, second day, closing).

A store keeps `event_keys` of each report beside it and looks up candidates by them; `same_event` then decides. Over a
whole collection `group_reports` does both. Nothing here reads a clock or a database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.meetings.keys import BodyKey, body_key, person_key, places_in
from crawler.meetings.ordinals import ordinal_value
from crawler.meetings.places import places_agree as _agree
from crawler.model.items import Meeting, MeetingKind, MeetingStatus
from crawler.vietnamese import fold

LONGEST = timedelta(days=5)
"""How long after its first day a session can still be reported as being held."""
NEWS_LAG = timedelta(days=21)
"""How far apart reports of one meeting are published."""
KEY_CHARS = 200
"""So much of a key is stored; a cut key finds a few more candidates, never fewer."""
NOTICE = timedelta(days=60)
"""How long before a meeting it is announced."""

_SESSIONS = frozenset({MeetingKind.PARTY_COMMITTEE, MeetingKind.COUNCIL_SESSION, MeetingKind.OTHER})
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(
    """
    hội nghị tổ chức và của các với về lần thứ kỳ họp phiên thành phố tỉnh khai mạc bế mạc làm việc năm buổi cuộc đại
    """.split()
)
_ALIKE = 0.5
_SOMEWHAT_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Report:
    """One article's report of a meeting."""

    article_id: str
    portal: str
    published: date | None
    title: str
    meeting: Meeting
    province: str | None = None
    """The portal's province by the statistics office's code; None for a national one."""


def event_keys(report: Report) -> frozenset[str]:
    """Keys of which reports of one meeting share at least one: by number, by day and body, by day and chair."""
    meeting = report.meeting
    keys: set[str] = set()
    body = body_key(meeting.body_name).name if meeting.body_name else None
    if meeting.ordinal and body:
        keys.add(f"number|{meeting.ordinal}|{_head(body)}")
    day = meeting.held_on or report.published
    if day:
        keys.update(f"chair|{day}|{person_key(chair.name)}" for chair in meeting.chairs)
        if body:
            shifts = range(1) if meeting.held_on else range(-3, 1)
            if meeting.kind in _SESSIONS:
                shifts = range(-LONGEST.days, LONGEST.days + 1)
            keys.update(f"day|{day.toordinal() + shift}|{_head(body)}" for shift in shifts)
    return frozenset(keys)


def same_event(one: Report, other: Report) -> bool:
    """Whether two reports are of one meeting."""
    return why_same(one, other) is not None


def why_same(one: Report, other: Report) -> str | None:
    """The rule by which two reports are of one meeting, for a log; None where they are not."""
    mine, theirs = one.meeting, other.meeting
    placed = places_agree(one, other)
    if placed is False or not _days_near(one, other):
        return None
    if mine.ordinal and theirs.ordinal and mine.ordinal != theirs.ordinal:
        return None
    if _terms_differ(mine.term, theirs.term) or _differ(mine.tenure, theirs.tenure):
        return None
    bodies = _bodies_agree(mine, theirs)
    if bodies is False:
        return None
    likeness = _likeness(one, other)
    chaired = bool({person_key(c.name) for c in mine.chairs} & {person_key(c.name) for c in theirs.chairs})
    if placed is None and not (chaired or likeness >= _ALIKE):
        return None  # nobody says that the two are of one province
    if mine.ordinal and mine.ordinal == theirs.ordinal and bodies and mine.kind == theirs.kind:
        return "number"
    numbered = bool(mine.ordinal or theirs.ordinal) and (
        mine.kind is not MeetingKind.OTHER or likeness >= _SOMEWHAT_ALIKE
    )
    if mine.kind in _SESSIONS and mine.kind == theirs.kind and bodies and numbered:
        return "session"
    if not _same_day(one, other):
        return None
    if _differ(mine.part_of_day, theirs.part_of_day) and likeness < _ALIKE:
        return None  # a body meets in the morning and again in the afternoon: two meetings
    if bodies and mine.kind == theirs.kind and (likeness >= _SOMEWHAT_ALIKE or (chaired and likeness > 0)):
        return "day_and_body"
    if chaired and likeness >= _SOMEWHAT_ALIKE:
        return "day_and_chair"
    return "day_and_text" if likeness >= _ALIKE and (bodies or mine.kind == theirs.kind) else None


def group_reports(reports: Sequence[Report]) -> list[list[Report]]:
    """The reports by event, in the order in which each event is first reported."""
    parents = list(range(len(reports)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    by_key: dict[str, list[int]] = {}
    for index, report in enumerate(reports):
        seen: set[int] = set()
        for key in event_keys(report):
            for earlier in by_key.get(key, ()):
                if earlier not in seen and root(earlier) != root(index) and same_event(report, reports[earlier]):
                    parents[max(root(earlier), root(index))] = min(root(earlier), root(index))
                seen.add(earlier)
            by_key.setdefault(key, []).append(index)
    groups: dict[int, list[Report]] = {}
    for index, report in enumerate(reports):
        groups.setdefault(root(index), []).append(report)
    return list(groups.values())


def _head(body: str) -> str:
    """The first words of a body's name, which its shorter and longer forms share."""
    return " ".join(body.split()[:2])


def places_agree(one: Report, other: Report) -> bool | None:
    """Whether two reports are of one province: True, False, or None where one of them does not say."""
    return _agree(_place(one), one.province, _place(other), other.province)


def _place(report: Report) -> str | None:
    """The province in the body's name, else the one province that the title names."""
    key = _key(report.meeting)
    if key and key.place:
        return key.place
    named = places_in(report.title)
    return named.pop() if len(named) == 1 else None


def _days_near(one: Report, other: Report) -> bool:
    """Whether the two can be of one session: days that overlap or follow each other, else news of the same weeks."""
    mine, theirs = one.meeting, other.meeting
    if mine.held_on and theirs.held_on:
        first, second = sorted((mine, theirs), key=lambda meeting: meeting.held_on or date.min)
        until = first.ends_on or first.held_on
        return bool(until and second.held_on and second.held_on - until <= LONGEST)
    ahead = MeetingStatus.HELD in (mine.status, theirs.status) and mine.status != theirs.status
    lag = NOTICE if ahead else NEWS_LAG
    published = one.published, other.published
    return published[0] is None or published[1] is None or abs(published[0] - published[1]) <= lag


def _same_day(one: Report, other: Report) -> bool:
    """Whether the days are one or overlap; without a day, other portals' reports may be of the same."""
    mine, theirs = one.meeting, other.meeting
    if not (mine.held_on and theirs.held_on):
        return one.portal != other.portal or mine.held_on == theirs.held_on
    latest = max(mine.held_on, theirs.held_on)
    return latest <= min(mine.ends_on or mine.held_on, theirs.ends_on or theirs.held_on)


def _bodies_agree(mine: Meeting, theirs: Meeting) -> bool | None:
    """True where one name is the other or its beginning, False where they differ, None where one is missing."""
    one, other = _key(mine), _key(theirs)
    if one is None or other is None:
        return None
    return one.name.startswith(other.name) or other.name.startswith(one.name)


def _key(meeting: Meeting) -> BodyKey | None:
    return body_key(meeting.body_name) if meeting.body_name else None


def _terms_differ(one: str | None, other: str | None) -> bool:
    """Whether two terms are two numbers: 'khóa X' and 'khóa 10' are one."""
    if one is None or other is None:
        return False
    return (ordinal_value(one) or fold(one)) != (ordinal_value(other) or fold(other))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and fold(one) != fold(other)


def _likeness(one: Report, other: Report) -> float:
    """Share of the shorter title's telling words that the other has too; documents cited in common raise it."""
    mine, theirs = _words(one.title), _words(other.title)
    shorter = min(len(mine), len(theirs))
    share = len(mine & theirs) / shorter if shorter else 0.0
    documents = {d.number for d in one.meeting.documents_cited} & {d.number for d in other.meeting.documents_cited}
    figures = {f.text for f in one.meeting.figures} & {f.text for f in other.meeting.figures}
    return share + 0.2 * bool(documents) + 0.2 * (len(figures) > 1)


def _words(title: str) -> set[str]:
    return {word for word in _WORD.findall(fold(title)) if word not in _COMMON}
