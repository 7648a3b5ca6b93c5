"""Who attended: the people that a report lists as present, and the stretch of the list they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.people import Mention, Spot, read_people, subject_start
from crawler.meetings.scan import matches
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

REACH = 3000
"""How far into the body reports list those present."""

_ATTEND = r"(?:(?:tham|cùng|tới|đến|về|đồng) )?dự"
_LISTED = re.compile(
    rf"(?<!\w)(?:{_ATTEND}(?: và [^,;.]{{0,40}}?)?(?:,? (?:chỉ đạo|chúc mừng)(?: và chúc mừng)?)?"
    rf"(?: (?:{EVENT}|buổi lễ|họp"
    rf"|tại [^,;.:]{{3,50}}?))?(?: [^,;.:]{{0,40}}?)?|có mặt(?: tại [^,;.:]{{3,50}}?)?|tham gia (?:đoàn"
    rf"|{EVENT})[^,;.:]{{0,40}}?|về phía [^;.]{{3,90}}?,?|(?:đại biểu|đại diện"
    rf"|lãnh đạo) [^,;.:]{{3,60}}?(?= có (?:các )?(?:đồng chí|ông|bà)(?!\w))"
    rf"|cùng tham dự|cùng (?:đi|làm việc)(?: với [^,;.:]{{3,50}}?)?|tiếp(?: và làm việc với)? đoàn"
    rf"|(?:với|có) sự (?:tham dự|tham gia|góp mặt|có mặt|hiện diện|chứng kiến)(?: của)?)"
    r"\s(?:có|gồm|là|của)(?: có| sự tham dự của| sự tham gia của)?\s?:?\s*(?=\S)"
    r"|(?<!\w)(?:với|có) sự (?:tham dự|tham gia|góp mặt|có mặt|hiện diện|chứng kiến) của\s*:?\s*(?=\S)"
)
"""'Dự hội nghị có các đồng chí: …'"""
_ATTENDING = re.compile(
    rf"(?<!\w){_ATTEND}(?=(?: và [^,;.]{{0,40}}?)?(?: (?:{EVENT}|họp|điểm cầu|tại|buổi|lễ|khai mạc"
    rf"|bế mạc|phiên|trực tiếp)(?!\w)"
    rf"|[.;]|$))|(?<!\w)(?:tham dự|đến dự|tới dự|về dự|cùng dự)(?= và )"
    r"|(?<!\w)(?:(?:đã|vừa|có|cùng|đến|tới|buổi|cuộc|thăm|tiếp|và|thăm,|tiếp,) )*làm việc(?= (?:với|tại)(?!\w))"
    r"|(?<!\w)(?:dẫn đầu|làm trưởng đoàn|đã tiếp xúc cử tri|có buổi tiếp xúc)(?!\w)"
)
"""'…, Chủ tịch UBND tỉnh dự hội nghị.'"""

_DID = re.compile(r"(?:[ ,]+(?:đã|vừa|cũng|cùng))*[ ,]*$")
"""Adverbs of the verb, which are no part of the list before it."""

# Whatever the two match begins with one of these; a test holds them together.
_DO_ATTEND = ("tham dự", "cùng dự", "tới dự", "đến dự", "về dự", "đồng dự", "dự")
_LISTED_WORDS = (
    *_DO_ATTEND, "có mặt", "tham gia ", "về phía ", "đại biểu ",
    "đại diện ",
    "lãnh đạo ", "cùng tham dự", "cùng đi", "cùng làm việc", "tiếp ",
    "với sự ", "có sự ",
)  # fmt: skip
_ATTENDING_WORDS = (
    *_DO_ATTEND, "đã ", "vừa ", "có ", "cùng ", "đến ", "tới ", "buổi ", "cuộc ", "thăm ", "tiếp ", "và ", "thăm, ",
    "tiếp, ", "làm việc", "dẫn đầu", "làm trưởng đoàn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attendance:
    """One statement of who was present."""

    start: int
    words_end: int
    """Where the words of attending end."""
    people: list[Mention]
    list: Spot | None
    """The stretch that lists those present behind the words; None where the people stand before them."""


def find_attendances(text: Text) -> list[Attendance]:
    """The statements of who was present in the first `REACH` characters."""
    reach = min(len(text), REACH)
    found = []
    floor = 0
    for match in matches(_LISTED, text.low, _LISTED_WORDS, 0, reach):
        _, end = text.sentence_at(match.end() - 1)
        people = read_people(text, match.end(), end, strict=False)
        found.append(Attendance(match.start(), match.end(), people, (match.end(), end)))
    for match in matches(_ATTENDING, text.low, _ATTENDING_WORDS, 0, reach):
        start = max(floor, text.sentence_at(match.start())[0])
        stop = start + len(_DID.sub("", text.low[start : match.start()]))
        listed = text.low.rfind(" gồm ", start, stop)
        begin = listed + len(" gồm ") if listed >= 0 else subject_start(text, start, stop)
        people = read_people(text, begin, stop, strict=False)
        found.append(Attendance(match.start(), match.end(), people, None))
        floor = match.end()
    return found


def attendees(text: Text, attendances: list[Attendance]) -> list[Mention]:
    """The people of some statements, each once, in order."""
    seen: dict[str, Mention] = {}
    for attendance in attendances:
        for person in attendance.people:
            seen.setdefault(text.low[slice(*person.name)], person)
    return sorted(seen.values(), key=lambda mention: mention.name)


def find_attendees(text: Text) -> list[Mention]:
    """People said to be present, each once, in order."""
    return attendees(text, find_attendances(text))
