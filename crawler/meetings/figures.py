"""Figures that a report states: value, unit, what it measures, rise or fall and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.text import Text
from crawler.meetings.units import UNIT

_NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{1,15},\d{1,6}|\d{1,15}\.\d{1,2}(?!\d)|\d{1,15})(?!\d)"
_FIGURE = re.compile(
    rf"(?<![\w/.,%+-])(?P<number>{_NUMBER})(?:\s?/\s?(?P<whole>{_NUMBER}))?(?:\s*-\s*(?P<upper>{_NUMBER}))?"
    rf"(?P<unit>\s?%|\s?(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|trăm)(?: (?:tỷ|tỉ|triệu|lượt))?(?:\s{UNIT})?|\s?{UNIT})(?![\w])"
)
_NOT_A_FIGURE = re.compile(
    r"(?:(?<!\w)(?:ngày|tháng|năm|thứ|lần|(?<!dân )(?<!tổng )(?<!quân )(?<!con )(?<!chỉ )(?<!nhân )số|khóa|quý|điều"
    r"|khoản|mục|chương|phần|trang|kỳ họp|hội nghị|phiên|quốc lộ|tổ|khu phố|thôn|ấp|đường|cấp|mức độ|hạng|loại|bảng"
    r"|đợt|mùng|phụ lục|tuyến|kênh|giai đoạn|điện thoại|tầng|phường|quận|chuyên đề|vùng|nhóm|fax|đt|tel|trung ương)"
    r"(?: số)?:? ?|(?<=\d)[-/.]|[a-z]-?)$"
)
_MONTH_NUMBER = re.compile(r"\s?\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CHANGE = re.compile(
    rf"(?<!\w)(?P<change>(?:tăng|giảm|vượt|cao hơn|thấp hơn|gấp)(?: (?:thêm|khoảng|gần|hơn|trên|tới|đến|bình quân"
    rf"|trưởng|nhẹ|mạnh))*\s(?:{_NUMBER})(?:\s?%|\slần|\s?(?:nghìn|triệu|tỷ|tỉ)?(?:\s?{UNIT})?))"
)
_COMPARED = re.compile(
    r"[^.;\n]{0,40}?(?<!\w)(?:so với(?: với)?|so)\s(?P<base>(?:(?! (?:và|đạt|trong đó|tăng|giảm"
    r"|bằng)(?!\w))[^,;.()\n]){2,60})"
)
_WHAT_STOP = re.compile(r"[,;.:()\n\"]|(?<!\w)(?:và|với|trong đó|gồm|có|còn|là)(?!\w)")
_APPROXIMATE = re.compile(
    r"(?:\s|^)(?:ước|đạt|ước đạt|là|bằng|chiếm|hơn|gần|khoảng|trên|dưới|tới|đến|còn|có|được|lên|tăng|giảm|gồm|với"
    r"|thêm|xấp xỉ|tối thiểu|ít nhất|từ|vượt|đã|cho|thu|hút|chỉ|cả|tổng|số|xuống|trưởng|thực hiện|trung bình"
    r"|bình quân|đó|trong|sau|trước|qua|suốt|mới|nay|nhất|đã có|thông qua|đạt hơn|với hơn)$"
)


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
    sentence_start, sentence_end = text.sentence_at(start)
    unit_start = match.start("unit") + (len(match["unit"]) - len(match["unit"].lstrip()))
    after = text.low[end : min(sentence_end, end + 120)]
    before = text.low[max(sentence_start, start - 30) : start]
    change: tuple[int, int] | None = None
    own = re.search(
        r"(?<!\w)(?:tăng|giảm|vượt|cao hơn|thấp hơn|gấp)(?: (?:thêm|khoảng|gần|hơn|trên|tới|đến|bình quân|trưởng|nhẹ"
        r"|mạnh))* $",
        before,
    )
    if own:
        change = (start - len(before) + own.start(), end)
        at = end
    elif later := re.match(rf"[^.;\n\d]{{0,30}}?{_CHANGE.pattern}", after):
        change = (end + later.start("change"), end + later.end("change"))
        at = change[1]
    else:
        at = end
    base = _COMPARED.match(text.low, at, sentence_end)
    if base and re.search(r"\d", text.low[at : base.start("base")]):
        base = None
    return Stated(
        (start, end),
        number_value(match["number"]),
        (unit_start, end),
        _what(text, sentence_start, start),
        change,
        base.span("base") if base else None,
    )


def _what(text: Text, sentence_start: int, start: int) -> tuple[int, int] | None:
    """The words before the number that name what is counted, without the verb that joins them."""
    low = max(sentence_start, start - 110)
    stops = list(_WHAT_STOP.finditer(text.low, low, start))
    first = stops[-1].end() if stops else low
    last = start
    while joined := _APPROXIMATE.search(text.low[first:last].rstrip()):
        last = first + joined.start()
    while last > first and text.low[last - 1] == " ":
        last -= 1
    while first < last and text.low[first] == " ":
        first += 1
    if low > sentence_start and not stops and first == low:
        return None
    return (first, last) if last - first > 2 else None


def number_value(printed: str) -> float:
    """'7.881,1' is 7881.1, '2,5' is 2.5, '6.190' is 6190, '4.5' is 4.5."""
    if "," in printed:
        return float(printed.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", printed):
        return float(printed.replace(".", ""))
    return float(printed)
