"""Who attended: the people that a report lists as present, chairs aside."""

from __future__ import annotations

import re

from crawler.meetings.people import Mention, read_people
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

_PRESENT = re.compile(
    rf"(?<!\w)(?:(?:(?:tham|cùng|tới|đến|đồng) )?dự(?: và [^,;.]{{0,40}}?)?(?: (?:{EVENT}|buổi lễ|họp"
    rf"|tại [^,;.:]{{3,50}}?))?(?: [^,;.:]{{0,40}}?)?|có mặt(?: tại [^,;.:]{{3,50}}?)?|tham gia (?:đoàn"
    rf"|{EVENT})[^,;.:]{{0,40}}?|về phía [^,;.]{{3,90}}?,?|cùng tham dự)"
    r"\s(?:có|gồm|là)(?: có| sự tham dự của| sự tham gia của)?\s?:?\s*(?=\S)"
)


def find_attendees(text: Text, limit: int = 3000) -> list[Mention]:
    """People in lists of those present within the first `limit` characters, each once."""
    seen: dict[str, Mention] = {}
    for match in _PRESENT.finditer(text.low, 0, min(len(text), limit)):
        _, end = text.sentence_at(match.end() - 1)
        for person in read_people(text, match.end(), end, strict=False):
            seen.setdefault(text.low[slice(*person.name)], person)
    return list(seen.values())
