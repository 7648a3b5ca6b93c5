"""Dates as a text states them: which parts it gives, where, and with what clock time beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from crawler.base.clock import VIETNAM, to_vietnam
from crawler.vietnamese.dates import grammar

Precision = Literal["minute", "day", "month"]
Reading = tuple[date | datetime, Precision]

_AHEAD: Final = timedelta(days=2)
YEARS: Final = range(1900, 2101)
_BARE: Final = ("um", "my", "rm")
_SHORTEST_PART: Final = 4
_CUE_REACH: Final = 24


class Stated(NamedTuple):
    """A date at `start:end` of a text; parts that it does not give are None. `form` is the grammar's name for it."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    form: str

    @property
    def bare(self) -> bool:
        """Two numbers only (29/6, 6/2020): a date where something around says so."""
        return self.form in _BARE


def stated_dates(text: str) -> Iterator[Stated | None]:
    """Each date of `text` (NFC) in order; None for what has the form of a date but cannot be one (31/02/2020)."""
    for match in grammar.DATE.finditer(text):
        form = match.lastgroup or ""
        day_group, month_group, year_group = grammar.FORMS[form]
        year, month = _year(match[year_group] if year_group else None), _month(match[month_group])
        if grammar.LUNAR.match(text, match.end()) or (year is None and grammar.CYCLE_YEAR.match(text, match.end())):
            yield None
        elif form in ("rm", "ry"):
            first = "rd" if match["rd"] else "qd"
            if int(match[first]) < int(match["r2"]):
                yield _possible(*match.span(first), year, month, int(match[first]), form)
            yield _possible(match.start("r2"), match.end(), year, month, int(match["r2"]), form)
        else:
            yield _possible(match.start(), match.end(), year, month, int(match[day_group]) if day_group else None, form)


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    if written in grammar.ROMAN_MONTHS:
        return grammar.ROMAN_MONTHS[written]
    lower = " ".join(written.lower().split())
    return grammar.MONTH_WORDS.get(lower) or grammar.ENGLISH_MONTHS[lower[:3]]


def _possible(start: int, end: int, year: int | None, month: int, day: int | None, form: str) -> Stated | None:
    if not 1 <= month <= 12 or (year is not None and year not in YEARS):
        return None
    if day is not None and not 1 <= day <= days_in(month, year or 2000):
        return None
    return Stated(start, end, year, month, day, form)


def days_in(month: int, year: int) -> int:
    """How many days `month` of `year` has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def has_cue(text: str, stated: Stated) -> bool:
    """True where a word right before (ngày, sáng, thứ hai …) says that two bare numbers are a date."""
    return grammar.CUE.search(text, max(0, stated.start - _CUE_REACH), stated.start) is not None


def resolve(stated: Stated, read_at: datetime) -> date | None:
    """The day (the 1st for a month); a missing year is the latest that is not more than two days after `read_at`."""
    if stated.year is not None:
        return date(stated.year, stated.month, stated.day or 1)
    latest = to_vietnam(read_at).date() + _AHEAD
    for year in range(latest.year, latest.year - 9, -1):
        if stated.day is not None and stated.day <= days_in(stated.month, year):
            day = date(year, stated.month, stated.day)
            if day <= latest:
                return day
    return None


def with_year(stated: Stated, other: Stated) -> Stated:
    """`stated` (no year) with that of `other`, which ends a range that it begins: '29/12 - 2/1/2021' begins in 2020."""
    if other.year is None:
        return stated
    return stated._replace(year=other.year - (stated.month > other.month))


class ClockTime(NamedTuple):
    """A clock time beside a date, at `start:end`; `hour` is None where it cannot be (25:61) or means 'unknown'."""

    start: int
    end: int
    hour: int | None
    minute: int
    zone: timedelta | None = None

    def on(self, day: date) -> Reading:
        """The moment of this time on `day`, at +07:00; the day alone where the hour is unknown."""
        if self.hour is None:
            return day, "day"
        moment = datetime(day.year, day.month, day.day, self.hour, self.minute, tzinfo=VIETNAM)
        return moment if self.zone is None else moment + timedelta(hours=7) - self.zone, "minute"


def time_beside(text: str, stated: Stated) -> ClockTime | None:
    """The clock time that belongs to `stated`: right after it or right before, the nearer of two."""
    if stated.form == "id":
        match = grammar.ISO_TIME.match(text, stated.end) or grammar.STUCK_ZONE.match(text, stated.end)
        if match is not None:
            zone = _zone(match["zone"]) if "zone" in match.re.groupindex and match["zone"] else None
            return _clock_time(match, int(match["h"]), int(match["n"]), zone, unknown_at_zero=True)
    before = after = None
    for match in grammar.TIME.finditer(text, max(0, stated.start - 60), stated.end + 60):
        if match.end() <= stated.start:
            if _beside(text, match.end(), stated.start):
                before = match
        elif match.start() >= stated.end:
            if _beside(text, stated.end, match.start()):
                after = match
            break
    if before is not None and after is not None and before.end() - stated.start > stated.end - after.start():
        after = None
    chosen = after or before
    return None if chosen is None else _half_day(text, stated, chosen)


def _beside(text: str, start: int, end: int) -> bool:
    """True where nothing but signs, weekdays and the like stands between, and no new paragraph begins."""
    return grammar.GAP.fullmatch(text, start, end) is not None and "\n\n" not in text[start:end]


def _half_day(text: str, stated: Stated, match: re.Match[str]) -> ClockTime:
    hour = int(match["h"] or match["vh"] or match["ph"])
    minute = int(match["n"] or match["vn"] or 0)
    half = (match["half"] or part_of_day(text, stated) or "").lower().replace(".", "")
    if half in ("am", "sa") and hour == 12:
        if minute == 0:
            return ClockTime(*match.span(), None, 0)
        hour = 0
    elif (
        (half in ("pm", "ch", "chiều", "tối") and hour < 12)
        or (half == "trưa" and hour < 4)
        or (half == "đêm" and 6 <= hour < 12)
    ):
        hour += 12
    return _clock_time(match, hour, minute, _zone_after(text, match.end()), unknown_at_zero=match["h"] is not None)


def _clock_time(
    match: re.Match[str], hour: int, minute: int, zone: timedelta | None, *, unknown_at_zero: bool
) -> ClockTime:
    known = hour <= 23 and minute <= 59 and not (unknown_at_zero and hour == minute == 0)
    return ClockTime(*match.span(), hour if known else None, minute, zone)


def _zone_after(text: str, end: int) -> timedelta | None:
    match = grammar.ZONE.match(text, end)
    if match is None:
        return None
    if match["offset"]:
        return _zone(match["offset"])
    hours = int((match["hours"] or "0").replace(" ", ""))
    minutes = int(match["minutes"] or 0)
    return timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)


def _zone(written: str) -> timedelta:
    if written in "Zz":
        return timedelta()
    digits = written[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -ahead if written[0] == "-" else ahead


def part_of_day(text: str, stated: Stated) -> str | None:
    """sáng, trưa, chiều, tối or đêm where the text has it right before the date."""
    if stated.start < _SHORTEST_PART:
        return None
    match = grammar.PART_BEFORE.search(text, max(0, stated.start - 40), stated.start)
    return match[1].lower() if match else None
