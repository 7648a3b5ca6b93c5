"""The day a meeting was held on: 'Sáng 29/6', 'Chiều nay (4-12)', 'Trong 2 ngày 29 và 30/6', 'từ ngày 8 đến 10/7'.

A day without a year takes the year that puts it nearest before the day of publication; a day that would then
lie more than half a year back is left alone, since nothing on the page says which year is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.meetings.scan import matches
from crawler.meetings.text import Text
from crawler.model.items import PartOfDay

FARTHEST_BACK = timedelta(days=183)
"""How long before its publication a meeting without a stated year can have been."""
AHEAD = timedelta(days=1)
"""How far a day may lie after the day of publication: portals stamp articles late at night."""
FARTHEST_AHEAD = timedelta(days=35)
"""How long before a meeting it is announced; a day farther on is a misprint or last year's."""

_PART = r"(?:rạng sáng|sáng sớm|sáng|trưa|chiều|tối|đêm)"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_LIST = (
    rf"(?P<list>(?:\s*[-/.]\s*(?P<month1>{_MONTH}))?(?:\s*(?:,|và|đến|đến hết"
    rf"|-)\s*(?:ngày )?{_DAY}(?:\s*[-/.]\s*{_MONTH}(?=\s*[,v]))?){{1,9}})"
)
_WHEN = re.compile(
    rf"(?<![\w/.,])(?<!\d-)(?<!-\d)(?:(?P<part>{_PART})(?: (?:nay|qua"
    rf"|mai))?(?:[ ,(]+{_WEEKDAY})?[ ,(]*)?(?:(?P<today>hôm nay"
    rf"|hôm qua)[ ,(]*)?(?:{_WEEKDAY}[ ,(]+)?"
    rf"(?P<days>(?:trong )?(?:\d|hai|ba|bốn|năm"
    rf"|các) ngày[ ,(]*(?:làm việc[ ,(]*)?)?(?:từ )?(?P<word>(?:từ )?(?:các )?ngày(?: mùng)? )?(?:từ (?:ngày )?)?"
    rf"(?P<day>{_DAY})"
    rf"(?:{_LIST})?(?:\s*[-/.]\s*(?P<month>{_MONTH})(?:\s*[-/.]\s*(?P<year>(?:19|20)\d\d))?"
    rf"|\s*tháng\s*(?P<month_word>{_MONTH})(?:\s*(?:năm|,|/)\s*(?P<year_word>(?:19|20)\d\d))?)(?![\w%/-]|[.,]\d)"
)
_SIGN = re.compile(r"\d(?<!\d\d)|nay(?!\w)|qua(?!\w)")
"""What no stated day is without."""
_FIRST_WORDS = (
    "rạng sáng", "sáng", "trưa", "chiều", "tối", "đêm", "hôm nay", "hôm qua", "trong ", "các ngày", "từ ", "ngày ",
)  # fmt: skip
_TODAY = re.compile(rf"(?<!\w)(?:(?P<part>{_PART}) (?P<day>nay|qua)|(?P<whole>hôm nay|hôm qua))(?!\w)")
_OTHER_DAY = re.compile(
    r"(?:đến(?: hết)?|trước|sau|kể từ|tính từ|hết|vào ngày|từ|hạn|đã ký|ký|số [\w/-]+|[\w/]+-[\w-]+|\d/[\w-]+|năm"
    r"|quốc khánh|kỷ niệm|ban hành|tính)[ ,(]*$"
)
_PART_OF_DAY: dict[str, PartOfDay] = {
    "rạng sáng": "sáng",
    "sáng sớm": "sáng",
    "sáng": "sáng",
    "trưa": "trưa",
    "chiều": "chiều",
    "tối": "tối",
    "đêm": "đêm",
}


@dataclass(frozen=True, slots=True)
class When:
    """A day with the words that state it."""

    day: date | None
    start: int
    end: int
    part: PartOfDay | None
    part_span: tuple[int, int] | None
    last: date | None = None
    """The last day of several."""


def find_whens(text: Text, start: int, end: int, published: date | None = None, *, ahead: bool = False) -> list[When]:
    """Days between `start` and `end` that a meeting could have been held on, in order; to come where `ahead`."""
    found: list[When] = []
    if not _SIGN.search(text.low, start, end):
        return found
    for match in matches(_WHEN, text.low, _FIRST_WORDS, start, end):
        if not (match["part"] or match["word"] or match["days"] or match["today"]):
            continue
        if _OTHER_DAY.search(text.low[max(0, match.start() - 40) : match.start()]):
            continue
        day = _resolve(match, published, ahead)
        found.append(When(day, match.start(), match.end(), *_part(match), _last(text, match, day)))
    head = _WHEN.match(text.low, start, end) if not found else None
    if head and head["month"] and text.low.startswith(", ", head.end()):
        found.append(When(_resolve(head, published, ahead), *head.span(), None, None))  # '19-10, tại trụ sở …'
    for match in matches(_TODAY, text.low, (*_PART_OF_DAY, "hôm "), start, end):
        if any(when.start <= match.start() < when.end for when in found):
            continue
        back = timedelta(days="qua" in match[0])
        day = published - back if published and published - date.min >= back else None
        found.append(When(day, match.start(), match.end(), *_part(match)))
    return sorted(found, key=lambda when: when.start)


def is_ahead(text: Text, start: int, end: int, published: date) -> bool:
    """Whether the first day stated between `start` and `end` is still to come when the article appears."""
    if not any(text.low.find(word, start, end) >= 0 for word in _FIRST_WORDS):
        return False
    for match in _WHEN.finditer(text.low, start, end):
        if not (match["part"] or match["word"] or match["days"]) or _OTHER_DAY.search(
            text.low[max(0, match.start() - 40) : match.start()]
        ):
            continue
        month = int(match["month1"] or match["month"] or match["month_word"])
        year = match["year"] or match["year_word"]
        years = [int(year)] if year else [published.year, published.year + 1]
        days = [day for day in (_date(year, month, int(match["day"])) for year in years) if day]
        return any(AHEAD < day - published <= FARTHEST_AHEAD for day in days)
    return False


def _part(match: re.Match[str]) -> tuple[PartOfDay | None, tuple[int, int] | None]:
    part = match["part"]
    return (_PART_OF_DAY[part], match.span("part")) if part else (None, None)


_LAST = re.compile(r"(?P<day>\d{1,2})(?:\s*[-/.]\s*(?P<month>\d{1,2}))?\s*$")


_UNTIL = re.compile(r"\s*(?:đến|-)\s*(?:hết )?(?:ngày )?(?P<day>\d{1,2})\s*[-/.]\s*(?P<month>\d{1,2})(?!\d)")


def _last(text: Text, match: re.Match[str], day: date | None) -> date | None:
    """The last of the days that a list or a range names, in the year of the first or the next."""
    last = _LAST.search(match["list"] or "") or _UNTIL.match(text.low, match.end())
    if day is None or last is None:
        return None
    month = int(last["month"] or match["month"] or match["month_word"])
    until = _date(day.year + (month < day.month), month, int(last["day"]))
    return until if until and day < until <= day + FARTHEST_AHEAD else None


def _resolve(match: re.Match[str], published: date | None, ahead: bool = False) -> date | None:
    month = int(match["month1"] or match["month"] or match["month_word"])
    year = match["year"] or match["year_word"]
    day = int(match["day"])
    if year:
        last_month = int(match["month"] or match["month_word"])
        return _date(int(year) - (1 if month > last_month else 0), month, day)
    if published is None:
        return None
    if ahead:
        coming = (_date(published.year, month, day), _date(published.year + 1, month, day))
        return next((day for day in coming if day and timedelta(0) <= day - published <= FARTHEST_BACK), None)
    for candidate in (_date(published.year, month, day), _date(published.year - 1, month, day)):
        if candidate and -FARTHEST_BACK <= candidate - published <= AHEAD:
            return candidate
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
