"""Mentions of a meeting in a text, and what each says: held, chaired, to come, cited, or the place of a speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from crawler.meetings.text import Text
from crawler.meetings.vocabulary import EVENT

MOST = 400
"""Mentions that are read at most; a real report has a few dozen."""


class Role(StrEnum):
    """What the words around a mention say about the meeting."""

    HELD = "held"
    CHAIRED = "chaired"
    AT = "at"
    FUTURE = "future"
    CITED = "cited"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Event:
    """One mention: the noun's offsets, the noun itself and its role."""

    start: int
    end: int
    noun: str
    role: Role
    verb: int
    """Where the verb that holds or chairs it begins; the noun's own start where there is none."""


_EVENT = re.compile(
    rf"(?<!\w){EVENT}(?!\w)(?! báo(?! cáo))|(?<!\w)(?<=chủ trì )họp(?! báo(?! cáo))(?!\w)|(?<!\w)(?:họp"
    rf"|làm việc)(?= (?:với|phiên|ban|giao ban|thường kỳ|trực tuyến|định kỳ|bàn|nghe|đảng|cho ý kiến|đánh giá"
    rf"|triển khai|tổng kết|sơ kết|rà soát|xem xét|về|để|nhằm|lần|hội đồng|chi bộ|btv|bch|thành viên|thông qua"
    rf"|kiểm điểm|báo cáo|lấy ý kiến|góp ý|trực tiếp|liên|xử lý|chuyên đề|quyết định|ứng phó|khẩn))"
)

# Whatever `_EVENT` matches begins with one of these; a test holds the two together.
_FIRST_WORDS = (
    "buổi ", "cuộc ", "phiên ", "hội nghị", "hội thảo", "tọa đàm", "đại hội", "giao ban", "kỳ họp", "kì họp", "họp",
    "làm việc", "tiếp xúc cử tri",
)  # fmt: skip

_SUBSUMED = re.compile(r"(?<!\w)(?:hội nghị|họp) (?:trực tuyến |định kỳ )?(?:giao ban|tiếp xúc cử tri|tọa đàm)$")
_GIAO_BAN_VERB = re.compile(r" (?:với|công tác|tháng|quý|định kỳ|trực tuyến|báo chí|các)(?!\w)")

_PLANNING = (
    r"(?:kế hoạch|công tác|chuẩn bị|hướng dẫn|về việc|việc|phục vụ|yêu cầu|đề nghị|quy định|thông báo|quy chế"
    r"|giấy mời|chương trình|tham mưu"
    r"|phương án|thời gian|giao|phân công|cần|phải|khẩn trương|chủ động|tiếp tục|thường xuyên|quyết định|mong muốn|để"
    r"|lịch|không)"
)
_HOLDING = (
    r"(?:chỉ đạo(?= thành công)|tiếp tục|tổ chức|khai mạc|bế mạc|tiến hành|diễn ra|triệu tập|chủ trì|đồng chủ trì"
    r"|chủ tọa"
    r"|đồng chủ tọa|điều hành|tham dự|dự|có|họp|mở|bước vào|hoàn thành|long trọng"
    r"|tổng kết)"
)
_BEFORE_HELD = re.compile(
    rf"(?<!\w)(?P<verb>{_HOLDING})"
    r"(?: (?:thành công|và|chỉ đạo|phát biểu|chỉ đạo,|các|một|cuộc|buổi|phiên|lễ|đồng|điều hành|trực tiếp|cùng|đã|tại"
    r"|trọng thể|trọng thể|làm việc|hình thức|trang trọng|long trọng|nhanh|khẩn|trao đổi|hội đàm|diễn ra|ngày|thứ"
    r"|nhất|hai|ba|bế mạc|khai mạc|phiên))*[ ,]*[\"']?$"
)
_AFTER_HELD = re.compile(
    r"(?P<gap>[^.;\n]{0,140}?)(?<!\w)(?P<verb>(?:đã |được |chính thức |vừa |long trọng )*"
    r"(?:diễn ra|khai mạc|bế mạc|được tổ chức|được tiến hành|tổ chức|bước vào|do .{3,120}? chủ trì|thành công tốt đẹp"
    r"|có sự tham dự|có sự tham gia|kết thúc|hoàn thành|tiến hành|tiếp tục|bầu|bước sang"
    r"|nghe|thảo luận|xem xét|cho ý kiến|biểu quyết))(?!\w)"
)
_FUTURE = re.compile(
    r"(?<!\w)(?:sẽ (?:được )?(?:diễn ra|tổ chức|khai mạc|họp|tiến hành|bế mạc|có|dự|chủ trì)"
    r"|dự kiến (?:sẽ )?(?:được )?(?:diễn ra|tổ chức|khai mạc|họp|vào)"
    r"|chuẩn bị (?:tổ chức|diễn ra|khai mạc|cho)|sắp (?:tới|diễn ra|tổ chức)|tới đây|trong thời gian tới, sẽ)(?!\w)"
)
_CITING = re.compile(
    r"(?<!\w)(?:nghị quyết|kết luận|tinh thần|chỉ thị|nội dung|kết quả|sau|trước|trước thềm|chào mừng|hướng tới"
    r"|tiến tới|thành công của|văn kiện|phục vụ|theo|triển khai|quán triệt|tuyên truyền|thực hiện"
    r"|thông báo|biên bản|quy chế|chương trình|kế hoạch|lịch|báo cáo|công tác|chuẩn bị|các kỳ|trình|từ|kể từ|giữa hai"
    r"|tờ trình|dự thảo|chỉ tiêu|nhiệm vụ|các nghị quyết|mục tiêu|để|về|bằng|công nghệ|hệ thống|thiết bị|giải pháp)"
    r"(?: (?:của|tại|các|cho|kết quả|nghị quyết|phiên|khai mạc|công tác|chuẩn bị|tổ chức|và|số [\w/-]+|kỳ|những"
    r"|nội dung|cuộc|trong|được|thông qua|một số|trung ương|chương trình|sau|phục vụ|diễn ra|việc|đại biểu|một|hơn"
    r"|nửa|gần|\d+))* ?$"
)
_PLANNED = re.compile(rf"(?<!\w){_PLANNING}(?: \w+)? ?$")
_IN_ORDER_TO = re.compile(r"(?<!\w)(?:để|nhằm|tạo (?:mọi )?điều kiện)(?!\w)[^,]{0,60}$")
_NOT_HELD = re.compile(rf"(?<!\w)(?:{_PLANNING}(?: \w+)?|lề lối|tác phong|cách|tuổi|khi|để|từng) ?$")
_CHAIRS = re.compile(r"(?<!\w)(?:chủ trì|chủ tọa)(?: (?:cuộc|buổi|phiên))? $")
_PLACED = re.compile(r"(?<!\w)(?:tại|trong|theo) (?:buổi |cuộc )?$")
_PLACED_VERB = re.compile(r"(?<!\w)(?:tại|trong|của|về|sau|trước|kết luận)(?: (?:cuộc|buổi|phiên))? $")
_ABOUT = re.compile(r"(?<!\w)(?:nghị quyết|kết luận|ban hành|chuẩn bị)(?!\w)")
_SEVERAL = re.compile(r"(?<!\w)(?:các|những|nhiều|mỗi|từng|mọi)(?: (?:cuộc|buổi|phiên))? $")
_AT = re.compile(
    r"(?<!\w)(?:tại|trong|kết thúc|phát biểu(?: \w+){0,4}|kết luận|khai mạc|bế mạc|dự|tham dự|đến dự|tới dự|chỉ đạo"
    r"|của|toàn cảnh|quang cảnh|đại biểu|đề nghị|trước|sau|theo|báo cáo(?: \w+){0,2}|diễn ra|nội dung)"
    r"(?: (?:tại|các|buổi|toàn thể|trên|chỉ đạo|,))* $"
)


def find_events(text: Text) -> list[Event]:
    """Mentions of a meeting in `text`, in order, at most `MOST` of them."""
    return [_read(text, match) for match in islice(_mentions(text.low), MOST) if not _subsumed(text, match)]


def _mentions(low: str) -> Iterator[re.Match[str]]:
    """As `_EVENT.finditer(low)`, but looking only where one of its first words stands: several times faster."""
    starts = sorted(place for word in _FIRST_WORDS for place in _places(word, low))
    end = 0
    for start in starts:
        if start >= end and (match := _EVENT.match(low, start)):
            yield match
            end = match.end()


def _places(word: str, low: str) -> Iterator[int]:
    place = low.find(word)
    while place >= 0:
        yield place
        place = low.find(word, place + 1)


def _subsumed(text: Text, match: re.Match[str]) -> bool:
    """Whether the mention is the second word of one before: 'Hội nghị giao ban' is one mention, not two."""
    return _SUBSUMED.search(text.low, max(0, match.start() - 24), match.end()) is not None


def _read(text: Text, match: re.Match[str]) -> Event:
    start, end = match.span()
    first, last = text.sentence_at(start, 300)
    before = text.low[max(first, start - 90) : start]
    after = text.low[end:last]
    noun = match[0]
    if _FUTURE.search(text.low, first, last):
        return Event(start, end, noun, Role.FUTURE, start)
    if noun in {"họp", "làm việc"} or (noun == "giao ban" and _GIAO_BAN_VERB.match(after)):
        return Event(start, end, noun, _verb_role(before), start)
    if _SEVERAL.search(before):
        return Event(start, end, noun, Role.CITED, start)
    if held := _BEFORE_HELD.search(before):
        lead = before[: held.start()]
        if _PLANNED.search(lead) or _CITING.search(lead) or _IN_ORDER_TO.search(lead):
            return Event(start, end, noun, Role.CITED, start)
        role = Role.CHAIRED if "chủ t" in held[0] or "điều hành" in held[0] else Role.HELD
        return Event(start, end, noun, role, start - len(before) + held.start())
    if _CITING.search(before):
        return Event(start, end, noun, Role.CITED, start)
    if _PLACED.search(before):
        return Event(start, end, noun, Role.AT, start)
    later = _AFTER_HELD.match(after)
    if later and not _ABOUT.search(later["gap"]):
        role = Role.CHAIRED if "chủ trì" in later["verb"] else Role.HELD
        return Event(start, end, noun, role, end + later.start("verb"))
    if _AT.search(before):
        return Event(start, end, noun, Role.AT, start)
    return Event(start, end, noun, Role.NAMED, start)


def _verb_role(before: str) -> Role:
    """Role of 'họp', 'giao ban' and 'làm việc với' used as verbs, by what leads up to them."""
    if _CHAIRS.search(before):
        return Role.CHAIRED
    if _PLACED_VERB.search(before):
        return Role.AT
    if _NOT_HELD.search(before):
        return Role.CITED
    return Role.HELD
