"""One article's text → the facts of the meeting that it reports, each with the span that states it."""

from __future__ import annotations

from datetime import date, datetime

from crawler.base.clock import to_vietnam
from crawler.meetings import facts
from crawler.meetings.agenda import find_agenda
from crawler.meetings.bodies import body_of, carrying_body, deciding_body, opening_body
from crawler.meetings.genres import LEAD
from crawler.meetings.held_on import When, find_whens
from crawler.meetings.kinds import read_kind
from crawler.meetings.notes import Notes, Texts
from crawler.meetings.numbering import family_of, find_numbering
from crawler.meetings.ordinals import ordinal_value
from crawler.meetings.own import Source, own_mentions
from crawler.meetings.place import find_bridge, find_online, find_place
from crawler.meetings.recognise import Recognition, recognise
from crawler.meetings.sittings import sitting_body
from crawler.meetings.text import Text
from crawler.model.items import Meeting, MeetingStatus


def read_meeting(title: str, body: str, published: date | datetime | None) -> Meeting | None:
    """The meeting that an article reports or announces (see its `status`), or None where it does neither.

    `published` gives days without a year theirs; a moment is taken at +07:00.
    """
    texts = Texts(Text(title), Text(body))
    day = to_vietnam(published).date() if isinstance(published, datetime) else published
    verdict = recognise(texts.title, texts.body, day)
    if verdict.status is None:
        return None
    return _Reader(texts, verdict, verdict.status, day).read()


class _Reader:
    """Collects the facts of one report and the evidence for each."""

    def __init__(self, texts: Texts, verdict: Recognition, status: MeetingStatus, published: date | None) -> None:
        self.texts = texts
        self.verdict = verdict
        self.status = status
        self.published = published
        self.notes = Notes(texts)
        self.own = own_mentions(verdict)

    def read(self) -> Meeting:
        source, event = self.own[0]
        body_name = self._body_name()
        text = self.texts[source]
        first, last = text.sentence_at(event.start)
        kind = read_kind(
            event.noun,
            self._tail(text.low[event.end : min(last, event.end + 90)], event.noun),
            body_name,
            self.texts.title.low + " " + text.low[first:last],
        )
        self.notes.note("kind", source, event.start, event.end)
        self.notes.note("status", source, min(event.verb, event.start), max(event.verb, event.end))
        meeting = Meeting(status=self.status, kind=kind, body_name=body_name)
        self._numbering(meeting)
        self._time(meeting)
        self._place(meeting)
        self._agenda(meeting)
        if self.status is MeetingStatus.HELD:
            facts.read_people_present(meeting, self.notes)
            facts.read_acts(meeting, self.notes)
            facts.read_tasks(meeting, self.notes)
        facts.read_documents(meeting, self.notes)
        facts.read_figures(meeting, self.notes)
        meeting.evidence = self.notes.evidence
        return meeting

    def _tail(self, tail: str, noun: str) -> str:
        """The words behind the noun that say what sort it was, by its own first mention or a fuller one."""
        for source, event in self.own:
            more = self.texts[source].low[event.end : event.end + 90]
            if event.noun == noun and more.startswith(" giao ban"):
                return more
        return tail

    def _body_name(self) -> str | None:
        family = family_of(self.own[0][1].noun)
        whole = "kỳ họp" if self.own[0][1].noun.endswith((" tổ", "chất vấn")) else family
        for source, event in self.own:
            if family_of(event.noun) not in (family, whole) and source != "title":
                continue
            if span := body_of(self.texts[source], event):
                return self.notes.note("body_name", source, *span)
        body = self.texts.body
        reach = min(len(body), LEAD)
        span = carrying_body(body, 0, reach) or opening_body(body)
        if span is None and family == "kỳ họp":
            span = sitting_body(body, reach)
        if span is None and (placed := next((event for source, event in self.own if source == "body"), None)):
            span = deciding_body(body, placed.end, body.sentence_at(placed.start)[1])
        if span is None and (titled := opening_body(self.texts.title)):
            return self.notes.note("body_name", "title", *titled)
        return self.notes.maybe("body_name", span)

    def _numbering(self, meeting: Meeting) -> None:
        for field, source, span in find_numbering(self.texts.title, self.texts.body, self.own, self.verdict):
            printed = self.notes.note(field, source, *span)
            if field == "ordinal":
                meeting.ordinal = ordinal_value(printed)
            elif field == "term":
                meeting.term = printed
            else:
                meeting.tenure = "-".join(part.strip() for part in self.texts[source].flat[slice(*span)].split("-"))

    def _time(self, meeting: Meeting) -> None:
        found = self._when()
        if found is None:
            return
        source, when = found
        if when.day:
            meeting.held_on = when.day
            meeting.held_on_precision = "day"
            self.notes.note("held_on", source, when.start, when.end)
            if when.last:
                meeting.ends_on = when.last
                self.notes.note("ends_on", source, when.start, when.end)
        if when.part and when.part_span:
            meeting.part_of_day = when.part
            self.notes.note("part_of_day", source, *when.part_span)

    def _when(self) -> tuple[Source, When] | None:
        body = self.texts.body
        stretches: list[tuple[Source, int, int]] = []
        if anchor := self.verdict.anchor:
            stretches.append(("body", *body.sentence_at(anchor.start)))
        stretches.extend((source, *self.texts[source].sentence_at(event.start)) for source, event in self.own[:2])
        stretches.extend(("body", *sentence) for sentence in body.sentences[:4] if sentence[0] < LEAD)
        stretches.append(("title", 0, len(self.texts.title)))
        ahead = self.status is not MeetingStatus.HELD
        for source, first, last in stretches:
            whens = find_whens(self.texts[source], first, last, self.published, ahead=ahead)
            if whens:
                opens = whens[0].start - first < 3  # 'Ngày 28/2, … họp về sự cố sáng qua'
                return source, whens[0] if opens else next((when for when in whens if when.part), whens[0])
        return None

    def _place(self, meeting: Meeting) -> None:
        body = self.texts.body
        span = None
        if anchor := self.verdict.anchor or next((event for source, event in self.own if source == "body"), None):
            first, last = body.sentence_at(anchor.start)
            span = find_place(body, first, anchor.start, last)
        meeting.place = self.notes.maybe("place", span or find_bridge(body, 0, min(len(body), LEAD)))
        stretches: list[tuple[Source, int]] = [("title", len(self.texts.title)), ("body", min(len(body), LEAD))]
        for source, last in stretches:
            if online := find_online(self.texts[source], 0, last):
                meeting.online = True
                self.notes.note("online", source, *online)
                break

    def _agenda(self, meeting: Meeting) -> None:
        event = self.verdict.anchor or next((event for source, event in self.own if source == "body"), None)
        if event:
            meeting.agenda = self.notes.maybe("agenda", find_agenda(self.texts.body, event.end, event.verb))
