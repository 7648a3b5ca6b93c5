"""Does an article report one meeting? Rules with a weight and a name each, so that a log can say why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.meetings.events import AHEAD, Event, Role, find_events
from crawler.meetings.genres import LEAD, Reason, names_ceremony, other_genres
from crawler.meetings.held_on import find_whens, is_ahead
from crawler.meetings.scan import first_match
from crawler.meetings.sittings import Sitting, find_sitting
from crawler.meetings.text import Text
from crawler.model.items import MeetingStatus

THRESHOLD = 4
EARLY = 200
"""A meeting stated this early is what the article is about, whatever its headline."""
BEHIND = 1500
"""How far behind a quotation or a summary the dated sentence that states the meeting can stand."""
STALE = timedelta(days=31)
"""A meeting held this long before the article is told of in passing."""

_HEARING = re.compile(r"(?<!\w)(?:đã |chủ trì |tổ chức )?nghe (?:[^.;,\n]{1,80} )?báo cáo(?!\w)")
_CHAIRS_ALONE = re.compile(r"(?<!\w)(?:đồng )?chủ trì(?: và (?:phát biểu )?(?:chỉ đạo|kết luận))?\s*[.\n]")
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d-])|(?<=/)(?:19|20)\d\d(?!\d)")
_GERUND = re.compile(
    r"(?<!\w)(?<!về )(?<!việc )(?<!hoạch )(?<!để )(?<!sẽ )(?<!nhằm )(?<!cần )(?<!phải )(?<!khi )tổ"
    r" chức (?:triển khai |sinh hoạt |nghiên cứu,? )?"
    r"(?:học tập|quán triệt|tổng kết|sơ kết|lấy ý kiến|góp ý|đối thoại|hiệp thương|kiểm điểm)(?!\w)"
)
"""'tổ chức quán triệt nghị quyết': the verb's object is another verb, and the meeting is left unnamed."""


_VERBS = frozenset({"họp", "làm việc", "tiếp xúc cử tri"})


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
    status: MeetingStatus | None = None
    """held where `is_meeting`; announced, postponed or cancelled where the article is about one to come; else None."""


def recognise(title: Text, body: Text, published: date | None = None) -> Recognition:
    """Weigh what title and body say; the report of a meeting that was held reaches `THRESHOLD`."""
    in_title = tuple(find_events(title))
    in_body = tuple(find_events(body))
    sitting = find_sitting(body, min(len(body), LEAD))
    lead = min(len(body), LEAD)
    if not (in_title or in_body or sitting or _gerund(body, lead) or _chairs_alone(body, lead) or _gerund(title)):
        return Recognition(False, 0, ("+0 no_event",), (), (), None)
    return _Weighing(title, body, published, in_title, in_body, sitting).verdict()


def _gerund(text: Text, end: int | None = None) -> re.Match[str] | None:
    return first_match(_GERUND, text.low, ("tổ chức ",), 0, end)


def _chairs_alone(text: Text, end: int) -> re.Match[str] | None:
    return first_match(_CHAIRS_ALONE, text.low, ("đồng chủ trì", "chủ trì"), 0, end)


class _Weighing:
    """One article's signs, weighed."""

    def __init__(
        self,
        title: Text,
        body: Text,
        published: date | None,
        in_title: tuple[Event, ...],
        in_body: tuple[Event, ...],
        sitting: Sitting | None,
    ) -> None:
        self.title = title
        self.body = body
        self.published = published
        self.in_title = in_title
        self.in_body = in_body
        self.sitting = sitting
        self.lead = [event for event in in_body if event.start < LEAD]
        self.anchor = next((event for event in self.lead if event.role in (Role.HELD, Role.CHAIRED)), None)
        self.opening = body.sentences[0] if body.sentences else (0, 0)
        self.anchor = self._before_anchor() or self.anchor
        self.behind = self.anchor is None and self._look_behind()

    def verdict(self) -> Recognition:
        reasons = [
            *self._stated(),
            *self._titled(),
            *self._spoken(),
            *self._announced(),
            *other_genres(self.title, self.body, self.in_title, self.anchor, self._is_early(), self._placed()),
        ]
        score = sum(weight for weight, _ in reasons)
        said = tuple(f"{weight:+d} {name}" for weight, name in reasons)
        held = score >= THRESHOLD
        names = {name.partition(":")[0] for _, name in reasons}
        status = MeetingStatus.HELD if held else self._to_come(names)
        events = self._with_unnamed() if held else self.in_body
        return Recognition(held, score, said, self.in_title, events, self.anchor, status)

    def _before_anchor(self) -> Event | None:
        """What states the meeting without naming it, dated and before any verb that names one."""
        limit = self.anchor.start if self.anchor else LEAD
        if match := _gerund(self.body, min(len(self.body), limit)):
            event = Event(*match.span(), "hội nghị", Role.HELD, match.start())
            if self._is_dated(event):
                return event
        sitting = self.sitting
        if sitting and sitting.start < min(limit, self.opening[1]) and sitting.verb != "thông qua" and self.anchor:
            event = Event(sitting.start, sitting.end, "kỳ họp", Role.HELD, sitting.end)
            if self._is_dated(event) and limit - sitting.start > EARLY:
                return event
        return None

    def _look_behind(self) -> bool:
        """Whether a dated sentence further down states the meeting, behind a quotation or a summary."""
        if self._inside_dated():
            return False
        for event in self.in_body:
            if not LEAD <= event.start < BEHIND or event.role not in (Role.HELD, Role.CHAIRED):
                continue
            if find_whens(self.body, *self.body.sentence_at(event.start), self.published):
                self.anchor = event
                return True
        return False

    def _is_early(self) -> bool:
        """Whether a meeting is stated so early, or dated so near the head, that it is what the article is about."""
        if self.anchor is None:
            return self._inside_dated()
        if self.behind:
            return False
        if self.anchor.verb <= EARLY:
            return True
        start = self.body.sentence_at(self.anchor.start)[0]
        plain = not names_ceremony(self.body.low[start : self.anchor.start])
        return plain and self._is_dated(self.anchor) and self.anchor.start < 3 * EARLY

    def _is_dated(self, event: Event) -> bool:
        return bool(find_whens(self.body, *self.body.sentence_at(event.start)))

    def _stated(self) -> Iterator[Reason]:
        """What the lead says of the meeting: held or chaired, dated, or else only spoken of."""
        body, anchor = self.body, self.anchor
        first, last = body.sentence_at(anchor.start) if anchor else (0, 0)
        if find_whens(body, 0, min(len(body), 120)) or find_whens(body, first, last) or self._any_dated():
            yield 1, "dated"
        if anchor:
            if self._is_stale(first, last):
                yield -2, "stale"
            words = body.printed(min(anchor.verb, anchor.start), anchor.end)
            if self.behind:
                yield 2, f"held_behind: {words}"
                return
            early = anchor.start < self._second() or anchor.role is Role.CHAIRED or self._is_dated(anchor)
            yield 3 if early else 2, f"lead_{anchor.role}: {words}"
            if self.sitting and not self._any_dated():
                yield 1, f"sitting: {self._sits()}"
            return
        yield from self._unstated()

    def _unstated(self) -> Iterator[Reason]:
        """Signs that weigh where no verb says that the meeting was held."""
        body, lead = self.body, self.lead
        if any(self._opens_sentence(event) for event in lead):
            yield 2, "lead_subject"
        if inside := next((event for event in lead if event.role is Role.INSIDE and not self._is_old(event)), None):
            first = body.sentence_at(inside.start)[0]
            place = inside.start < EARLY and inside.start - first < 12
            yield 3 if self._inside_dated() or place else 2, f"lead_inside: {inside.noun}"
        elif any(event.role is Role.AT and event.start < self.opening[1] for event in lead) and self._opening_day():
            yield 1, "lead_at"
        if self.sitting:
            acts = self.sitting.start < self.opening[1] and self.sitting.verb != "thông qua"
            yield 3 if acts else 2, f"sitting: {self._sits()}"
        if _HEARING.search(body.low, *self.opening):
            yield 2, "lead_hearing"
        if match := _gerund(body, min(len(body), LEAD)):
            yield 2, f"gerund: {match[0]}"
        if _chairs_alone(body, min(len(body), LEAD)):
            yield 3 if self._opening_day() else 2, "chairs_alone"

    def _second(self) -> int:
        """Where the second sentence ends if it begins a paragraph (behind a summary), else where the first does."""
        if len(self.body.sentences) > 1 and self.body.low[self.opening[1] : self.body.sentences[1][0]].count("\n"):
            return self.body.sentences[1][1]
        return self.opening[1]

    def _sits(self) -> str:
        return self.body.printed(self.sitting.start, self.sitting.end) if self.sitting else ""

    def _opening_day(self) -> bool:
        return bool(find_whens(self.body, self.opening[0], min(self.opening[1], EARLY)))

    def _inside_dated(self) -> bool:
        """Whether the sentence whose place is the meeting says on which day."""
        places = [event.start for event in self.lead if event.role is Role.INSIDE]
        if self.sitting:
            places.append(self.sitting.start)
        return any(find_whens(self.body, *self.body.sentence_at(place, 400)) for place in places)

    def _placed(self) -> Event | None:
        return next((event for event in self.lead if event.role is Role.INSIDE), None)

    def _any_dated(self) -> bool:
        """Whether any mention that states the meeting stands in a sentence with a day."""
        held = any(self._is_dated(event) for event in self.lead if event.role in (Role.HELD, Role.CHAIRED))
        if self.sitting and find_whens(self.body, self.sitting.start, min(len(self.body), self.sitting.start + 300)):
            return True
        return held or self._inside_dated()

    def _is_old(self, event: Event) -> bool:
        """Whether the sentence that leads up to the mention speaks of years long past."""
        first, _ = self.body.sentence_at(event.start)
        years = [int(year) for year in _YEAR.findall(self.body.low, first, event.start)]
        return bool(years and self.published and max(years) < self.published.year - 1)

    def _is_stale(self, first: int, last: int) -> bool:
        """Whether the day in the anchor's sentence lies long before the article."""
        days = [when.day for when in find_whens(self.body, first, last, self.published) if when.day]
        return bool(days and self.published and min(self.published - day for day in days) > STALE)

    def _opens_sentence(self, event: Event) -> bool:
        """'Buổi làm việc nhằm …', 'Hội nghị nghe …' as a sentence of its own."""
        start = self.body.sentence_at(event.start)[0]
        return event.role is Role.NAMED and not self.body.low[start : event.start].strip()

    def _titled(self) -> Iterator[Reason]:
        own = [event for event in self.in_title if event.role is not Role.CITED and event.role not in AHEAD]
        if own:
            held = any(event.role in (Role.HELD, Role.CHAIRED, Role.INSIDE) for event in own)
            yield (3, f"title_held: {own[0].noun}") if held else (2, f"title_names: {own[0].noun}")
        elif match := _gerund(self.title):
            yield 2, f"title_gerund: {match[0]}"

    def _spoken(self) -> Iterator[Reason]:
        """'Phát biểu tại hội nghị', 'kết luận buổi làm việc' anywhere in the body; words of chairing in the lead."""
        spoken = sum(event.role in (Role.AT, Role.INSIDE, Role.CHAIRED) for event in self.in_body)
        if spoken:
            yield 2 if spoken > 2 else 1, f"spoken_at: {spoken}"
        if any(event.role is Role.CHAIRED for event in self.lead):
            yield 1, "chaired"

    def _announced(self) -> Iterator[Reason]:
        """Signs that the meeting is still to come, or will not come."""
        named = any(event.role is Role.INSIDE and event.noun not in _VERBS for event in self.lead)
        coming = [event for event in self.lead if event.role in AHEAD and not (named and event.noun in _VERBS)]
        ahead = coming[0] if coming else None
        inside = any(event.role is Role.INSIDE and ahead and event.start < ahead.start for event in self.lead)
        if ahead and not inside and not self._is_another(ahead):
            yield -5, f"{ahead.role}: {ahead.noun}"
        titled = next((event for event in self.in_title if event.role in AHEAD), None)
        if titled and not (self._is_early() and (self.anchor is None or self.anchor.noun != titled.noun)):
            yield -4, f"{titled.role}_title: {titled.noun}"
        first, last = self.body.sentence_at(self.anchor.start) if self.anchor else (0, 0)
        if self.published and (
            is_ahead(self.title, 0, len(self.title), self.published) or is_ahead(self.body, first, last, self.published)
        ):
            yield -4, "date_ahead"

    def _is_another(self, ahead: Event) -> bool:
        """Whether the meeting to come is not the one that the article states as held."""
        if self.anchor is None:
            return False
        titled = any(event.noun == self.anchor.noun for event in self.in_title if event.role is not Role.CITED)
        if titled and ahead.noun != self.anchor.noun:
            return True
        return ahead.start > self.anchor.start or (ahead.noun != self.anchor.noun and self._is_dated(self.anchor))

    def _to_come(self, names: set[str]) -> MeetingStatus | None:
        """What an article that reports no meeting says of one to come, where that is what it is about."""
        other = {"speech", "full_text", "interview", "document_text", "press_conference", "digest"}
        if any(event.role is Role.FUTURE for event in self.in_title):
            other.remove("press_conference")  # it presents the meeting that the headline announces
        if names & other:
            return None
        for event in (*self.in_title, *self.lead):
            if event.role is Role.POSTPONED:
                return MeetingStatus.POSTPONED
            if event.role is Role.CANCELLED:
                return MeetingStatus.CANCELLED
        ahead = [event for event in self.lead if event.role is Role.FUTURE]
        titled = any(event.role is not Role.CITED for event in self.in_title)
        if "date_ahead" in names and (self.anchor or titled):
            return MeetingStatus.ANNOUNCED
        if ahead and (titled or ahead[0].start < EARLY * 2) and "future" in names:
            return MeetingStatus.ANNOUNCED
        return MeetingStatus.ANNOUNCED if "future_title" in names and ahead else None

    def _with_unnamed(self) -> tuple[Event, ...]:
        """The body's mentions and, where none is the meeting's own, the words that state it without naming it."""
        if self.anchor and self.anchor not in self.in_body:
            return (self.anchor, *self.in_body)
        if any(event.role in (Role.INSIDE, Role.AT, Role.HELD, Role.CHAIRED) for event in self.in_body):
            return self.in_body
        if self.sitting:
            sitting = self.sitting
            return (Event(sitting.start, sitting.end, "kỳ họp", Role.HELD, sitting.end), *self.in_body)
        lead = min(len(self.body), LEAD)
        heard = _HEARING.search(self.body.low, 0, lead)
        for match, noun in (
            (_gerund(self.body, lead), "hội nghị"),
            (heard, "cuộc họp"),
            (_chairs_alone(self.body, lead), "cuộc họp"),
        ):
            if match:
                return (Event(*match.span(), noun, Role.HELD, match.start()), *self.in_body)
        return self.in_body
