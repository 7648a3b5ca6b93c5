"""Figures that a report states: value, unit, what it measures, rise or fall and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crawler.meetings.objects import counted_object, measured_object
from crawler.meetings.text import Text
from crawler.meetings.units import COUNTED, UNIT
from crawler.vietnamese import parse_number

_NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{1,15},\d{1,6}|\d{1,15}\.\d{1,2}(?!\d)|\d{1,15})(?!\d)"
_REST = r"(?:\d{0,2}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{0,14},\d{1,6}|\d{0,14}\.\d{1,2}(?!\d)|\d{0,14})(?!\d)"
"""A number behind its first digit, so that the search begins at digits alone."""
_SCALE = r"(?:nghìn|ngàn|vạn|triệu|(?:tỷ|tỉ)(?! (?:lệ|trọng|suất|giá|số))|trăm)(?: (?:tỷ|tỉ|triệu|lượt))?"
_DIGIT = re.compile(r"\d")
_SCALED = re.compile(rf"{_SCALE}\s")
_UNIT = rf"(?:\s?%|\s?{_SCALE}(?:\s{UNIT})?|\s?{UNIT})"
_FIGURE = re.compile(
    rf"(?P<number>\d(?<![\w/.,%+-]\d){_REST})(?:\s?/\s?(?P<whole>{_NUMBER}))?(?:\s*(?:-|đến"
    rf"|tới)\s*(?P<upper>{_NUMBER}))?"
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
_CARRIED = re.compile(
    r"[^.;\n\d]{0,40}\(|(?:(?: [^,.;\n]{0,60})?[, ]+)?(?:và )?(?:bằng|chiếm|đạt|tương đương|tăng|giảm"
    r"|vượt|cao hơn|thấp hơn|trong đó|tỷ lệ|ước"
    r"|hoàn thành)(?: [^,.;\n\d]{0,25})? "
)
"""'…, bằng 63% dự toán': the next figure is of the same as the last."""
_HEDGE = re.compile(
    r"(?<!cao )(?<!thấp )(?<!nhiều )(?<!lớn )(?<!ít )(?<!\w)(?P<hedge>hơn|trên|gần|khoảng|xấp xỉ|ước"
    r"|dưới|ít nhất|tối thiểu"
    r"|không quá|chừng|ngót)(?: đạt)? $"
)
_COPULA = re.compile(r"(?<!\w)(?:là|đạt|còn|ước|lên|xuống)(?: \w+){0,2} $")
"""'số hộ nghèo là hơn 19,7 nghìn hộ': the subject says more than the unit."""
_GROWTH = re.compile(r"(?<!\w)(?P<what>(?:mức )?tăng trưởng)(?: \w+){0,2} $")
_WORKED = re.compile(r" làm việc(?!\w)")
_COUNTED = re.compile(rf"(?:{COUNTED})(?!\w)")
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
    whole: tuple[float, tuple[int, int]] | None = None
    upper: tuple[float, tuple[int, int]] | None = None
    hedge: tuple[int, int] | None = None


def find_figures(text: Text) -> list[Stated]:
    """Numbers with a unit and something that they are of, in order; dates, ordinals and addresses are not figures."""
    found: list[Stated] = []
    for match in _FIGURE.finditer(text.low):
        if not _counts(text, match):
            continue
        figure = _read(text, match)
        if figure.what is None and found and _CARRIED.fullmatch(text.low, found[-1].span[1], figure.span[0]):
            figure = replace(figure, what=found[-1].what)
        if figure.what:
            found.append(figure)
    return found


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
    if base and _DIGIT.search(text.low, at, base.start("base")):
        base = None
    return Stated(
        (start, end),
        float(parse_number(match["number"]) or 0),
        (end - len(match["unit"].lstrip()), end),
        _object(text, match, unit, first, last),
        change,
        base.span("base") if base else None,
        _part(match, "whole"),
        _part(match, "upper"),
        _hedge(text, first, start),
    )


def _part(match: re.Match[str], group: str) -> tuple[float, tuple[int, int]] | None:
    """The denominator or the upper end of a range, with where it stands."""
    return (float(parse_number(match[group]) or 0), match.span(group)) if match[group] else None


def _hedge(text: Text, first: int, start: int) -> tuple[int, int] | None:
    """'hơn', 'gần', 'khoảng' right before the number."""
    begin = max(first, start - 16)
    match = _HEDGE.search(text.low[begin:start])
    return (begin + match.start("hedge"), begin + match.end("hedge")) if match else None


def _object(text: Text, match: re.Match[str], unit: str, first: int, last: int) -> tuple[int, int] | None:
    """What the figure is of: the counted noun with its modifiers, else the subject before the number."""
    if unit in _TIME:
        worked = _WORKED.match(text.low, match.end())
        return (match.end() - len(unit), worked.end()) if worked else None
    begin = match.end() - len(match["unit"].lstrip())
    scale = _SCALED.match(text.low[begin : match.end()])
    noun = begin + (scale.end() if scale else 0)
    if _COUNTED.match(text.low, noun, last):
        counted = counted_object(text, noun, match.end(), last)
        if (
            counted
            and counted[1] <= match.end()
            and _COPULA.search(text.low, max(first, match.start() - 20), match.start())
        ):
            return measured_object(text, first, match.start(), match.end(), last) or counted
        return counted
    if measured := measured_object(text, first, match.start(), match.end(), last):
        return measured
    growth = _GROWTH.search(text.low, max(first, match.start() - 30), match.start())
    return growth.span("what") if growth else None


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
