"""Who attended: the people that a report lists as present, chairs aside."""

from __future__ import annotations

import re

from crawler.meetings.people import Mention, read_people, subject_start
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

REACH = 3000
"""How far into the body reports list those present."""

_LISTED = re.compile(
    rf"(?<!\w)(?:(?:(?:tham|cùng|tới|đến|đồng) )?dự(?: và [^,;.]{{0,40}}?)?(?: (?:{EVENT}|buổi lễ|họp"
    rf"|tại [^,;.:]{{3,50}}?))?(?: [^,;.:]{{0,40}}?)?|có mặt(?: tại [^,;.:]{{3,50}}?)?|tham gia (?:đoàn"
    rf"|{EVENT})[^,;.:]{{0,40}}?|về phía [^;.]{{3,90}}?,?|đại biểu [^,;.:]{{3,60}}?(?= có (?:các )?đồng chí)"
    rf"|cùng tham dự)"
    r"\s(?:có|gồm|là)(?: có| sự tham dự của| sự tham gia của)?\s?:?\s*(?=\S)"
)
"""'Dự hội nghị có các đồng chí: …'"""
_ATTENDING = re.compile(
    rf"(?<!\w)(?:(?:tham|cùng|tới|đến|đồng) )?dự(?=(?: và [^,;.]{{0,40}}?)?(?: (?:{EVENT}|họp|điểm cầu|tại)(?!\w)"
    rf"|[.;]|$))"
)
"""'…, Chủ tịch UBND tỉnh dự hội nghị.'"""


def find_attendees(text: Text) -> list[Mention]:
    """People said to be present, each once, in order."""
    seen: dict[str, Mention] = {}
    reach = min(len(text), REACH)
    floor = 0
    for match in _LISTED.finditer(text.low, 0, reach):
        _, end = text.sentence_at(match.end() - 1)
        _add(text, seen, read_people(text, match.end(), end, strict=False))
    for match in _ATTENDING.finditer(text.low, 0, reach):
        start = max(floor, text.sentence_at(match.start())[0])
        begin = subject_start(text, start, match.start())
        _add(text, seen, read_people(text, begin, match.start(), strict=False))
        floor = match.end()
    return sorted(seen.values(), key=lambda mention: mention.name)


def _add(text: Text, seen: dict[str, Mention], people: list[Mention]) -> None:
    for person in people:
        seen.setdefault(text.low[slice(*person.name)], person)
