"""The body that met, else the organiser, as the report names it."""

from __future__ import annotations

import re

from crawler.meetings.events import Event
from crawler.meetings.people import starts_with_post
from crawler.meetings.text import Text
from crawler.meetings.vocabulary import BODY, UPPER

_STOP = (
    r"(?:lần thứ|lần|thứ|khóa|nhiệm kỳ|để|nhằm|về|tháng|quý|năm|thường kỳ|với|bằng|mở rộng|đã|vừa|phối hợp|tổ chức(?! đảng)|họp|tiến hành|có|do|cùng|chủ trì|diễn ra|khai mạc|bế mạc"
    r"|triển khai|tổng kết|sơ kết|thảo luận|xem xét|đánh giá|cho ý kiến|làm việc|phiên|kỳ họp|phiên họp|thông qua|đột xuất|định kỳ|tại|trực tuyến|bàn(?! (?:thành|tỉnh|huyện|xã|phường|quận|dân|toàn))|nghe|trong|sáng|chiều|tối|ngày|được|công bố"
    r"|quán triệt|học tập|giao ban|hội nghị|dự|tham dự|long trọng|trang trọng|chính thức|tiếp|cuộc họp|buổi|sẽ|dưới|liên quan|nêu|theo|đến|từ|mới|chuyên đề|bất thường|gồm|phát biểu|trao|tuyên truyền|đồng loạt|tập trung|lấy|biểu dương|là|nơi|đang|đồng tổ chức|kiểm điểm|cuối|đầu|nhất trí|gặp mặt|tiếp xúc|cũng)"
)
_ACRONYM = r"\([a-zđ&-]{2,12}\)(?= \w)"
_NAME = re.compile(rf"{BODY}(?!\w)(?:(?! {_STOP}(?!\w)| - )(?:[^,;.:()\n\"]|{_ACRONYM})){{0,120}}")
_BOARD = re.compile(
    rf"(?:ban chỉ đạo|bcđ|hội đồng|tiểu ban|ủy ban bầu cử|ban tổ chức|tổ công tác)(?!\w)(?:(?! (?:{_STOP[3:-1].replace('|về|', '|').replace('|triển khai', '').replace('khóa|', '')})(?!\w)| - )(?:[^,;.:()\n\"]|{_ACRONYM}|, (?=[a-zà-ỹđ])(?!nhiệm kỳ|khóa))){{0,140}}"
)
_NOT_A_BODY = re.compile(
    r"(?:tổ chức|báo cáo|báo chí|tỉnh táo|bộ máy|bộ phận|đoàn kết|ban hành|khu vực|sở hữu|trường hợp|viện dẫn|hội nghị|hội thảo|đoàn viên|hội viên|khối lượng|cụm từ|cơ quan(?: chức năng| liên quan)|phòng,? chống|báo cáo viên"
    r"|quỹ đất|xã hội|tổ viên|thanh tra chuyên|phòng cháy|trường chính|tỉnh, |các |vụ việc|vụ án|bộ luật|huyện, |thành phố, |phòng ngừa|hội đàm)"
)
_BARE = re.compile(r"ban chấp hành|bch|ban thường vụ|btv|thường trực|đảng ủy|ban chỉ đạo|hđnd|ubnd|chi bộ|đảng bộ")
_QUALIFIER = re.compile(
    r"(?:[ ,]*(?:(?:thường kỳ|định kỳ|thường niên|trực tuyến|mở rộng|chuyên đề|bất thường|đột xuất|toàn thể|trù bị|đại biểu|tháng \d+(?:/\d+)?|quý [\w/]+|năm \d{4}|\(?mở rộng\)?|cuối năm|giữa năm|thường lệ|(?:lần |phiên )?thứ (?:mười(?: (?:một|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?|\w+(?: mươi(?: \w+)?)?)|lần \d+|của|với|cùng|\(mở rộng\)|toàn quốc|liên tịch|phiên|họp|hội nghị|kỳ họp|phiên họp|cuộc họp|trao đổi|nghe|khóa \w+|giữa|nhiệm kỳ \d{4} ?- ?\d{4}|đầu năm|nhanh|kín|riêng|báo cáo)(?!\w)[ ,]*))*"
)
_SUBJECT = re.compile(
    rf"(?P<name>(?!(?:Tại|Nhằm|Để|Theo|Thực|Với|Trong|Vừa|Sau|Trước|Hôm|Ngày|Nhân|Hướng|Chào|Được|Từ|Đây|Tiếp|Đồng)(?!\w))[{UPPER}][^,;.()\n\"]{{4,110}}?)"
    r"(?:\s\([^)\n]{2,20}\))?(?: (?:đã|vừa|phối hợp|long trọng|trang trọng|cũng))*\s*"
)
_TIME = re.compile(
    r"[\s\"(]*(?:hnp\s*-\s*)?(?:vào )?(?:(?:hồi |lúc )?\d{1,2} ?(?:giờ|h)\d*[ ,]*)?(?:trong (?:\d+|hai|ba) ngày )?(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày|hôm nay|hôm qua|từ ngày|trong ngày)(?: nay| qua)?(?: ?\(?(?:ngày |mùng )*\d{1,2}(?:[ ,]*(?:và|-|đến)? ?(?:ngày )?\d{1,2})*(?:\s?[-/.]\s?\d{1,2}(?:\s?[-/.]\s?\d{4})?| tháng \d{1,2}(?: năm \d{4})?)?\)?)?[ ,]*"
)


def body_after(text: Text, start: int, end: int, *, sure: bool = False) -> tuple[int, int] | None:
    """The body named at `start`, past words such as 'thường kỳ của'; with `sure`, a capital or a known body is needed."""
    qualifier = _QUALIFIER.match(text.low, start, end)
    at = qualifier.end() if qualifier else start
    while at < end and text.low[at] in ' "':
        at += 1
    return _named(text, at, end, sure=sure)


def subject_body(text: Text, start: int, verb: int) -> tuple[int, int] | None:
    """The body that is the subject of the verb at `verb`, in the sentence that begins at `start`."""
    at = start
    under_somebody = False
    while at < verb:
        time = _TIME.match(text.low, at, verb)
        if time and time.end() > at:
            at = time.end()
        under_somebody = under_somebody or text.low.startswith("dưới sự", at)
        if starts_with_post(text, at, verb) and not under_somebody:
            return None
        if found := _named(text, at, verb, sure=True):
            return found
        comma = text.low.find(", ", at, verb)
        if comma < 0:
            return _unknown(text, at, verb)
        at = comma + 2
    return None


def _unknown(text: Text, start: int, verb: int) -> tuple[int, int] | None:
    """A capitalised subject right before 'tổ chức' whose first word is no known kind of body."""
    if not text.low.startswith("tổ chức", verb):
        return None
    match = _SUBJECT.fullmatch(text.flat, start, verb)
    return match.span("name") if match else None


def body_of(text: Text, event: Event) -> tuple[int, int] | None:
    """The body that the report of `event` names: after the noun, before the verb, or across 'làm việc với'."""
    sentence_start, sentence_end = text.sentence_at(event.start)
    working = event.noun.endswith("làm việc")
    subject = subject_body(text, sentence_start, min(event.verb, event.start))
    tail = body_after(text, event.end, sentence_end, sure=True)
    if working or (tail and subject and _BARE.fullmatch(text.low, *tail)):
        return subject or tail
    return tail or subject


_CARRIED_BY = re.compile(r"(?<!\w)(?:dưới sự (?:đồng )?chủ trì của|do)\s+(?=\w)")
_CARRIES = re.compile(r"(?:dưới|[^.;\n]{0,160}?(?:chủ trì|tổ chức|phối hợp|đăng cai))")


def carrying_body(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """The body of 'do Sở Công Thương tổ chức', 'dưới sự chủ trì của Sở Công Thương'."""
    for match in _CARRIED_BY.finditer(text.low, start, end):
        found = _named(text, match.end(), end, sure=True)
        if found and (match[0].startswith("dưới") or _CARRIES.match(text.low, found[1], end)):
            return found
    return None


def _named(text: Text, at: int, end: int, *, sure: bool) -> tuple[int, int] | None:
    if _NOT_A_BODY.match(text.low, at, end):
        return None
    match = _BOARD.match(text.low, at, end) or _NAME.match(text.low, at, end)
    if not match:
        return None
    if sure and not text.flat[at].isupper():
        return None
    last = match.end()
    for bracket in re.finditer(r"\(\S+\)(?= |$)", text.flat[at:last]):
        if not text.flat[at + bracket.end() + 1 : last][:1].isupper():
            last = at + bracket.start()
            break
    while text.flat[last - 1] in " -":
        last -= 1
    return at, last
