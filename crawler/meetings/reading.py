"""One article's text → the facts of the meeting that it reports, each with the span that states it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from crawler.clock import to_vietnam
from crawler.items import DocumentCited, Figure, Meeting, MeetingStatus, Person, Span
from crawler.meetings.attendees import find_attendees
from crawler.meetings.bodies import body_of, carrying_body, opening_body
from crawler.meetings.chairs import find_chairs
from crawler.meetings.documents import find_documents
from crawler.meetings.figures import find_figures
from crawler.meetings.held_on import When, find_whens
from crawler.meetings.kinds import read_kind
from crawler.meetings.numbering import find_numbering
from crawler.meetings.ordinals import ordinal_value
from crawler.meetings.people import Mention
from crawler.meetings.place import find_bridge, find_online, find_place
from crawler.meetings.genres import LEAD
from crawler.meetings.own import own_mentions
from crawler.meetings.recognise import Recognition, recognise
from crawler.meetings.text import Text

Source = Literal["title", "body"]


def read_meeting(title: str, body: str, published: date | datetime | None) -> Meeting | None:
    """The meeting that an article reports, or None where it reports none.

    `published` gives days without a year theirs; a moment is taken at +07:00.
    """
    texts = _Texts(Text(title), Text(body))
    day = to_vietnam(published).date() if isinstance(published, datetime) else published
    verdict = recognise(texts.title, texts.body, day)
    if verdict.status is None:
        return None
    return _Reader(texts, verdict, day).read()


class _Texts:
    def __init__(self, title: Text, body: Text) -> None:
        self.title = title
        self.body = body

    def __getitem__(self, source: Source) -> Text:
        return self.title if source == "title" else self.body


class _Reader:
    """Collects the facts of one report and the evidence for each."""

    def __init__(self, texts: _Texts, verdict: Recognition, published: date | None) -> None:
        self.texts = texts
        self.verdict = verdict
        self.published = published
        self.evidence: list[Span] = []
        self.own = own_mentions(verdict)

    def read(self) -> Meeting:
        source, event = self.own[0]
        body_name = self._body_name()
        text = self.texts[source]
        first, last = text.sentence_at(event.start)
        kind = read_kind(
            event.noun,
            text.low[event.end : min(last, event.end + 90)],
            body_name,
            self.texts.title.low + " " + text.low[first:last],
        )
        self._note("kind", source, event.start, event.end)
        self._note("status", source, min(event.verb, event.start), max(event.verb, event.end))
        meeting = Meeting(status=self.verdict.status or MeetingStatus.HELD, kind=kind, body_name=body_name)
        self._numbering(meeting)
        self._time(meeting)
        self._place(meeting)
        self._people(meeting)
        self._documents(meeting)
        self._figures(meeting)
        meeting.evidence = self.evidence
        return meeting

    def _note(self, field: str, source: Source, start: int, end: int) -> str:
        """Record where `field` is stated; returns the words as printed."""
        text = self.texts[source]
        first, last = text.span(start, end)
        self.evidence.append(Span(field=field, source=source, start=first, end=last))
        return text.printed(start, end)

    def _body_name(self) -> str | None:
        for source, event in self.own:
            if span := body_of(self.texts[source], event):
                return self._note("body_name", source, *span)
        body = self.texts.body
        span = carrying_body(body, 0, min(len(body), LEAD)) or opening_body(body)
        return self._note("body_name", "body", *span) if span else None

    def _numbering(self, meeting: Meeting) -> None:
        for field, source, span in find_numbering(self.texts.title, self.texts.body, self.own, self.verdict):
            printed = self._note(field, source, *span)
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
            self._note("held_on", source, when.start, when.end)
        if when.part and when.part_span:
            meeting.part_of_day = when.part
            self._note("part_of_day", source, *when.part_span)

    def _when(self) -> tuple[Source, When] | None:
        body = self.texts.body
        stretches: list[tuple[Source, int, int]] = []
        if anchor := self.verdict.anchor:
            stretches.append(("body", *body.sentence_at(anchor.start)))
        stretches.extend(("body", *sentence) for sentence in body.sentences[:4] if sentence[0] < LEAD)
        stretches.append(("title", 0, len(self.texts.title)))
        for source, first, last in stretches:
            whens = find_whens(self.texts[source], first, last, self.published)
            if whens:
                return source, next((when for when in whens if when.part), whens[0])
        return None

    def _place(self, meeting: Meeting) -> None:
        body = self.texts.body
        span = None
        if anchor := self.verdict.anchor:
            first, last = body.sentence_at(anchor.start)
            span = find_place(body, first, anchor.start, last)
        if span := span or find_bridge(body, 0, min(len(body), LEAD)):
            meeting.place = self._note("place", "body", *span)
        stretches: list[tuple[Source, int]] = [("title", len(self.texts.title)), ("body", min(len(body), LEAD))]
        for source, last in stretches:
            if span := find_online(self.texts[source], 0, last):
                meeting.online = True
                self._note("online", source, *span)
                break

    def _people(self, meeting: Meeting) -> None:
        chairs = find_chairs(self.texts.body)
        names = {self.texts.body.low[slice(*mention.name)] for mention in chairs}
        meeting.chairs = self._persons("chairs", chairs)
        attendees = [m for m in find_attendees(self.texts.body) if self.texts.body.low[slice(*m.name)] not in names]
        meeting.attendees = self._persons("attendees", attendees)

    def _persons(self, field: str, mentions: list[Mention]) -> list[Person]:
        persons = []
        for index, mention in enumerate(mentions):
            name = self._note(f"{field}.{index}", "body", *mention.name)
            posts = [self._note(f"{field}.{index}.posts.{at}", "body", *post) for at, post in enumerate(mention.posts)]
            persons.append(Person(name=name, posts=posts))
        return persons

    def _documents(self, meeting: Meeting) -> None:
        for index, cited in enumerate(find_documents(self.texts.body)):
            field = f"documents_cited.{index}"
            self._note(field, "body", *cited.symbol)
            document = DocumentCited(number=cited.number, date=cited.issued)
            if cited.kind:
                document.kind = self._note(f"{field}.kind", "body", *cited.kind)
            if cited.issued_span:
                self._note(f"{field}.date", "body", *cited.issued_span)
            if cited.issuer:
                document.issuer = self._note(f"{field}.issuer", "body", *cited.issuer)
            if cited.title:
                document.title = self._note(f"{field}.title", "body", *cited.title)
            meeting.documents_cited.append(document)

    def _figures(self, meeting: Meeting) -> None:
        for index, stated in enumerate(find_figures(self.texts.body)):
            field = f"figures.{index}"
            figure = Figure(value=stated.value, text=self._note(field, "body", *stated.span))
            figure.unit = self._note(f"{field}.unit", "body", *stated.unit)
            if stated.what:
                figure.what = self._note(f"{field}.what", "body", *stated.what)
            if stated.change:
                figure.change = self._note(f"{field}.change", "body", *stated.change)
            if stated.compared_with:
                figure.compared_with = self._note(f"{field}.compared_with", "body", *stated.compared_with)
            meeting.figures.append(figure)
