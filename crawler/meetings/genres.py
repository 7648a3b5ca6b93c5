"""Other genres that name meetings: speeches, interviews, documents, notices, digests, ceremonies, press conferences.

A speech is told by its person (first person, with those present addressed), an interview by its turns, a document by
its head, the rest by what the headline or the first sentence is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.meetings.events import Event, Role
from crawler.meetings.scan import first_match
from crawler.meetings.text import Text

LEAD = 700
"""Characters of the body in which a report says what it reports."""

Reason = tuple[int, str]

_CEREMONY = re.compile(
    r"(?<!\w)(?:lễ(?! hội)|dâng hương|khai trương|khánh thành|khởi công|trao giải|cuộc thi|hội thi|liên hoan|hội diễn"
    r"|gặp mặt|chúc tết|chúc mừng|thăm|tặng quà|trao tặng|giải bóng"
    r"|ra quân|(?<!dịp )(?<!mừng )kỷ niệm|triển lãm|giao lưu|viếng|khảo sát|kiểm tra thực tế|lớp tập huấn"
    r"|chương trình nghệ thuật|hội báo|đón xuân|tiếp công dân|tuyên dương|phát động|khai giảng|họp báo(?! cáo)"
    r"|hội chợ|ngày hội)(?!\w)"
)
_DOCUMENT = re.compile(
    r"(?:ban hành|hướng dẫn|công văn|văn bản|quy định|quy chế|tuyên truyền|quyết định (?:số )?\d+|nghị quyết số"
    r"|triển khai kế hoạch|xử phạt|quyết định xử phạt|kết luận (?:thanh tra|kiểm tra))(?!\w)"
)
_NOTICE = re.compile(
    r"(?:thông báo|kế hoạch|đề cương|giấy mời|lịch(?! sử)|thông cáo|video|dự thảo|toàn văn|infographic"
    r"|kết luận số)(?!\w)"
)
_ISSUES = re.compile(
    r"(?<!\w)(?:ban hành|có (?:công văn|văn bản|thông báo|kế hoạch|hướng dẫn)|vừa ký|đã ký"
    r"|(?<!nghe )(?<!về )(?<!kiểm phiếu )(?<!kiểm phiếu đã )thông báo)(?!\w)"
)
_DIGEST = re.compile(
    r"^(?:các|những|\d+/\d+) (?:chi bộ|đảng bộ|đơn vị|hội nghị|đại hội|kỳ họp|cuộc họp)"
    r"|(?<!\w)(?:đồng loạt|hàng loạt)(?: đơn vị| địa phương| chi bộ)? (?:tổ chức|đại hội|họp)"
    r"|(?<!\w)(?:hđnd|ubnd|hội đồng nhân dân|đảng bộ) các (?:tỉnh|huyện|xã|địa phương|quận|phường|cấp)"
    r"|(?<!\w)(?:đại hội|hội nghị) các (?:chi bộ|đảng bộ|đơn vị)|\d+/\d+ (?:chi bộ|đảng bộ|đơn vị|xã|phường)"
    r"|(?:các|những) (?:hội nghị|đại hội|kỳ họp|cuộc họp|buổi làm việc)|^kết quả (?:tổ chức|đại hội|hội nghị)"
)
_PRESS = re.compile(
    r"(?<!\w)(?:tổ chức|chủ trì|dự|diễn ra|có|tại)(?: buổi| cuộc)?"
    r" (?:họp báo(?! cáo)|hội nghị (?:cung cấp )?thông tin(?: \w+)? báo chí|gặp mặt báo chí)"
    r"|(?<!\w)giao ban báo chí(?!\w)"
    r"|(?<!\w)họp báo (?:về|thông tin|công bố|giới thiệu|định kỳ|thường kỳ|quý|tháng)(?!\w)"
)
_VOCATIVE = re.compile(
    r"(?:^|[\n.,;:!]\s*)[\"']?(?:kính )?thưa (?:toàn thể|quý|các|đồng chí|ông|bà|chủ tọa|hội nghị|đại hội|kỳ họp)"
)
"""Those present are addressed: the text is the speech itself."""
_FULL_TEXT = re.compile(
    r"(?<!\w)(?:giới thiệu|đăng|trích đăng)(?: \w+){0,2} (?:toàn văn|những điểm chính|nội dung bài|bài)(?: \w+){0,3}"
    r" (?:phát biểu|diễn văn|tham luận|báo cáo)"
)
_TURNS = re.compile(r"(?:^|[\n.?!]\s*)(?:p\.?v|phóng viên|hỏi)\s?:")
_TELLS = ("trao đổi ", "trả lời ", "chia sẻ ", "nói ")
_TOLD = re.compile(
    r"(?<!\w)(?:trao đổi|trả lời|chia sẻ|nói)(?: (?:nhanh|riêng|thêm|của))? (?:với |phỏng vấn )?"
    r"(?:báo chí|phóng viên|pv|p\.v|báo|truyền thông|pháp luật|vietnamnet|tiền phong|zing|infonet)(?!\w)"
)
"""Somebody tells a newspaper of it: what was said was not said at the meeting."""
_MARKS = ("pv:", "p.v:", "viên:", "hỏi:", "pv :", "viên :")
_HEADS = ("cộng hòa xã hội chủ nghĩa", "độc lập - tự do", "số:")
_HEAD = re.compile(r"(?:cộng hòa xã hội chủ nghĩa|độc lập - tự do|(?<!\w)số: ?\d+/(?:qđ|nq|kh|ct|tb|bc|hd|gm))")
_BASED_ON = re.compile(r"(?<!\w)căn cứ (?:luật|nghị|quyết|hiến|pháp|quy|công)")


def other_genres(
    title: Text, body: Text, in_title: tuple[Event, ...], anchor: Event | None, early: bool, placed: Event | None = None
) -> Iterator[Reason]:
    """Signs of another genre; those of ceremonies and documents only where no meeting is stated `early`.

    `placed`: the first mention that is the place of what is told, where no verb states the meeting.
    """
    yield from _own_words(body)
    if match := _NOTICE.match(title.low):
        yield -4, f"notice_title: {match[0]}"
    if match := _DIGEST.search(title.low):
        yield -4, f"digest: {match[0]}"
    lead = body.low[:LEAD]
    press = _PRESS.search(lead) if "họp báo" in lead or "báo chí" in lead else None
    if press and (anchor is None or press.start() <= anchor.start):
        yield -6, "press_conference"
    stated = anchor or placed
    told = first_match(_TOLD, body.low, _TELLS, 0, min(len(body), LEAD)) if stated else None
    if told and stated and told.start() < stated.start:
        yield -4, "told_to_press"
    if early:
        return
    opening = body.low[: body.sentences[0][1]] if body.sentences else ""
    if all(event.role is Role.CITED for event in in_title) and (match := _CEREMONY.search(title.low)):
        yield -3, f"ceremony_title: {match[0]}"
    if match := _DOCUMENT.match(title.low):
        yield -4, f"document_title: {match[0]}"
    if match := _ISSUES.search(opening):
        yield -3, f"issues: {match[0]}"
    if match := _CEREMONY.search(opening):
        yield -2, f"ceremony: {match[0]}"


def names_ceremony(words: str) -> bool:
    """Whether lower-case `words` name a ceremony, a visit or a contest."""
    return _CEREMONY.search(words) is not None


def _own_words(body: Text) -> Iterator[Reason]:
    """The text is somebody's own words or a document, and no report."""
    reach = min(len(body), 1500)
    vocatives = sum(1 for _ in _VOCATIVE.finditer(body.low, 0, reach)) if "thưa " in body.low[:reach] else 0
    if vocatives > 1 or (vocatives and _VOCATIVE.match(body.low)):
        yield -8, "speech"
    elif "phát biểu" in body.low[:LEAD] and _FULL_TEXT.search(body.low, 0, min(len(body), LEAD)):
        yield -6, "full_text"
    if any(mark in body.low for mark in _MARKS) and sum(1 for _ in _TURNS.finditer(body.low, 0, 3000)) > 1:
        yield -6, "interview"
    if first_match(_HEAD, body.low, _HEADS, 0, min(len(body), 400)) and _BASED_ON.search(body.low, 0, reach):
        yield -8, "document_text"
