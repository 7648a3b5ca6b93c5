"""Which body met: the one behind 'Hội nghị', 'Kỳ họp', else the organiser; of 'A làm việc với B' A, if A is a body."""

from __future__ import annotations

import re

from crawler.meetings.body_names import read_body_name
from crawler.meetings.events import Event
from crawler.meetings.people import starts_with_person
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT, UPPER

_BARE = re.compile(
    r"ban chấp hành|bch|ban thường vụ|btv|thường trực|đảng ủy|ban chỉ đạo|hđnd|ubnd|ủy ban|hội đồng|chi bộ|đảng bộ"
)
"""Names that say nothing without an owner; the subject of the sentence is then the better answer."""
_COUNT = r"(?:mười(?: (?:một|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?|\w+(?: mươi(?: \w+)?)?)"
_QUALIFIER = re.compile(
    r"(?:[ ,-]*(?:(?:thường kỳ|định kỳ|thường niên|trực tuyến|mở rộng|chuyên đề|bất thường|đột xuất|toàn thể|trù bị"
    r"|đại biểu|tháng \d+(?:/\d+)?"
    rf"|tập thể|\([^)\n]{{2,40}}\)|quý [\w/]+|năm \d{{4}}|\(?mở rộng\)?|cuối năm|giữa năm|thường lệ"
    rf"|(?:lần |phiên )?thứ {_COUNT}|lần \d+|của|với"
    rf"|cùng|toàn quốc|liên tịch|phiên|họp"
    r"|hội nghị|kỳ họp|phiên họp|cuộc họp|trao đổi|nghe|khóa \w+|giữa|nhiệm kỳ \d{4} ?- ?\d{4}|đầu năm|nhanh|kín"
    r"|riêng|báo cáo)(?!\w)[ ,]*))*"
)
"""What may stand between the noun and the body's name: 'phiên họp thường kỳ tháng 6 của UBND tỉnh'."""
_SUBJECT = re.compile(
    r"(?P<name>(?!(?:Tại|Nhằm|Để|Theo|Thực|Với|Trong|Vừa|Sau|Trước|Hôm|Ngày|Nhân|Hướng|Chào|Được|Từ|Đây|Tiếp|Đồng"
    r"|Việc|Dưới)(?!\w))"
    rf"[{UPPER}][^,;.()\n\"]{{4,110}}?)(?:\s\([^)\n]{{2,20}}\))?(?: (?:đã|vừa|phối hợp|long trọng|trang trọng"
    rf"|cũng))*\s*"
)
_DAY = (
    r"(?:ngày |mùng )*\d{1,2}(?:[ ,]*(?:và|-|đến)? ?(?:ngày )?\d{1,2})*(?:\s?[-/.]\s?\d{1,2}(?:\s?[-/.]\s?\d{4})?"
    r"| tháng \d{1,2}(?: năm \d{4})?)?"
)
_TIME = re.compile(
    r"[\s\"(]*(?:\(?[\w ]{2,14}\)?\s+-\s+)?(?:vào )?(?:(?:hồi |lúc )?\d{1,2} ?(?:giờ|h)\d*[ ,]*)?(?:trong (?:\d+|hai"
    r"|ba) ngày )?"
    rf"(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày|hôm nay|hôm qua|từ ngày|trong ngày|trong các ngày)(?: nay"
    rf"| qua)?(?: ?\(?{_DAY}\)?)?[ ,]*"
)
_MEETING = re.compile(rf"(?<!\w){EVENT}(?!\w)")
_IMPERATIVE = re.compile(r"(?:Tập trung|Chuẩn bị|Sẵn sàng|Khẩn trương|Tích cực|Chủ động|Hoàn thành|Ban hành)(?!\w)")
_MET_WITH = re.compile(r" (?:giữa [^.;]{3,40} )?với(?!\w)")
_NEXT = re.compile(r", |\) ")
_DECIDES = re.compile(
    r" (?:(?:đã|cũng|vừa|tiến hành|nhất trí|thống nhất) )*(?:kết luận|xem xét|bầu|thông qua|biểu quyết|miễn nhiệm"
    r"|quyết định|thi hành kỷ luật)(?!\w)"
)
"""What a committee does as a whole, when it sits."""
_CARRIED_BY = re.compile(r"(?<!\w)(?:dưới sự (?:đồng )?chủ trì của|do|được)\s+(?=\w)")
_CARRIES = re.compile(r"[^.;\n]{0,160}?(?:chủ trì|tổ chức|phối hợp|đăng cai|thông qua|biểu quyết)")


def body_of(text: Text, event: Event) -> tuple[int, int] | None:
    """The body that the sentence of `event` names."""
    start, end = text.sentence_at(event.start, 400)
    subject = subject_body(text, start, min(event.verb, event.start))
    tail = body_after(text, event.end, end)
    if (
        event.noun.endswith("làm việc")
        or (subject and _MET_WITH.match(text.low, event.end))
        or (event.noun == "họp" and subject)
        or (tail and subject and _BARE.fullmatch(text.low, *tail))
    ):
        return subject or tail
    return tail or subject


def body_after(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The body named at `start`, past words such as 'thường kỳ của'."""
    qualifier = _QUALIFIER.match(text.low, start, end)
    at = qualifier.end() if qualifier else start
    while at < end and text.low[at] in ' "-':
        at += 1
    return read_body_name(text, at, end)


def subject_body(text: Text, start: int, verb: int) -> tuple[int, int] | None:
    """The body that is the subject of the verb at `verb`, in the sentence that begins at `start`."""
    at = start
    under_somebody = False
    while at < verb:
        time = _TIME.match(text.low, at, verb)
        if time and time.end() > at:
            at = time.end()
        under_somebody = under_somebody or text.low.startswith("dưới sự", at)
        if starts_with_person(text, at, verb) and not under_somebody:
            return None
        if found := read_body_name(text, at, verb):
            return found
        if found := _unknown(text, at, verb):
            return found
        comma = _NEXT.search(text.low, at, verb)
        if comma is None:
            return None
        at = comma.end()
    return None


def _unknown(text: Text, start: int, verb: int) -> tuple[int, int] | None:
    """A capitalised subject right before 'tổ chức' whose first word is no known kind of body."""
    if not text.low.startswith("tổ chức", verb):
        return None
    match = _SUBJECT.fullmatch(text.flat, start, verb)
    if match is None or _MEETING.search(text.low, *match.span("name")) or " " not in match["name"]:
        return None
    return match.span("name") if not _IMPERATIVE.match(match["name"]) else None


def opening_body(text: Text, sentences: int = 2) -> tuple[int, int] | None:
    """The body of whom the report's first sentences say that it organised: 'Sở Y tế tổ chức tổng kết phong trào'."""
    for start, end in text.sentences[:sentences]:
        verb = text.flat.find("tổ chức", start, min(end, start + 400))
        if verb > 0 and (found := subject_body(text, start, verb)):
            return found
    return None


def deciding_body(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The body of 'Tại phiên họp …, Ban Bí thư đã kết luận': the one that decides where the meeting is the place."""
    for comma in _NEXT.finditer(text.low, start, end):
        found = read_body_name(text, comma.end(), end)
        if found and _DECIDES.match(text.low, found[1], end):
            return found
    return None


def carrying_body(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The body of 'do Sở Công Thương tổ chức', 'dưới sự chủ trì của Sở Công Thương'."""
    for match in _CARRIED_BY.finditer(text.low, start, end):
        found = read_body_name(text, match.end(), end)
        if found and (match[0].startswith("dưới") or _CARRIES.match(text.low, found[1], end)):
            return found
    return None
