"""`find_dates`: the dates in running text, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from crawler.vietnamese.dates.stating import (
    Precision,
    Stated,
    has_cue,
    part_of_day,
    resolve,
    stated_dates,
    time_beside,
    with_year,
)
from crawler.vietnamese.letters import word_list

_IN_BRACKETS: Final = re.compile(r"\(\s{0,2}$")
_RANGE: Final = re.compile(
    r"[\s,)]{0,3}(?:đến|tới|-|–|—|và|,)\s{0,3}(?:hết\s)?(?:ngày|sáng|chiều|tối|trưa)?[\s:(]{0,3}", re.IGNORECASE
)
_PARTS: Final = word_list("sáng trưa chiều tối đêm")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `start:end` of a text (with the clock time beside it, if any).

    `value` is a date (the 1st for a month) or, where the time is stated, a datetime at +07:00; None where the text
    gives no year and no moment of reading was passed to supply it. `day` and `year` are None where the text has none;
    `hour` and `minute` are those that stand beside the date, whether or not its year is known.
    """

    start: int
    end: int
    text: str
    value: date | datetime | None
    precision: Precision
    year: int | None
    month: int
    day: int | None
    hour: int | None
    minute: int | None
    part_of_day: str | None


def find_dates(text: str, read_at: datetime | None = None) -> list[FoundDate]:
    """The dates of `text` (NFC: normalise it first), in order; two bare numbers only where a word calls them a date.

    A date without a year takes that of the range it begins ('từ 29/6 đến 2/7/2020'), else the latest that is not more
    than two days after `read_at`.
    """
    stated = [one for one in stated_dates(text) if one is not None]
    kept = [one for index, one in enumerate(stated) if not one.bare or _called_a_date(text, stated, index)]
    found = []
    for index, one in enumerate(kept):
        if one.year is None and index + 1 < len(kept) and _RANGE.fullmatch(text, one.end, kept[index + 1].start):
            one = with_year(one, kept[index + 1])
        found.append(_found(text, one, read_at))
    return found


def _called_a_date(text: str, stated: list[Stated], index: int) -> bool:
    one = stated[index]
    if has_cue(text, one) or (one.form == "um" and _bracketed(text, one)):
        return True
    if one.form in ("um", "rm") and _range_end(text, stated, index):
        return True
    time = time_beside(text, one)
    return one.form == "um" and time is not None and time.end <= one.start and "/" in text[one.start : one.end]


def _bracketed(text: str, one: Stated) -> bool:
    return (
        _IN_BRACKETS.search(text, max(0, one.start - 3), one.start) is not None and text[one.end : one.end + 1] == ")"
    )


def _range_end(text: str, stated: list[Stated], index: int) -> bool:
    """True for the second date of a range or list whose first is called a date: 'từ ngày 29/6 đến 2/7'."""
    if index == 0:
        return False
    first = stated[index - 1]
    if not _RANGE.fullmatch(text, first.end, stated[index].start):
        return False
    return not first.bare or _called_a_date(text, stated, index - 1)


def _found(text: str, one: Stated, read_at: datetime | None) -> FoundDate:
    day = resolve(one, read_at) if read_at is not None else _fixed(one)
    start, end = one.start, one.end
    value: date | datetime | None = day
    precision: Precision = "day" if one.day is not None else "month"
    part = part_of_day(text, one)
    time = time_beside(text, one) if one.day is not None else None
    hour = minute = None
    if time is not None:
        if time.hour is not None:
            hour, minute = time.hour, time.minute
        start, end = min(start, time.start), max(end, time.end)
        if day is not None:
            value, precision = time.on(day)
        half = text[time.start : time.end].lower().split()[-1]
        part = part or (half if half in _PARTS else None)
    return FoundDate(start, end, text[start:end], value, precision, one.year, one.month, one.day, hour, minute, part)


def _fixed(one: Stated) -> date | None:
    return None if one.year is None else date(one.year, one.month, one.day or 1)
