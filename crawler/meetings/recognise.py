"""Does an article report one meeting that was held? Rules with a weight and a name each, so that a log can say why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crawler.meetings.events import Event, Role, find_events
from crawler.meetings.held_on import find_whens, is_ahead
from crawler.meetings.text import Text

THRESHOLD = 4
LEAD = 700
"""Characters of the body in which a report says what it reports."""
EARLY = 200
"""A meeting stated this early is what the article is about, whatever its headline."""

_CEREMONY = re.compile(
    r"(?<!\w)(?:lễ|dâng hương|khai trương|khánh thành|khởi công|trao giải|cuộc thi|hội thi|liên hoan|hội diễn|gặp mặt"
    r"|chúc tết|chúc mừng|thăm|tặng quà|trao tặng|giải bóng"
    r"|ra quân|(?<!dịp )(?<!mừng )kỷ niệm|triển lãm|giao lưu|viếng|khảo sát|kiểm tra thực tế|lớp tập huấn"
    r"|chương trình nghệ thuật|hội báo|đón xuân|tiếp công dân|tuyên dương|phát động|khai giảng|họp báo(?! cáo)"
    r"|hội chợ|ngày hội)(?!\w)"
)
_DOCUMENT = re.compile(
    r"(?:ban hành|hướng dẫn|công văn|văn bản|quy định|quy chế|tuyên truyền|quyết định số|nghị quyết số"
    r"|triển khai kế hoạch)(?!\w)"
)
_NOTICE = re.compile(
    r"(?:thông báo|kế hoạch|đề cương|giấy mời|lịch|thông cáo|video|dự thảo|toàn văn|infographic|kết luận (?:thanh tra"
    r"|kiểm tra|số)|xử phạt|quyết định xử phạt)(?!\w)"
)
_ISSUES = re.compile(
    r"(?<!\w)(?:ban hành|có (?:công văn|văn bản|thông báo|kế hoạch|hướng dẫn)|vừa ký|đã ký|thông báo)(?!\w)"
)
_DIGEST = re.compile(
    r"^(?:các|những|\d+/\d+) (?:chi bộ|đảng bộ|đơn vị|hội nghị|đại hội|kỳ họp|cuộc họp)|(?<!\w)(?:đồng loạt|hàng loạt)"
    r"|(?<!\w)(?:đại hội|hội nghị) các (?:chi bộ|đảng bộ|đơn vị)|\d+/\d+ (?:chi bộ|đảng bộ|đơn vị|xã|phường)"
    r"|(?:các|những) (?:hội nghị|đại hội|kỳ họp|cuộc họp|buổi làm việc)|^kết quả (?:tổ chức|đại hội|hội nghị)"
)
_HEARING = re.compile(r"(?<!\w)(?:đã |chủ trì |tổ chức )?nghe (?:[^.;,\n]{1,80} )?báo cáo(?!\w)")


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


def recognise(title: Text, body: Text, published: date | None = None) -> Recognition:
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
        first_said = (bool(body.sentences) and anchor.start < body.sentences[0][1]) or anchor.role is Role.CHAIRED
        reasons.append(
            (3 if first_said else 2, f"lead_{anchor.role}: {body.printed(min(anchor.verb, anchor.start), anchor.end)}")
        )
    first, last = body.sentence_at(anchor.start) if anchor else (0, 0)
    if find_whens(body, 0, min(len(body), 120)) or find_whens(body, first, last):
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
    if anchor is None and body.sentences:
        first, last = body.sentences[0]
        if any(event.role is Role.AT and event.start < last for event in lead) and find_whens(
            body, first, min(last, EARLY)
        ):
            reasons.append((1, "lead_at"))
        if _HEARING.search(body.low, first, last):
            reasons.append((2, "lead_hearing"))
    if any(event.role is Role.CHAIRED for event in lead):
        reasons.append((1, "chaired"))
    reasons.extend(_against(title, body, lead, in_title, anchor))
    first, last = body.sentence_at(anchor.start) if anchor else (0, 0)
    if published and (is_ahead(title, 0, len(title), published) or is_ahead(body, first, last, published)):
        reasons.append((-4, "date_ahead"))
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
