"""Meeting reports: newest first, filtered, the reports of one event together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, or_, select, tuple_

from crawler.items import MeetingKind
from crawler.meetings.keys import body_key, document_key, person_key, plain_body_key
from crawler.storage.browse.paging import Page, newest_first, page
from crawler.storage.meeting_names import KEY_CHARS, Field
from crawler.storage.tables import articles, meeting_names, meetings
from crawler.vietnamese import fold

TOGETHER = 30  # reports shown of one event at most
DAYS = 62  # days of a calendar at most


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which reports: all that is given must fit.

    `province` is a code; `body`, `person` and `document` match as rules of `crawler.watch` do: a whole name, a body
    also by the beginning of its name, and without diacritics only where none are typed. `since` and `until` bound the
    calendar's day: the meeting's where stated, else the report's.
    """

    province: str | None = None
    kind: MeetingKind | None = None
    portal: str | None = None
    body: str | None = None
    person: str | None = None
    document: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def given(self) -> dict[str, Any]:
        """What is set, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list: its article, revision, event, and places in the two orders."""

    article: str
    seq: int
    event: int
    reported_at: str
    day: str


def reports(
    connection: Connection, wanted: MeetingFilter, after: str | None = None, most: int = 20, events: bool = True
) -> Page[Listed]:
    """Reports that fit, by publication, or by day where days are asked for; the newest first.

    With `events` an event is shown once, under the newest of its reports that fit. Raises `UserError` for a bad cursor.
    """
    m = meetings.alias("m")
    by_day = wanted.since is not None or wanted.until is not None
    order = m.c.day if by_day else m.c.reported_at
    query = _listed(m).where(*conditions(wanted, m))
    if events:
        newer = meetings.alias("newer")
        its_order = newer.c.day if by_day else newer.c.reported_at
        later = tuple_(its_order, newer.c.article) > tuple_(order, m.c.article)
        query = query.where(
            ~select(newer.c.article).where(newer.c.event == m.c.event, later, *conditions(wanted, newer)).exists()
        )
    rows = connection.execute(newest_first(query, order, m.c.article, after, most)).all()
    return page([Listed(*row) for row in rows], most, lambda one: (one.day if by_day else one.reported_at, one.article))


def of_events(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Listed]]:
    """All reports of each event, the newest first, at most `TOGETHER` of one."""
    found: dict[int, list[Listed]] = {}
    m = meetings.alias("m")
    for number in dict.fromkeys(numbers):
        query = _listed(m).where(m.c.event == number)
        rows = connection.execute(query.order_by(m.c.reported_at.desc(), m.c.article.desc()).limit(TOGETHER))
        found[number] = [Listed(*row) for row in rows]
    return found


def of_article(connection: Connection, article: str) -> Listed | None:
    """The report that an article is; None where it is none."""
    m = meetings.alias("m")
    row = connection.execute(_listed(m).where(m.c.article == article)).first()
    return Listed(*row) if row else None


def days(connection: Connection, wanted: MeetingFilter) -> dict[str, int]:
    """How many events each day from `since` to `until` has reports of. Both are needed, at most `DAYS` apart."""
    if wanted.since is None or wanted.until is None or (wanted.until - wanted.since).days > DAYS:
        raise ValueError("days are counted within a bounded range")
    m = meetings.alias("m")
    query = select(m.c.day, func.count(m.c.event.distinct())).where(*conditions(wanted, m)).group_by(m.c.day)
    return {row[0]: row[1] for row in connection.execute(query)}


def _listed(m: FromClause) -> Select[Any]:
    query = select(m.c.article, articles.c.seq, m.c.event, m.c.reported_at, m.c.day)
    return query.join(articles, articles.c.id == m.c.article)


def conditions(wanted: MeetingFilter, m: FromClause) -> list[ColumnElement[bool]]:
    """The filter as conditions on the table `meetings` under the alias `m`."""
    found: list[ColumnElement[bool]] = []
    if wanted.province is not None:
        found.append(m.c.province_code == wanted.province)
    if wanted.kind is not None:
        found.append(m.c.kind == wanted.kind.value)
    if wanted.portal is not None:
        found.append(m.c.portal == wanted.portal)
    if wanted.since is not None:
        found.append(m.c.day >= wanted.since.isoformat())
    if wanted.until is not None:
        found.append(m.c.day <= wanted.until.isoformat())
    if wanted.person is not None:
        found.append(_named(m, "person", person_key(wanted.person)))
    if wanted.document is not None:
        found.append(_named(m, "document", document_key(wanted.document)))
    if wanted.body is not None:
        found.append(_of_body(m, wanted.body))
    return found


def _of_body(m: FromClause, printed: str) -> ColumnElement[bool]:
    """The body by the beginning of its name; a province in the name excludes others, but not where none is stated."""
    n = meeting_names.c
    if printed.isascii():
        return _found(m, "body", _begins(n.plain, plain_body_key(printed)))
    body = body_key(printed)
    named = _found(m, "body", _begins(n.plain, fold(body.name, False)), _begins(n.marked, body.name))
    if body.place is None:
        return named
    return and_(named, or_(m.c.body_place.is_(None), m.c.body_place == body.place))


def _named(m: FromClause, field: Field, key: str) -> ColumnElement[bool]:
    n = meeting_names.c
    same = [n.plain == fold(key, False)[:KEY_CHARS]]
    if not key.isascii():
        same.append(n.marked == key[:KEY_CHARS])
    return _found(m, field, *same)


def _begins(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """The name, or it and further words: '!' comes next after the space, so an index has both in one range each."""
    name = name[:KEY_CHARS]
    return or_(column == name, and_(column >= f"{name} ", column < f"{name}!"))


def _found(m: FromClause, field: Field, *same: ColumnElement[bool]) -> ColumnElement[bool]:
    n = meeting_names.c
    return m.c.article.in_(select(n.article).where(n.field == field, *same))
