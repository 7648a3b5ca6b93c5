"""Who took part: chairs, those who reported or spoke, guests and delegates; persons, and bodies named in the lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from crawler.meetings.attendees import Attendance
from crawler.meetings.body_names import read_body_name
from crawler.meetings.people import Mention, Spot
from crawler.meetings.speakers import find_speeches
from crawler.meetings.text import Text
from crawler.model.items import ParticipantRole

_RANK = list(ParticipantRole)
_GUEST = re.compile(
    r"(?<!\w)(?:khách mời|chỉ đạo|chúc mừng|chứng kiến|đến dự|tới dự|về dự|trung ương|nguyên lãnh đạo)(?!\w)"
)
_PIECE = re.compile(r"\s*(?:[,;:]|(?<!\w)(?:và|cùng|cùng với)(?!\w))\s*")
_LEADING = re.compile(
    r"(?:(?:đại diện|lãnh đạo|các đồng chí|đồng chí|thường trực các?|cán bộ|đông đảo|cùng|gồm|có|toàn thể|một số)\s+)*"
)
_AND_MORE = re.compile(r" và (?:đại biểu|các|lãnh đạo|đại diện|thành viên|cán bộ)(?!\w)")
_GENERIC = re.compile(r"(?<!\w)(?:các|một số|nhiều|những)(?!\w)")
_PROPER = re.compile(
    r"(?:sở|bộ|ban|ubnd|hđnd|ủy ban|hội|liên đoàn|văn phòng|cục|chi cục|tỉnh ủy|thành ủy|huyện ủy|công an|đoàn đbqh"
    r"|công ty|tổng công ty|tập đoàn|trường|học viện|viện|bệnh viện|ngân hàng|hiệp hội|mặt trận|đảng ủy|quân khu|tòa án"
    r"|thanh tra|kho bạc|bảo hiểm|thường trực|bộ chỉ huy|kiểm toán|trung tâm|báo|đài)(?!\w)"
)


@dataclass(slots=True)
class Taking:
    """One who took part: where the name stands, what it is, and what is said of it."""

    name: Spot
    type: Literal["person", "organisation"]
    role: ParticipantRole
    posts: list[Spot] = field(default_factory=list)
    said: Spot | None = None


def find_participants(text: Text, chairs: list[Mention], attendances: list[Attendance]) -> list[Taking]:
    """Everybody who took part, each once: chairs first, then in the order of the text."""
    found: dict[str, Taking] = {}
    for chair in chairs:
        _merge(text, found, Taking(chair.name, "person", ParticipantRole.CHAIR, list(chair.posts)))
    rest: list[Taking] = []
    for attendance in attendances:
        role = _role(text, attendance)
        rest.extend(Taking(person.name, "person", role, list(person.posts)) for person in attendance.people)
        rest.extend(Taking(name, "organisation", role) for name in _organisations(text, attendance))
    for speech in find_speeches(text):
        rest.append(Taking(speech.mention.name, "person", speech.role, list(speech.mention.posts), speech.said))
    for taking in sorted(rest, key=lambda taking: taking.name):
        _merge(text, found, taking)
    return list(found.values())


def _merge(text: Text, found: dict[str, Taking], new: Taking) -> None:
    """One person or body is one participant: the higher role, the first posts, the longest of what was said."""
    key = text.low[slice(*new.name)]
    known = found.get(key)
    if known is None:
        found[key] = new
        return
    known.role = min(known.role, new.role, key=_RANK.index)
    known.posts = known.posts or new.posts
    if new.said and (known.said is None or new.said[1] - new.said[0] > known.said[1] - known.said[0]):
        known.said = new.said


def _role(text: Text, attendance: Attendance) -> ParticipantRole:
    guest = _GUEST.search(text.low, attendance.start, attendance.words_end)
    return ParticipantRole.GUEST if guest else ParticipantRole.DELEGATE


def _organisations(text: Text, attendance: Attendance) -> list[Spot]:
    """Bodies with a name of their own in a list of those present; 'các sở, ngành' names none."""
    if attendance.list is None:
        return []
    found: list[Spot] = []
    at, last = attendance.list
    taken = [spot for person in attendance.people for spot in (person.name, *person.posts)]
    while at < last:
        begin = _LEADING.match(text.low, at, last)
        start = begin.end() if begin else at
        piece = _PIECE.search(text.flat, start, last)
        name = read_body_name(text, start, last) if _PROPER.match(text.low, start, last) else None
        inside = any(first <= start < end for first, end in taken)
        if name and (more := _AND_MORE.search(text.low, *name)):
            name = (name[0], more.start())
        if (
            name
            and not inside
            and not _GENERIC.search(text.low, *name)
            and " " in text.flat[slice(*name)]
            and text.flat[start].isupper()
        ):
            found.append(name)
        at = max(piece.end() if piece else last, name[1] if name else 0)
        if text.flat[at : at + 1] in {",", ";"}:
            at += 1
        while at < last and text.flat[at] == " ":
            at += 1
    return found
