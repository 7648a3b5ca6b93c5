"""Does an article report one meeting that was held? Rules with a weight and a name each, so that a log can say why."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    r"(?:thông báo|kế hoạch|đề cương|giấy mời|lịch(?! sử)|thông cáo|video|dự thảo|toàn văn|infographic"
    r"|kết luận (?:thanh tra"
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
_PRESS = re.compile(r"(?<!\w)(?:tổ chức|chủ trì|dự|diễn ra|có|tại)(?: buổi| cuộc)? họp báo(?! cáo)")
_HEARING = re.compile(r"(?<!\w)(?:đã |chủ trì |tổ chức )?nghe (?:[^.;,\n]{1,80} )?báo cáo(?!\w)")


Reason = tuple[int, str]


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
    if not in_title and not in_body:
        return Recognition(False, 0, ("+0 no_event",), (), (), None)
    lead = [event for event in in_body if event.start < LEAD]
    anchor = next((event for event in lead if event.role in (Role.HELD, Role.CHAIRED)), None)
    reasons = [
        *_stated(body, lead, anchor),
        *_titled(in_title),
        *_spoken(in_body, lead),
        *_announced(title, body, in_title, lead, anchor, published),
        *_other_genres(title, body, in_title, anchor),
    ]
    score = sum(weight for weight, _ in reasons)
    said = tuple(f"{weight:+d} {name}" for weight, name in reasons)
    return Recognition(score >= THRESHOLD, score, said, in_title, in_body, anchor)


def _stated(body: Text, lead: list[Event], anchor: Event | None) -> Iterator[Reason]:
    """What the lead says of the meeting: held or chaired, dated, or else only spoken of."""
    opening = body.sentences[0] if body.sentences else (0, 0)
    first, last = body.sentence_at(anchor.start) if anchor else (0, 0)
    if find_whens(body, 0, min(len(body), 120)) or find_whens(body, first, last):
        yield 1, "dated"
    if anchor:
        early = anchor.start < opening[1] or anchor.role is Role.CHAIRED
        words = body.printed(min(anchor.verb, anchor.start), anchor.end)
        yield 3 if early else 2, f"lead_{anchor.role}: {words}"
        return
    if any(_opens_sentence(body, event) for event in lead):
        yield 2, "lead_subject"
    at = any(event.role is Role.AT and event.start < opening[1] for event in lead)
    if at and find_whens(body, opening[0], min(opening[1], EARLY)):
        yield 1, "lead_at"
    if _HEARING.search(body.low, *opening):
        yield 2, "lead_hearing"


def _opens_sentence(body: Text, event: Event) -> bool:
    """'Buổi làm việc nhằm …', 'Hội nghị nghe …' as a sentence of its own."""
    return event.role is Role.NAMED and not body.low[body.sentence_at(event.start)[0] : event.start].strip()


def _titled(in_title: tuple[Event, ...]) -> Iterator[Reason]:
    own = [event for event in in_title if event.role not in (Role.CITED, Role.FUTURE)]
    if own:
        held = any(event.role in (Role.HELD, Role.CHAIRED) for event in own)
        yield (3, f"title_held: {own[0].noun}") if held else (2, f"title_names: {own[0].noun}")


def _spoken(in_body: tuple[Event, ...], lead: list[Event]) -> Iterator[Reason]:
    """'Phát biểu tại hội nghị', 'kết luận buổi làm việc' anywhere in the body; words of chairing in the lead."""
    spoken = sum(event.role in (Role.AT, Role.CHAIRED) for event in in_body)
    if spoken:
        yield 2 if spoken > 2 else 1, f"spoken_at: {spoken}"
    if any(event.role is Role.CHAIRED for event in lead):
        yield 1, "chaired"


def _announced(
    title: Text,
    body: Text,
    in_title: tuple[Event, ...],
    lead: list[Event],
    anchor: Event | None,
    published: date | None,
) -> Iterator[Reason]:
    """Signs that the meeting is still to come."""
    future = next((event for event in lead if event.role is Role.FUTURE), None)
    if future and (anchor is None or future.start < anchor.start):
        yield -4, "future"
    if any(event.role is Role.FUTURE for event in in_title):
        yield -4, "future_title"
    first, last = body.sentence_at(anchor.start) if anchor else (0, 0)
    if published and (is_ahead(title, 0, len(title), published) or is_ahead(body, first, last, published)):
        yield -4, "date_ahead"


def _other_genres(title: Text, body: Text, in_title: tuple[Event, ...], anchor: Event | None) -> Iterator[Reason]:
    """Signs of a notice, a digest, a document or a ceremony; the last two where no meeting is stated early."""
    if match := _NOTICE.match(title.low):
        yield -4, f"notice_title: {match[0]}"
    if match := _DIGEST.search(title.low):
        yield -4, f"digest: {match[0]}"
    press = _PRESS.search(body.low, 0, min(len(body), LEAD))
    if press and (anchor is None or press.start() < anchor.start):
        yield -5, "press_conference"
    if anchor and anchor.verb <= EARLY:
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
