"""Figures that a report states: value, unit, what it measures, rise or fall and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.text import Text
from crawler.meetings.units import UNIT
from crawler.vietnamese import parse_number

_NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{1,15},\d{1,6}|\d{1,15}\.\d{1,2}(?!\d)|\d{1,15})(?!\d)"
_SCALE = r"(?:nghìn|ngàn|vạn|triệu|(?:tỷ|tỉ)(?! (?:lệ|trọng|suất|giá|số))|trăm)(?: (?:tỷ|tỉ|triệu|lượt))?"
_UNIT = rf"(?:\s?%|\s?{_SCALE}(?:\s{UNIT})?|\s?{UNIT})"
_FIGURE = re.compile(
    rf"(?<![\w/.,%+-])(?P<number>{_NUMBER})(?:\s?/\s?(?P<whole>{_NUMBER}))?(?:\s*-\s*(?P<upper>{_NUMBER}))?"
    rf"(?P<unit>{_UNIT})(?![\w])"
)
_NOT_A_FIGURE = re.compile(
    r"(?:(?<!\w)(?:ngày|tháng|năm|thứ|lần|(?<!dân )(?<!tổng )(?<!quân )(?<!con )(?<!chỉ )(?<!nhân )số|khóa|quý|điều"
    r"|khoản|mục|chương|phần|trang|kỳ họp|hội nghị|phiên|quốc lộ|tổ|khu phố|thôn|ấp|đường|cấp|mức độ|hạng|loại|bảng"
    r"|đợt|mùng|phụ lục|tuyến|kênh|giai đoạn|điện thoại|tầng|phường|quận|chuyên đề|vùng|nhóm|fax|đt|tel|trung ương)"
    r"(?: số)?:? ?|(?<=\d)[-/.]|[a-z]-?)$"
)
_MONTH_NUMBER = re.compile(r"\s?\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOVE = (
    r"(?<!\w)(?:tăng|giảm|vượt|cao hơn|thấp hơn|gấp)"
    r"(?: (?:thêm|khoảng|gần|hơn|trên|tới|đến|bình quân|trưởng|nhẹ|mạnh))*"
)
_OWN_MOVE = re.compile(rf"{_MOVE} $")
_MOVE_AFTER = re.compile(rf"[^.;\n\d]{{0,30}}?(?P<change>{_MOVE}\s{_NUMBER}(?P<unit>{_UNIT}))(?!\w)")
_COMPARED = re.compile(
    r"[^.;\n]{0,40}?(?<!\w)(?:so với(?: với)?|so)\s(?P<base>(?:(?! (?:và|đạt|trong đó|tăng|giảm"
    r"|bằng)(?!\w))[^,;.()\n]){2,60})"
)
_SUBJECT_STOP = re.compile(
    rf"[,;.:()\n\"]|\d(?:[\d.,/]*\d)?{_UNIT}(?!\w)(?: và)?|(?<!\w)(?:với|trong đó|gồm|còn|là|có)(?!\w)"
)
_JOINING = re.compile(
    r"(?:\s|^)(?:ước|đạt|là|bằng|chiếm|hơn|gần|khoảng|trên|dưới|tới|đến|còn|có|được|lên|tăng|giảm|gồm|với|thêm"
    r"|xấp xỉ|tối thiểu|ít nhất|từ|vượt|đã|chỉ|cả|xuống|bình quân|đó|trong|sau|trước|(?<!thông )qua|suốt|mới|nay)$"
)
"""Words between a subject and its number."""
_TIME = frozenset({"tháng", "năm", "ngày", "giờ", "phút", "tuần", "lần"})
"""Units of time: the words before them are rarely what is measured."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a figure, its subject, its change and the base of comparison stand."""

    span: tuple[int, int]
    value: float
    unit: tuple[int, int]
    what: tuple[int, int] | None
    change: tuple[int, int] | None
    compared_with: tuple[int, int] | None


def find_figures(text: Text) -> list[Stated]:
    """Every number with a unit, in order; dates, ordinals, addresses and document numbers are not figures."""
    return [_read(text, match) for match in _FIGURE.finditer(text.low) if _counts(text, match)]


def _counts(text: Text, match: re.Match[str]) -> bool:
    if _NOT_A_FIGURE.search(text.low[max(0, match.start() - 18) : match.start()]):
        return False
    if match["unit"].strip() == "tháng" and _MONTH_NUMBER.match(text.low, match.end()):
        return False
    return not (match["upper"] and _YEAR.fullmatch(match["number"]) and _YEAR.fullmatch(match["upper"]))


def _read(text: Text, match: re.Match[str]) -> Stated:
    start, end = match.span()
    first, last = text.sentence_at(start, 400)
    unit = match["unit"].strip()
    change = _change(text, match, unit, first, last)
    at = change[1] if change else end
    base = _COMPARED.match(text.low, at, last)
    if base and re.search(r"\d", text.low[at : base.start("base")]):
        base = None
    return Stated(
        (start, end),
        float(parse_number(match["number"]) or 0),
        (end - len(match["unit"].lstrip()), end),
        None if unit in _TIME else _subject(text, max(first, start - 110), start),
        change,
        base.span("base") if base else None,
    )


def _change(text: Text, match: re.Match[str], unit: str, first: int, last: int) -> tuple[int, int] | None:
    """The rise or fall that the figure is, or that is stated behind it in per cent or in its own unit."""
    start, end = match.span()
    before = text.low[max(first, start - 30) : start]
    if own := _OWN_MOVE.search(before):
        return start - len(before) + own.start(), end
    later = _MOVE_AFTER.match(text.low, end, last)
    if later is None:
        return None
    moved = later["unit"].strip()
    fits = moved.split()[-1] == unit.split()[-1] or (moved in {"%", "lần"} and unit != "%")
    return later.span("change") if fits else None


def _subject(text: Text, low: int, start: int) -> tuple[int, int] | None:
    """The words before the number that name what is counted, without those that join the two."""
    stops = list(_SUBJECT_STOP.finditer(text.low, low, start))
    if not stops and low != text.sentence_at(start)[0]:
        return None
    first = stops[-1].end() if stops else low
    last = start
    while joined := _JOINING.search(text.low[first:last].rstrip()):
        last = first + joined.start()
    while last > first and text.low[last - 1] == " ":
        last -= 1
    while first < last and text.low[first] == " ":
        first += 1
    return (first, last) if last - first > 2 else None
