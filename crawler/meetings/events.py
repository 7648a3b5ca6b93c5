"""Mentions of a meeting in a text, and what each says: held, chaired, to come, put off, cited, place of a speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from crawler.meetings import predicates as by
from crawler.meetings.scan import matches
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import COMMITTEES, EVENT

MOST = 400
"""Mentions that are read at most; a real report has a few dozen."""


class Role(StrEnum):
    """What the words around a mention say about the meeting."""

    HELD = "held"
    CHAIRED = "chaired"
    INSIDE = "inside"
    """The place of what is said, voted or decided: 'Tại kỳ họp, đại biểu bầu …'."""
    AT = "at"
    FUTURE = "future"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    CITED = "cited"
    NAMED = "named"


AHEAD = frozenset({Role.FUTURE, Role.POSTPONED, Role.CANCELLED})
"""Roles of a meeting that had not taken place."""


@dataclass(frozen=True, slots=True)
class Event:
    """One mention: the noun's offsets, the noun itself and its role."""

    start: int
    end: int
    noun: str
    role: Role
    verb: int
    """Where the verb that holds or chairs it begins; the noun's own start where there is none."""


_NOT_AFTER = r"(?! (?:báo(?! cáo)|mặt(?! trận)|hành|lớp|chợ|hội|nhau))"
_EVENT = re.compile(
    rf"(?<!\w){EVENT}(?!\w)(?! báo(?! cáo))|(?<!\w)(?<=chủ trì )họp(?! báo(?! cáo))(?!\w)"
    rf"|(?<!\w)(?<!cuộc )(?<!buổi )(?<!phiên )(?<!kỳ )(?<!phòng )họp{_NOT_AFTER}(?= \w)"
    r"|(?<!\w)làm việc(?= (?:với(?! (?:tinh thần|thái độ|trách nhiệm|không khí|cường độ))|trực tiếp"
    r"|liên|tại (?:hội trường|tổ|xã|phường|huyện|tỉnh|thành phố|quận|đặc khu)))"
)

# Whatever `_EVENT` matches begins with one of these; a test holds the two together.
_FIRST_WORDS = (
    "buổi ", "cuộc ", "phiên ", "hội nghị", "hội thảo", "tọa đàm", "đại hội", "giao ban", "kỳ họp", "kì họp", "họp",
    "làm việc", "tiếp xúc ",
)  # fmt: skip

_SUBSUMED = re.compile(r"(?<!\w)(?:hội nghị|họp) (?:trực tuyến |định kỳ )?(?:giao ban|tiếp xúc cử tri|tọa đàm)$")
_OF_SESSION = re.compile(r"(?: (?:đầu tiên|cuối cùng|thứ \w+))? của (?:kỳ họp|hội nghị|đại hội)(?!\w)")
_GIAO_BAN_VERB = re.compile(r" (?:với|công tác|tháng|quý|định kỳ|trực tuyến|báo chí|các)(?!\w)")
_AS_PREDICATE = re.compile(r" (?:đại biểu )?(?:toàn thể )?lần (?:thứ )?\w+|,? nhiệm kỳ")
_CONGRESS_OF = re.compile(
    rf"(?<!\w)(?:đảng bộ|chi bộ|đoàn|hội|công đoàn|liên đoàn|hiệp hội|liên hiệp|{COMMITTEES})(?: [^,.;:\n]{{0,60}})? $"
)
_CITED_BODY = re.compile(
    r"(?<!\w)(?:nghị quyết|văn kiện|trước|sau|tại|chào mừng|chuẩn bị|hướng tới)(?!\w)[^,.;]{0,60}$"
)


def find_events(text: Text) -> list[Event]:
    """Mentions of a meeting in `text`, in order, at most `MOST` of them."""
    return [_read(text, match) for match in islice(_mentions(text.low), MOST) if not _subsumed(text, match)]


def _mentions(low: str) -> Iterator[re.Match[str]]:
    return matches(_EVENT, low, _FIRST_WORDS)


def _subsumed(text: Text, match: re.Match[str]) -> bool:
    """Whether the mention is none of its own: the second word of another, a centre, a day of a session."""
    if _SUBSUMED.search(text.low, max(0, match.start() - 24), match.end()):
        return True
    if match[0].endswith("làm việc") and _OF_SESSION.match(text.low, match.end()):
        return True
    return by.COMPOUND.search(text.low, max(0, match.start() - 40), match.start()) is not None


def _read(text: Text, match: re.Match[str]) -> Event:
    start, end = match.span()
    first, last = text.sentence_at(start, 300)
    before = text.low[max(first, start - 110) : start]
    after = text.low[end:last]
    role, verb = _role(match[0], before, after)
    if role is Role.AT and by.PLACED.search(before):
        role = _placed(text.low[first:start], after)
    elif role is Role.CITED and by.PLACED.search(before) and by.IDENTIFIES.match(text.low, first):
        role = Role.INSIDE if by.DAY_NEAR.match(after) else role
    return Event(start, end, match[0], role, start + verb if verb <= 0 else end + verb)


def _role(noun: str, before: str, after: str) -> tuple[Role, int]:
    """The role, and where the governing verb begins: before the noun (negative), behind it (positive) or at it (0)."""
    if put_off := _put_off(before, after):
        return put_off, 0
    if noun.startswith("tiếp xúc") and by.NOMINAL.search(before):
        return (Role.INSIDE if by.PLACED_PROGRAMME.search(before) and by.takes_place(after) else Role.CITED), 0
    if (
        noun in {"họp", "làm việc"}
        or noun.startswith("tiếp xúc")
        or (noun == "giao ban" and _GIAO_BAN_VERB.match(after))
    ):
        aside = by.WITH_PRESS.match(after) or by.WITH_POLICE.match(after) or by.POLICE.search(before)
        return (Role.CITED if aside else _verb_role(before)), 0
    if by.are_several(before) or by.is_beside(before) or by.WITH_PRESS.match(after) or by.GENERIC.match(after):
        return Role.CITED, 0
    if by.is_in_course(before):
        return Role.INSIDE, 0
    if by.SUMMONS.search(before):
        return Role.FUTURE, 0
    ahead = _ahead(after)
    if held := by.held_before(before):
        lead = before[: held.start()]
        if by.BEFORE_FUTURE.search(lead):
            return Role.FUTURE, 0
        if by.SUBORDINATE.search(lead) or by.TOLD_BY.search(lead):
            return Role.CITED, 0
        if by.is_planned(lead) or by.is_cited(lead) or by.is_purpose(lead):
            return (Role.FUTURE if ahead else Role.CITED), 0
        role = Role.CHAIRED if "chủ t" in held[0] or "điều hành" in held[0] else Role.HELD
        return (Role.FUTURE, 0) if ahead and role is Role.HELD else (role, held.start() - len(before))
    if ahead:
        return Role.FUTURE, 0
    if by.is_cited(before):
        return Role.CITED, 0
    if by.PLACED.search(before):
        return Role.AT, 0
    if (
        noun == "đại hội"
        and _CONGRESS_OF.search(before)
        and _AS_PREDICATE.match(after)
        and not _CITED_BODY.search(before)
    ):
        return Role.HELD, 0
    later = by.AFTER_HELD.match(after)
    if later and not by.other_meeting(later["gap"]):
        return (Role.CHAIRED if "chủ trì" in later["verb"] else Role.HELD), max(1, later.start("verb"))
    return (Role.AT if by.AT.search(before) else Role.NAMED), 0


def _put_off(before: str, after: str) -> Role | None:
    if by.is_postponed(before, after):
        return Role.POSTPONED
    return Role.CANCELLED if by.is_cancelled(before, after) else None


def _ahead(after: str) -> bool:
    """Whether the mention is the subject of a verb in the future: 'Kỳ họp thứ 5 … sẽ diễn ra'."""
    future = by.future_after(after)
    return future is not None and not by.other_meeting(future["gap"]) and not by.occurs_before(future["gap"])


def _placed(before: str, after: str) -> Role:
    """The role of a mention that is the place of its sentence, by what is said or decided there and when."""
    if by.EARLIER.match(after) or by.AFTERWARDS.search(before):
        return Role.CITED
    if by.is_to_come(before):
        return Role.FUTURE
    decides = by.DOING.search(after) or by.DOING.search(before) or by.DAY_NEAR.match(after)
    return Role.INSIDE if decides else Role.AT


def _verb_role(before: str) -> Role:
    """Role of 'họp', 'giao ban' and 'làm việc với' used as verbs, by what leads up to them."""
    if by.CHAIRS.search(before):
        return Role.CHAIRED
    if by.PLACED_VERB.search(before):
        return Role.AT
    if by.BEFORE_FUTURE.search(before):
        return Role.FUTURE
    if by.NOT_HELD.search(before) or by.are_several(before) or by.SUBORDINATE.search(before):
        return Role.CITED
    return Role.CITED if by.TOLD.search(before) else Role.HELD
