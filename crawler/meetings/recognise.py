"""Does an article report one meeting that was held? Rules with a weight and a name each, so that a log can say why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.events import Event, Role, find_events
from crawler.meetings.text import Text

THRESHOLD = 4
LEAD = 700
"""Characters of the body in which a report says what it reports."""
EARLY = 200
"""A meeting stated this early is what the article is about, whatever its headline."""

_CEREMONY = re.compile(
    r"(?<!\w)(?:lễ|dâng hương|khai trương|khánh thành|khởi công|trao giải|cuộc thi|hội thi|liên hoan|hội diễn|gặp mặt|chúc tết|chúc mừng|thăm|tặng quà|trao tặng|giải bóng"
    r"|ra quân|kỷ niệm|triển lãm|giao lưu|viếng|khảo sát|kiểm tra thực tế|lớp tập huấn|chương trình nghệ thuật|hội báo|đón xuân|tiếp công dân|tuyên dương|phát động|khai giảng|họp báo|hội chợ|ngày hội)(?!\w)"
)
_DOCUMENT = re.compile(
    r"(?:ban hành|hướng dẫn|công văn|văn bản|quy định|quy chế|tuyên truyền|quyết định số|nghị quyết số|triển khai kế hoạch)(?!\w)"
)
_NOTICE = re.compile(
    r"(?:thông báo|kế hoạch|đề cương|giấy mời|lịch|thông cáo|video|dự thảo|toàn văn|infographic)(?!\w)"
)
_ISSUES = re.compile(
    r"(?<!\w)(?:ban hành|có (?:công văn|văn bản|thông báo|kế hoạch|hướng dẫn)|vừa ký|đã ký|thông báo)(?!\w)"
)
_DIGEST = re.compile(
    r"(?<!\w)(?:các|những|\d+/\d+|đồng loạt|hàng loạt) (?:chi bộ|đảng bộ|chi, đảng bộ|đơn vị|hội nghị|đại hội|kỳ họp|cuộc họp|buổi làm việc)"
    r"|(?<!\w)(?:đại hội|hội nghị) các (?:chi bộ|đảng bộ|đơn vị)|^kết quả (?:tổ chức|đại hội|hội nghị)"
)
_DATE = re.compile(
    r"(?<!\w)(?:(?:rạng )?(?:sáng|trưa|chiều|tối|đêm)(?: nay| qua)?(?: \(|, | )?(?:ngày )?(?:\(|, )?\d{1,2}[-/.]\d{1,2}|ngày \d{1,2}(?:[-/.]\d{1,2}| tháng \d{1,2})"
    r"|(?:sáng|chiều|tối|hôm) (?:nay|qua)|(?:sáng|chiều|tối) \d{1,2}[-/.]\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}(?:, \d{1,2})* (?:và|-|đến)(?: ngày)? \d{1,2}[-/.]\d{1,2})"
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The verdict, its reasons ('+3 lead_held: …') and the mentions that it rests on."""

    is_meeting: bool
    score: int
    reasons: tuple[str, ...]
    title_events: tuple[Event, ...]
    body_events: tuple[Event, ...]
    anchor: Event | None
    """The body's mention that states the meeting; None where only the title does."""


def recognise(title: Text, body: Text) -> Recognition:
    """Weigh what title and body say; a meeting report reaches `THRESHOLD`."""
    in_title = tuple(find_events(title))
    in_body = tuple(find_events(body))
    lead = [event for event in in_body if event.start < LEAD]
    stated = [event for event in lead if event.role in (Role.HELD, Role.CHAIRED)]
    anchor = next(iter(stated), None)
    reasons: list[tuple[int, str]] = []
    if not in_title and not in_body:
        return Recognition(False, 0, ("+0 no_event",), (), (), None)
    if anchor:
        reasons.append((3, f"lead_{anchor.role}: {body.printed(min(anchor.verb, anchor.start), anchor.end)}"))
    first, last = body.sentence_at(anchor.start) if anchor else (0, 0)
    if _DATE.search(body.low, 0, 120) or _DATE.search(body.low, first, last):
        reasons.append((1, "dated"))
    own_title = [event for event in in_title if event.role not in (Role.CITED, Role.FUTURE)]
    if own_title:
        held = any(event.role in (Role.HELD, Role.CHAIRED) for event in own_title)
        reasons.append((3, f"title_held: {own_title[0].noun}") if held else (2, f"title_names: {own_title[0].noun}"))
    spoken = sum(event.role in (Role.AT, Role.CHAIRED) for event in in_body)
    if spoken:
        reasons.append((2 if spoken > 2 else 1, f"spoken_at: {spoken}"))
    if anchor is None and any(_opens_sentence(body, event) for event in lead):
        reasons.append((2, "lead_subject"))
    if any(event.role is Role.CHAIRED for event in lead):
        reasons.append((1, "chaired"))
    reasons.extend(_against(title, body, lead, in_title, anchor))
    score = sum(weight for weight, _ in reasons)
    return Recognition(
        score >= THRESHOLD, score, tuple(f"{weight:+d} {name}" for weight, name in reasons), in_title, in_body, anchor
    )


def _opens_sentence(body: Text, event: Event) -> bool:
    """'Buổi làm việc nhằm …', 'Hội nghị nghe …' as a sentence of its own."""
    return event.role is Role.NAMED and not body.low[body.sentence_at(event.start)[0] : event.start].strip()


def _against(
    title: Text, body: Text, lead: list[Event], in_title: tuple[Event, ...], anchor: Event | None
) -> list[tuple[int, str]]:
    reasons: list[tuple[int, str]] = []
    future = [event for event in lead if event.role is Role.FUTURE]
    if future and (anchor is None or future[0].start < anchor.start):
        reasons.append((-4, "future"))
    if any(event.role is Role.FUTURE for event in in_title):
        reasons.append((-4, "future_title"))
    if match := _NOTICE.match(title.low):
        reasons.append((-4, f"notice_title: {match[0]}"))
    first_sentence = body.low[: body.sentences[0][1]] if body.sentences else ""
    if anchor is None or anchor.verb > EARLY:
        if all(event.role is Role.CITED for event in in_title) and (match := _CEREMONY.search(title.low)):
            reasons.append((-3, f"ceremony_title: {match[0]}"))
        if match := _DOCUMENT.match(title.low):
            reasons.append((-4, f"document_title: {match[0]}"))
        if match := _ISSUES.search(first_sentence):
            reasons.append((-3, f"issues: {match[0]}"))
        if match := _CEREMONY.search(first_sentence):
            reasons.append((-2, f"ceremony: {match[0]}"))
    if match := _DIGEST.search(title.low):
        reasons.append((-4, f"digest: {match[0]}"))
    return reasons
