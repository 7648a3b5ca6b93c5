"""One person across reports, and one document: conservative, so that two that may differ stay two.

A person is the same by name, province, post and time; reports of one event that name somebody mean one person. Posts
over time come from how reports introduce somebody and from
personnel acts. Somebody named without a post joins a person only where there is one of that name in the province.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from crawler.meetings.keys import document_key, person_key, read_post
from crawler.model.items import Act, DocumentCited, Meeting, ParticipantRole, Person
from crawler.vietnamese import fold

APART = timedelta(days=5 * 366)
"""How long one post can bridge: a term of office."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report that names people and documents: its article, province, day and event, and its facts."""

    article: str
    province: str | None
    day: date | None
    meeting: Meeting
    event: int | None = None


@dataclass(slots=True)
class Held:
    """A post that somebody is named with, from the first report to the last."""

    printed: str
    since: date | None
    until: date | None
    reports: int = 1


@dataclass(slots=True)
class Dossier:
    """A person: posts over time, acts about the person, and the reports that name the person."""

    name: str
    province: str | None
    posts: list[Held] = field(default_factory=list)
    acts: list[tuple[Act, Told]] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    events: set[int] = field(default_factory=set)

    def add(self, posts: Sequence[str], told: Told, act: Act | None) -> None:
        """Enter one mention."""
        for post in posts:
            known = next((held for held in self.posts if _same(held.printed, post)), None)
            if known is None:
                self.posts.append(Held(post, told.day, told.day))
            else:
                known.reports += 1
                known.since = min(filter(None, (known.since, told.day)), default=None)
                known.until = max(filter(None, (known.until, told.day)), default=None)
        if act is not None:
            self.acts.append((act, told))
        if told.article not in self.reports:
            self.reports.append(told.article)
        if told.event is not None:
            self.events.add(told.event)

    def fits(self, posts: Sequence[str], told: Told) -> bool:
        """Whether a mention with these posts is of this person: one post in common, not too long ago."""
        if self.province != told.province:
            return False
        return any(
            _same(held.printed, post)
            and (held.until is None or told.day is None or abs(told.day - held.until) <= APART)
            for held in self.posts
            for post in posts
        )


@dataclass(slots=True)
class Cited:
    """A document across reports: the fullest of what they say of it."""

    document: DocumentCited
    reports: list[str] = field(default_factory=list)


def dossiers(name: str, told: Iterable[Told]) -> list[Dossier]:
    """Everybody of that name in the reports, the earliest first."""
    key = person_key(name)
    found: list[Dossier] = []
    mentions = [
        (printed, posts, act, one)
        for one in sorted(told, key=lambda report: (report.day or date.min, report.article))
        for printed, posts, act in _mentions(key, one.meeting)
    ]
    of_event: dict[int, list[tuple[Sequence[str], Told]]] = {}
    for _, posts, _, one in mentions:
        if one.event is not None and posts:
            of_event.setdefault(one.event, []).append((posts, one))
    for printed, posts, act, one in mentions:
        if not posts:
            continue
        also = of_event.get(one.event, []) if one.event is not None else []
        known = next((dossier for dossier in found if dossier.fits(posts, one)), None) or next(
            (each for each in found if one.event in each.events or any(each.fits(*other) for other in also)), None
        )
        if known is None:
            known = Dossier(printed, one.province)
            found.append(known)
        known.add(posts, one, act)
    for printed, posts, _, one in mentions:
        if posts:
            continue
        same = [each for each in found if one.event in each.events]
        here = same or [each for each in found if each.province == one.province]
        if len(here) == 1:
            here[0].add((), one, None)
        elif not here:
            found.append(Dossier(printed, one.province))
            found[-1].add((), one, None)
    return found


def of_name(name: str, told: Sequence[Told]) -> list[Dossier]:
    """With diacritics everybody of that name; without, everybody whose name differs in nothing else."""
    key = person_key(name)
    if not key.isascii():
        return dossiers(name, told)
    names = {person_key(one) for report in told for one, _ in people_of(report.meeting)}
    alike = sorted(one for one in names if fold(one, False) == fold(key, False))
    return [dossier for one in alike for dossier in dossiers(one, told)]


def people_of(meeting: Meeting) -> Iterable[tuple[str, bool]]:
    """The people that a report names, and whether as chairs; nobody is left out, some are there several times."""
    yield from ((person.name, True) for person in meeting.chairs)
    yield from ((person.name, False) for person in meeting.attendees)
    yield from (
        (taking.name, taking.role is ParticipantRole.CHAIR)
        for taking in meeting.participants
        if taking.type == "person"
    )
    yield from ((act.person, False) for act in meeting.acts if act.person)


def cited(number: str, told: Iterable[Told]) -> list[Cited]:
    """The documents of that number: one for each kind and issuer; who states neither joins where there is only one.

    A number typed without diacritics fits one with them.
    """
    key = document_key(number)
    plain = key.isascii()
    found: list[Cited] = []
    for one in told:
        for document in one.meeting.documents_cited:
            its_key = document_key(document.number)
            if (fold(its_key, False) if plain else its_key) != key:
                continue
            same = [known for known in found if _one_document(known.document, document)]
            if len(same) == 1:
                _complete(same[0].document, document)
                same[0].reports.append(one.article)
            else:
                found.append(Cited(document.model_copy(), [one.article]))
    return found


def _mentions(key: str, meeting: Meeting) -> Iterable[tuple[str, Sequence[str], Act | None]]:
    """How a report names the person: printed name, posts, and the act that gives or takes one."""
    people: list[Person] = [*meeting.chairs, *meeting.attendees]
    people += [Person(name=one.name, posts=one.posts) for one in meeting.participants if one.type == "person"]
    posts = list(dict.fromkeys(post for one in people if person_key(one.name) == key for post in one.posts))
    named = next((one.name for one in people if person_key(one.name) == key), None)
    acts = [act for act in meeting.acts if act.person and person_key(act.person) == key]
    if named is not None:
        yield named, posts, None
    for act in acts:
        yield act.person or "", [act.post] if act.post else [], act


def _same(one: str, other: str) -> bool:
    """Whether two printed posts are one: one role, and a body that is the other's or its beginning."""
    mine, theirs = read_post(one), read_post(other)
    if mine.role != theirs.role:
        return False
    a, b = mine.body or "", theirs.body or ""
    return a == b or (bool(a and b) and (a.startswith(f"{b} ") or b.startswith(f"{a} ")))


def _one_document(known: DocumentCited, other: DocumentCited) -> bool:
    return all(
        mine is None or theirs is None or fold(mine) == fold(theirs)
        for mine, theirs in ((known.kind, other.kind), (known.issuer, other.issuer), (known.date, other.date))
    )


def _complete(known: DocumentCited, other: DocumentCited) -> None:
    known.kind = known.kind or other.kind
    known.issuer = known.issuer or other.issuer
    known.date = known.date or other.date
    known.title = known.title or other.title
