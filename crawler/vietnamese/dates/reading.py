"""`parse_date`: the date that a field of a page states."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

from crawler.base.clock import VIETNAM, to_vietnam
from crawler.vietnamese.dates import grammar
from crawler.vietnamese.dates.stating import (
    YEARS,
    Reading,
    Stated,
    days_in,
    has_cue,
    resolve,
    stated_dates,
    time_beside,
)

_LONGEST: Final = 2000


def parse_date(text: str, read_at: datetime) -> Reading | None:
    """The date or moment that `text` (a field of a page, not an article) states, with its precision.

    `(datetime at +07:00, "minute")`, `(date, "day")`, or `(date of the 1st, "month")`; None where there is none or
    where it is impossible. `read_at` gives the year of "29/6" (the latest that is not more than two days ahead) and
    the base of "2 giờ trước". A clock at 0:00 or 12:00 AM is what systems print for 'time unknown': the date alone.
    """
    text = text[:_LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.replace("\u00a0", " "))
    return _plain(text) or _relative_alone(text, read_at) or _by_grammar(text, read_at)


def _plain(text: str) -> Reading | None:
    """The commonest forms, a day with or without a 24-hour clock, in one match; None for all others."""
    match = grammar.PLAIN.fullmatch(text)
    if match is None:
        return None
    before, before_minute, day, _, month, word_month, year, after, after_minute = match.groups()
    if before and after:
        return None
    d, m, y = int(day), int(month or word_month), int(year)
    hour, minute = int(before or after or 0), int(before_minute or after_minute or 0)
    if not (1 <= m <= 12 and y in YEARS and 1 <= d <= days_in(m, y) and hour <= 23 and minute <= 59):
        return None
    if hour or minute:
        return datetime(y, m, d, hour, minute, tzinfo=VIETNAM), "minute"
    return None if before or after else (date(y, m, d), "day")


def _relative_alone(text: str, read_at: datetime) -> Reading | None:
    """'2 giờ trước' or 'hôm qua, 08:30' and nothing else; None for all others."""
    match = grammar.RELATIVE.fullmatch(text)
    if match is not None:
        return _relative(text, to_vietnam(read_at))
    match = grammar.NAMED_DAY.fullmatch(text)
    if match is None or int(match["h"]) > 23 or int(match["n"]) > 59 or not int(match["h"]):
        return None
    day = to_vietnam(read_at).date() - timedelta(days=_days_back(match["word"]))
    return datetime(day.year, day.month, day.day, int(match["h"]), int(match["n"]), tzinfo=VIETNAM), "minute"


def _by_grammar(text: str, read_at: datetime) -> Reading | None:
    compact = grammar.COMPACT.fullmatch(text)
    if compact is not None:
        return _compact(compact)
    impossible = False
    for stated in stated_dates(text):
        if stated is None:
            impossible = True
        elif not stated.bare or _is_a_date_here(text, stated):
            return _read(text, stated, read_at)
    if impossible:
        return None
    read_at = to_vietnam(read_at)
    week_day = grammar.WEEK_DAY.search(text)
    if week_day is not None:
        return _week_day(text, week_day, read_at)
    return _relative(text, read_at) or _by_dateparser(text, read_at)


def _compact(match: re.Match[str]) -> Reading | None:
    """20200629 or 20200629101500, as feeds and meta elements have it, alone in the field."""
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, tzinfo=VIETNAM)
    except ValueError:
        return None
    return (moment, "minute") if hour or minute else (moment.date(), "day")


def _read(text: str, stated: Stated, read_at: datetime) -> Reading | None:
    day = resolve(stated, read_at)
    if day is None:
        return None
    if stated.day is None:
        return day, "month"
    time = time_beside(text, stated)
    return (day, "day") if time is None else time.on(day)


def _is_a_date_here(text: str, stated: Stated) -> bool:
    """True where two bare numbers are called a date, stand beside a time, or are all that the field has."""
    if has_cue(text, stated):
        return True
    label = grammar.LABEL.match(text)
    starts = label is not None and label.end() >= stated.start
    rest = text[stated.end :].strip(" \t\n)].,;")
    if stated.form == "my":
        return starts and not rest
    time = time_beside(text, stated)
    if time is not None:
        return time.end <= stated.start or starts
    return starts and not rest and "/" in text[stated.start : stated.end]


_UNITS: Final = {
    "giây": timedelta(seconds=1), "second": timedelta(seconds=1), "phút": timedelta(minutes=1),
    "minute": timedelta(minutes=1), "min": timedelta(minutes=1), "giờ": timedelta(hours=1), "tiếng": timedelta(hours=1),
    "hour": timedelta(hours=1), "ngày": timedelta(days=1), "hôm": timedelta(days=1), "day": timedelta(days=1),
    "tuần": timedelta(days=7), "week": timedelta(days=7),
}  # fmt: skip


_SHORT_UNITS: Final = {
    "h": timedelta(hours=1), "g": timedelta(hours=1), "p": timedelta(minutes=1), "ph": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}  # fmt: skip


def _relative(text: str, read_at: datetime) -> Reading | None:
    match = grammar.RELATIVE.search(text)
    if match is None:
        return None
    now = read_at.replace(second=0, microsecond=0)
    if match["now"]:
        return now, "minute"
    if match["word"]:
        return _named_day(text, match, now)
    if match["short"]:
        return now - int(match["short_count"]) * _SHORT_UNITS[match["short"].lower()], "minute"
    written = (match["count"] or match["count2"]).lower()
    count = int(written) if written.isdigit() else grammar.MONTH_WORDS.get(written, 1)
    unit = (match["unit"] or match["unit2"]).lower().removesuffix("s")
    if unit in ("tháng", "month"):
        months = now.year * 12 + now.month - 1 - count
        return (date(months // 12, months % 12 + 1, 1), "month") if months >= 12 else None
    step = _UNITS[unit]
    then = now - count * step
    then -= timedelta(hours=int(match["hours"] or 0))
    return (then, "minute") if step < timedelta(days=1) else (then.date(), "day")


def _week_day(text: str, match: re.Match[str], now: datetime) -> Reading:
    """The day of the week named, in the week (Monday to Sunday) before that of `now`, in it, or after it."""
    written = (match["day"] or "").lower()
    weekday = 6 if match["sunday"] else (int(written) if written.isdigit() else grammar.MONTH_WORDS[written]) - 2
    week = match["week"].lower()
    weeks = 0 if week in ("này", "nay") else 1 if week in ("sau", "tới") else -1
    day = now.date() - timedelta(days=now.weekday()) + timedelta(days=weekday, weeks=weeks)
    time = time_beside(text, Stated(match.start(), match.end(), day.year, day.month, day.day, "word"))
    return (day, "day") if time is None else time.on(day)


def _named_day(text: str, match: re.Match[str], now: datetime) -> Reading:
    day = now.date() - timedelta(days=_days_back(match["word"]))
    time = time_beside(text, Stated(match.start(), match.end(), day.year, day.month, day.day, "word"))
    return (day, "day") if time is None else time.on(day)


def _days_back(word: str) -> int:
    lower = word.lower()
    return 2 if lower.endswith("kia") else 1 if lower.endswith(("qua", "yesterday")) else 0


_FOR_DATEPARSER: Final = re.compile(
    r"(?=.*\d{4})(?=.*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", re.IGNORECASE
)
_DATEPARSER_MAX: Final = 80


def _by_dateparser(text: str, read_at: datetime) -> Reading | None:
    """What dateparser reads in a short text that names an English month and a year; nothing relative or partial."""
    if len(text) > _DATEPARSER_MAX or not _FOR_DATEPARSER.match(text):
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
    moment = moment.astimezone(VIETNAM)
    if moment.hour == moment.minute == 0:
        return moment.date(), "day"
    return moment.replace(second=0, microsecond=0), "minute"
