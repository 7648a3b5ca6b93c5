"""Numbered documents that a report cites: symbol, kind, issuer, date and title.

Symbols follow Decree 30/2020/NĐ-CP ('123/QĐ-UBND'), the Law on Promulgation of Legal Documents
('12/2025/NQ-HĐND', '72/2025/QH15') and the party's Guidance 36-HD/VPTW ('45-CT/TW'): a number and at least two parts,
the type and the issuer. 'Nghị quyết 57' alone is no symbol.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.text import Text
from crawler.meetings.vocabulary import LOWER, UPPER

_PART = rf"(?:[{UPPER}][{UPPER}{LOWER}&]{{0,9}}\d{{0,2}})"
_SYMBOL = re.compile(
    rf"(?P<number>\d(?<![\w/.-]\d)\d{{0,5}}[A-Za-z]?)\s?(?:"
    rf"/\s?(?P<year>(?:19|20)\d\d)\s?[/-]\s?(?P<legal>(?:QH|UBTVQH)\d{{1,2}}|{_PART}(?:\s?[-/]\s?{_PART}){{1,4}})"
    rf"|[-/]\s?(?P<short>{_PART}(?:\s?[-/]\s?{_PART}){{1,4}}))(?![\w])"
)
_KINDS = (
    "nghị quyết liên tịch|nghị quyết|chỉ thị|kết luận|quyết định|quy định|hướng dẫn liên tịch|hướng dẫn"
    "|kế hoạch liên tịch|kế hoạch|thông báo kết luận|thông báo"
    "|thông tri|thông tư liên tịch|thông tư|nghị định|luật|bộ luật|pháp lệnh|công văn|công điện|tờ trình|báo cáo"
    "|chương trình hành động|chương trình phối hợp|chương trình|đề án|quy chế phối hợp|quy chế|văn bản|lệnh|thông cáo"
    "|giấy mời|biên bản|phương án|hiến pháp|điều lệ|sắc lệnh|dự án|công hàm|giấy phép|cv|nq|ct|qđ"
)
_KIND = re.compile(rf"(?<!\w)(?P<kind>(?i:{_KINDS}))(?:\s+(?:mới|chuyên đề))?(?:\s*:)?(?:\s+số)?\s*:?\s*$")
_AND_NUMBER = re.compile(r"^(?:\s*[,;]|\s*(?:,\s*)?(?:và|hoặc))\s*(?:số\s*)?$")
_DATE = re.compile(
    r"[\s,(]*(?:ký |ban hành )?ngày\s*(?P<day>\d{1,2})\s*(?:[-/.]|tháng)\s*(?P<month>\d{1,2})\s*(?:[-/.]"
    r"|năm)\s*(?P<year>(?:19|20)\d\d)(?!\d)\)?"
    r"|[\s,(]*năm\s*(?P<only>(?:19|20)\d\d)(?!\d)\)?"
)
_ISSUER = re.compile(
    r"[\s,]*của\s+(?P<issuer>(?:(?! (?:về|quy định|thông qua|phê duyệt|ban hành|tới|đến|một cách|đối với|tại|trong"
    r"|nhằm|để|đã|ngày|được|trên|sửa đổi|hướng dẫn|triển khai|đề ra|theo|cho|cùng|là|gắn|lần|khóa|có|đồng thời)(?!\w)"
    r"| (?:và|số) (?:nghị|quyết|chỉ|kết|kế|công|thông|luật|số|\d))[^,;.:()\"\n–]){2,80})"
)
_TITLE = re.compile(
    r"[\s,]*[-:]?\s*(?:(?P<quoted>(?:về\s+)?(?:việc\s+)?\"[^\"\n]{3,250}\")|(?P<plain>(?:về|quy định|phê duyệt"
    r"|ban hành|sửa đổi|thông qua)\s(?:(?! (?:và|,) (?:nghị quyết|quyết định|chỉ thị|kết luận|kế hoạch|thông tư"
    r"|nghị định) (?:số )?\d)[^;.()\n\"]){3,220}(?:\"[^\"\n]{1,150}\")?))"
)
_TEMPLATE = re.compile(r"mẫu(?: số)?\s*$")


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a document's symbol, kind, date, issuer and title stand."""

    symbol: tuple[int, int]
    number: str
    kind: tuple[int, int] | None
    issued: str | None
    issued_span: tuple[int, int] | None
    issuer: tuple[int, int] | None
    title: tuple[int, int] | None


def find_documents(text: Text) -> list[Cited]:
    """Documents cited, each once, in order of first citation; the fullest citation's particulars are kept."""
    found: dict[str, Cited] = {}
    before: Cited | None = None
    for match in _SYMBOL.finditer(text.flat):
        if _TEMPLATE.search(text.low[max(0, match.start() - 12) : match.start()]):
            continue
        number = re.sub(r"\s", "", match[0])
        cited = _read(text, match, number, before)
        before = cited
        known = found.get(number.upper())
        if known is None:
            found[number.upper()] = cited
        elif not known.issued and not known.issuer and not known.title:
            found[number.upper()] = cited if cited.kind else known
    return list(found.values())


def _read(text: Text, match: re.Match[str], number: str, before: Cited | None) -> Cited:
    start, end = match.span()
    window = max(0, start - 45)
    kind = _KIND.search(text.flat[window:start])
    kind_span = (window + kind.start("kind"), window + kind.end("kind")) if kind else None
    if kind_span is None and before and _AND_NUMBER.match(text.low[before.symbol[1] : start][:20]):
        kind_span = before.kind
    at = end
    issued = _DATE.match(text.low, at)
    issued_at: str | None = None
    if issued:
        issued_at = issued["only"] or _iso(int(issued["year"]), int(issued["month"]), int(issued["day"]))
        at = issued.end()
    issuer = _ISSUER.match(text.low, at)
    if issuer:
        at = issuer.end()
        if not issued and (issued := _DATE.match(text.low, at)):
            issued_at = issued["only"] or _iso(int(issued["year"]), int(issued["month"]), int(issued["day"]))
            at = issued.end()
    title = _TITLE.match(text.low, at)
    title_group = "quoted" if title and title["quoted"] else "plain"
    return Cited(
        (start, end),
        number,
        kind_span,
        issued_at,
        issued.span() if issued and issued_at else None,
        issuer.span("issuer") if issuer else None,
        title.span(title_group) if title else None,
    )


def _iso(year: int, month: int, day: int) -> str | None:
    from datetime import date

    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
