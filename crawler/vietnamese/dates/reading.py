"""`parse_date`: the date that a field of a page states."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from crawler.clock import VIETNAM, to_vietnam
from crawler.vietnamese.dates import grammar

Precision = Literal["minute", "day", "month"]
Reading = tuple[date | datetime, Precision]

_LONGEST: Final = 2000
_AHEAD: Final = timedelta(days=2)
_YEARS: Final = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as stated at `start:end` of the text: parts that the text does not give are None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    form: str


def parse_date(text: str, read_at: datetime) -> Reading | None:
    """The date or moment that `text` (a field of a page, not an article) states, with its precision.

    `(datetime at +07:00, "minute")`, `(date, "day")`, or `(date of the 1st, "month")`; None where there is none or
    where it is impossible. `read_at` gives the year of "29/6" (the latest that is not more than two days ahead) and
    the base of "2 giờ trước". A clock at 0:00 or 12:00 AM is what systems print for 'time unknown': the date alone.
    """
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.replace("\u00a0", " "))
    read_at = to_vietnam(read_at)
    seen = False
    for match in grammar.DATE.finditer(text):
        stated = _stated(match)
        if stated is None:
            seen = True
            continue
        if not _believable(text, stated):
            continue
        day = _resolve(stated, read_at)
        if day is None:
            seen = True
            continue
        if stated.day is None:
            return day, "month"
        return _with_time(text, stated, day)
    if seen:
        return None
    return _relative(text, read_at) or _by_dateparser(text, read_at)


def _stated(match: re.Match[str]) -> Stated | None:
    day_group, month_group, year_group = grammar.FORMS[match.lastgroup or ""]
    month = _month(match[month_group])
    day = int(match[day_group]) if day_group else None
    year = int(match[year_group]) if year_group else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or 2000, month)[1]):
        return None
    if year is not None and year not in _YEARS:
        return None
    return Stated(match.start(), match.end(), year, month, day, match.lastgroup or "")


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    lower = written.lower()
    return grammar.MONTH_WORDS.get(lower) or grammar.ENGLISH_MONTHS[lower[:3]]


def _believable(text: str, stated: Stated) -> bool:
    """True unless it is two bare numbers (29/6, 6/2020) that nothing around them calls a date."""
    if stated.form not in ("um", "my"):
        return True
    before = text[max(0, stated.start - 24) : stated.start]
    if grammar.CUE.search(before):
        return True
    label = grammar.LABEL.match(text)
    rest = text[stated.end :].strip(" \t\n)].,;")
    starts = label is not None and label.end() >= stated.start
    if stated.form == "my":
        return starts and not rest
    time = grammar.TIME.search(text)
    if time is not None:
        if time.end() <= stated.start:
            return grammar.GAP.fullmatch(text, time.end(), stated.start) is not None
        return grammar.GAP.fullmatch(text, stated.end, time.start()) is not None and starts
    return starts and not rest and "/" in text[stated.start : stated.end]


def _resolve(stated: Stated, read_at: datetime) -> date | None:
    if stated.year is not None:
        return date(stated.year, stated.month, stated.day or 1)
    latest = read_at.date() + _AHEAD
    for year in range(latest.year, latest.year - 9, -1):
        if stated.day is not None and stated.day <= monthrange(year, stated.month)[1]:
            day = date(year, stated.month, stated.day)
            if day <= latest:
                return day
    return None


def _with_time(text: str, stated: Stated, day: date) -> Reading:
    if stated.form == "id":
        iso = grammar.ISO_TIME.match(text, stated.end)
        if iso is not None:
            return _iso(iso, day)
        stuck = grammar.STUCK_ZONE.match(text, stated.end)
        if stuck is not None:
            return _moment(day, int(stuck["h"]), int(stuck["n"]), unknown_at_zero=True)
    before: re.Match[str] | None = None
    after: re.Match[str] | None = None
    for match in grammar.TIME.finditer(text):
        if match.end() <= stated.start:
            if grammar.GAP.fullmatch(text, match.end(), stated.start):
                before = match
        elif match.start() >= stated.end:
            if grammar.GAP.fullmatch(text, stated.end, match.start()):
                after = match
            break
    if before is not None and after is not None:
        nearer = stated.start - before.end() < after.start() - stated.end
        time: re.Match[str] | None = before if nearer else after
    else:
        time = before or after
    return (day, "day") if time is None else _clock(text, stated, day, time)


def _clock(text: str, stated: Stated, day: date, time: re.Match[str]) -> Reading:
    hour = int(time["h"] or time["vh"] or time["ph"])
    minute = int(time["n"] or time["vn"] or 0)
    half = (time["half"] or "").lower().replace(".", "")
    if not half:
        part = grammar.PART_BEFORE.search(text[max(0, stated.start - 12) : stated.start])
        half = part[1].lower() if part else ""
    if hour == 12 and minute == 0 and half in ("am", "sa"):
        return day, "day"
    if half in ("am", "sa") and hour == 12:
        hour = 0
    elif (
        (half in ("pm", "ch", "chiều", "tối") and hour < 12)
        or (half == "trưa" and hour < 4)
        or (half == "đêm" and 6 <= hour < 12)
    ):
        hour += 12
    return _moment(day, hour, minute, unknown_at_zero=time["h"] is not None)


def _moment(day: date, hour: int, minute: int, *, unknown_at_zero: bool) -> Reading:
    if hour > 23 or minute > 59 or (unknown_at_zero and hour == minute == 0):
        return day, "day"
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM), "minute"


def _iso(match: re.Match[str], day: date) -> Reading:
    hour, minute, zone = int(match["h"]), int(match["n"]), match["zone"]
    if zone in (None, "+07", "+0700", "+07:00") or hour > 23 or minute > 59:
        return _moment(day, hour, minute, unknown_at_zero=True)
    digits = zone[1:].replace(":", "")
    ahead = timedelta() if zone in "Zz" else timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)
    return moment + timedelta(hours=7) - (-ahead if zone.startswith("-") else ahead), "minute"


_UNITS: Final = {
    "giây": timedelta(seconds=1), "second": timedelta(seconds=1), "phút": timedelta(minutes=1),
    "minute": timedelta(minutes=1), "min": timedelta(minutes=1), "giờ": timedelta(hours=1), "tiếng": timedelta(hours=1),
    "hour": timedelta(hours=1), "ngày": timedelta(days=1), "hôm": timedelta(days=1), "day": timedelta(days=1),
    "tuần": timedelta(days=7), "week": timedelta(days=7),
}  # fmt: skip


def _relative(text: str, read_at: datetime) -> Reading | None:
    match = grammar.RELATIVE.search(text)
    if match is None:
        return None
    now = read_at.replace(second=0, microsecond=0)
    if match["now"]:
        return now, "minute"
    if match["word"]:
        word = match["word"].lower()
        back = 2 if word.endswith("kia") else 1 if word.endswith(("qua", "yesterday")) else 0
        day = now.date() - timedelta(days=back)
        return _with_time(text, Stated(match.start(), match.end(), day.year, day.month, day.day, "word"), day)
    written = (match["count"] or match["count2"]).lower()
    count = int(written) if written.isdigit() else grammar.MONTH_WORDS.get(written, 1)
    unit = (match["unit"] or match["unit2"]).lower().removesuffix("s")
    if unit in ("tháng", "month"):
        months = now.year * 12 + now.month - 1 - count
        return date(months // 12, months % 12 + 1, 1), "month"
    step = _UNITS[unit]
    then = now - count * step
    return (then, "minute") if step < timedelta(days=1) else (then.date(), "day")


_FOR_DATEPARSER: Final = re.compile(
    r"(?=.*\d{4})(?=.*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", re.IGNORECASE
)


def _by_dateparser(text: str, read_at: datetime) -> Reading | None:
    """What dateparser reads in a short text that names an English month and a year; nothing relative or partial."""
    if len(text) > 80 or not _FOR_DATEPARSER.match(text):
        return None
    import dateparser  # slow to import, and hardly ever needed

    moment = dateparser.parse(
        text,
        languages=["vi", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "TIMEZONE": "+0700",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RELATIVE_BASE": read_at.replace(tzinfo=None),
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
        },
    )
    if moment is None:
        return None
    return _moment(moment.date(), moment.hour, moment.minute, unknown_at_zero=True)
