"""What the meeting was for: the clause of purpose in the sentence that states it, or the sentence behind it."""

from __future__ import annotations

import re

from crawler.meetings.people import Spot
from crawler.meetings.text import Text

_PURPOSE = (
    r"(?:để|nhằm|xem xét|thảo luận|cho ý kiến|bàn|đánh giá|tổng kết|sơ kết|quán triệt|triển khai|nghe"
    r"|thông qua|lấy ý kiến"
    r"|góp ý|kiểm điểm|thẩm tra|rà soát|học tập|phản biện|công bố|về (?!dự|phía|đích)|tập huấn"
    r"|lấy phiếu|bầu|quyết định|trao đổi"
    r"|giới thiệu|xúc tiến|hiệp thương|tuyên truyền|giải trình|chất vấn|tháo gỡ|báo cáo)"
)
_CLAUSE = re.compile(
    rf"[^.;\n]{{0,160}}?(?<![\w])(?P<agenda>{_PURPOSE}(?!\w)(?:[^.\n;]|;(?! (?:đồng chí|ông|bà|cùng dự"
    rf"|chủ trì|tham dự)))*)"
)
_NEXT = re.compile(
    r"(?:(?:tại )?(?:hội nghị|kỳ họp|phiên họp|cuộc họp|buổi làm việc|hội thảo|đại hội)(?: lần này"
    r"| này)?,? (?:đã |sẽ |được "
    rf"tổ chức |tập trung |diễn ra )*)(?P<agenda>{_PURPOSE}(?!\w)[^.\n]*)"
)
_END = re.compile(
    r",? (?:dưới (?:sự )?(?:đồng )?(?:chủ trì|chủ tọa|điều hành)|với sự (?:tham dự|tham gia|có mặt)"
    r"|do (?:đồng chí|ông|bà)|(?:đồng chí|"
    r"các đồng chí|ông|bà) [^,.;]{3,60}(?:chủ trì|dự|tham dự)|có sự tham dự|tham dự|chủ trì|đã diễn ra)(?!\w)"
)


def find_agenda(text: Text, mention: int, verb: int) -> Spot | None:
    """The clause of purpose of the meeting mentioned at `mention`, whose verb stands at `verb`; one verbatim span."""
    _, last = text.sentence_at(mention, 900)
    begin = max(mention, verb) if verb < last else mention
    if match := _CLAUSE.match(text.low, begin, last):
        return _cut(text, *match.span("agenda"))
    for start, end in text.sentences[:6]:
        if start >= last and (match := _NEXT.match(text.low, start, end)):
            return _cut(text, *match.span("agenda"))
    return None


def _cut(text: Text, start: int, end: int) -> Spot | None:
    stop = _END.search(text.low, start, end)
    end = stop.start() if stop else end
    while end > start and text.flat[end - 1] in ' ,;:"':
        end -= 1
    return (start, end) if end - start > 8 else None
