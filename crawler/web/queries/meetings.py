"""Meeting reports: newest first, filtered, the reports of one event together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, bindparam, func, or_, select, tuple_

from crawler.database.tables import articles, meeting_names, meetings
from crawler.meetings.keys import body_key, document_key, person_key, plain_body_key
from crawler.meetings.named import KEY_CHARS
from crawler.model.items import MeetingKind, MeetingStatus
from crawler.registry.provinces import all_provinces, by_name
from crawler.vietnamese import fold
from crawler.web.queries.paging import Page, newest_first, page

TOGETHER = 30  # reports shown of one event at most
SAME_DAY = 4  # reports looked at for each event of a day
COMMON = 1000  # reports with a name: from this number on, the newest reports are searched for the name


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
    status: MeetingStatus | None = None

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
    """Reports that fit, the newest first: by publication, or by day where days are given.

    With `events` an event is shown once, under the newest of its reports that fit. Raises `UserError` for a bad cursor.
    """
    m = _M
    held = by_day(wanted)
    order = m.c.day if held else m.c.reported_at
    query = _listed(m).where(*conditions(connection, wanted, m))
    if events:
        newer = _NEWER
        its_order = newer.c.day if held else newer.c.reported_at
        later = tuple_(its_order, newer.c.article) > tuple_(order, m.c.article)
        query = query.where(~select(newer.c.article).where(later, *_same_event(wanted, newer, m.c.event)).exists())
    rows = connection.execute(newest_first(query, order, m.c.article, after, most)).all()
    return page([Listed(*row) for row in rows], most, lambda one: (one.day if held else one.reported_at, one.article))


def by_day(wanted: MeetingFilter) -> bool:
    """Whether reports that fit are in order by their days: else by publication."""
    return wanted.since is not None or wanted.until is not None


def of_events(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Listed]]:
    """All reports of each event, the newest first, at most `TOGETHER` of one."""
    found: dict[int, list[Listed]] = {number: [] for number in numbers}
    for row in connection.execute(_OF_EVENTS, {"events": list(found)}):
        found[row.event].append(Listed(*row))
    return found


def same_day(connection: Connection, one: Listed, most: int) -> list[Listed]:
    """Reports of other events of its day, of its province, or of its portal where this belongs to none: one of each."""
    m = _M
    its = select(m.c.province_code, m.c.portal).where(m.c.article == one.article)
    row = connection.execute(its).first()
    if row is None:
        return []
    place = m.c.province_code == row[0] if row[0] else m.c.portal == row[1]
    query = _listed(m).where(place, m.c.day == one.day, m.c.event != one.event)
    found: dict[int, Listed] = {}
    for other in connection.execute(query.order_by(m.c.article).limit(most * SAME_DAY)):
        found.setdefault(other.event, Listed(*other))
    return list(found.values())[:most]


def of_article(connection: Connection, article: str) -> Listed | None:
    """The article as a report; None where it is not one."""
    row = connection.execute(_OF_ARTICLE, {"article": article}).first()
    return Listed(*row) if row else None


def province_of(place: str) -> str | None:
    """The code of the province that a body's name says, by its folded name; None for what is none today."""
    found = by_name(place)
    return found.code if found else None


def place_of(province: str | None) -> str | None:
    """A province's name as keys of bodies have it."""
    found = all_provinces().get(province or "")
    return fold(found.name) if found else None


def _listed(m: FromClause) -> Select[Any]:
    query = select(m.c.article, articles.c.seq, m.c.event, m.c.reported_at, m.c.day)
    return query.join(articles, articles.c.id == m.c.article)


def _of_events() -> Select[Any]:
    place = func.row_number().over(partition_by=_M.c.event, order_by=[_M.c.reported_at.desc(), _M.c.article.desc()])
    ranked = select(_M.c.article, _M.c.event, _M.c.reported_at, _M.c.day, place.label("place"))
    r = ranked.where(_M.c.event.in_(bindparam("events", expanding=True))).subquery("ranked")
    return _listed(r).where(r.c.place <= TOGETHER).order_by(r.c.event, r.c.place)


# Built once: SQLAlchemy needs longer to build them than the database to run them.
_M, _NEWER = meetings.alias("m"), meetings.alias("newer")
_OF_EVENTS = _of_events()
_OF_ARTICLE = _listed(_M).where(_M.c.article == bindparam("article"))


def conditions(connection: Connection, wanted: MeetingFilter, m: FromClause) -> list[ColumnElement[bool]]:
    """The filter as conditions on the table `meetings` under the alias `m`."""
    names = [
        _walked(m, apart) if _common(connection, criteria) else _looked_up(m, criteria)
        for criteria, apart in zip(_names(wanted), _names(wanted, apart=True), strict=True)
    ]
    return [*_own(wanted, m.c.province_code, m.c.kind, m.c.portal, m.c.day, m.c.status), *_of_place(wanted, m), *names]


def _same_event(wanted: MeetingFilter, m: FromClause, event: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """The filter among the few reports of an event; columns are wrapped, so that only the index of events is used."""
    columns = (one.concat("") for one in (m.c.province_code, m.c.kind, m.c.portal, m.c.day, m.c.status))
    names = [_walked(m, criteria) for criteria in _names(wanted, apart=True)]
    return [m.c.event == event, *_own(wanted, *columns), *_of_place(wanted, m), *names]


def _own(
    wanted: MeetingFilter,
    province: ColumnElement[str],
    kind: ColumnElement[str],
    portal: ColumnElement[str],
    day: ColumnElement[str],
    status: ColumnElement[str],
) -> Iterator[ColumnElement[bool]]:
    if wanted.province is not None:
        yield province == wanted.province
    if wanted.kind is not None:
        yield kind == wanted.kind.value
    if wanted.status is not None:
        yield status == wanted.status.value
    if wanted.portal is not None:
        yield portal == wanted.portal
    if wanted.since is not None:
        yield day >= wanted.since.isoformat()
    if wanted.until is not None:
        yield day <= wanted.until.isoformat()


def _of_place(wanted: MeetingFilter, m: FromClause) -> Iterator[ColumnElement[bool]]:
    """A province in a body's name excludes others, but not reports that state none."""
    place = body_key(wanted.body).place if wanted.body is not None and not wanted.body.isascii() else None
    if place is not None:
        yield or_(m.c.body_place.is_(None), m.c.body_place == place)


Criteria = Sequence[ColumnElement[bool]]


def _names(wanted: MeetingFilter, apart: bool = False) -> Iterator[Criteria]:
    """Conditions on rows of `meeting_names`, one for each name asked for; `apart`: without an index."""
    n = meeting_names.c
    field, plain, marked = (one.concat("") if apart else one for one in (n.field, n.plain, n.marked))
    for name, key in (
        ("person", person_key(wanted.person) if wanted.person is not None else None),
        ("document", document_key(wanted.document) if wanted.document is not None else None),
    ):
        if key is not None:
            same = [field == name, plain == fold(key, False)[:KEY_CHARS]]
            yield same if key.isascii() else [*same, marked == key[:KEY_CHARS]]
    if wanted.body is not None and wanted.body.isascii():
        yield [field == "body", *_begins(plain, plain_body_key(wanted.body))]
    elif wanted.body is not None:
        key = body_key(wanted.body).name
        yield [field == "body", *_begins(plain, fold(key, False)), *_begins(marked, key)]


def _begins(column: ColumnElement[str], name: str) -> Criteria:
    """The name, or it and further words: keys are words and spaces, and '!' comes next after the space."""
    name = name[:KEY_CHARS]
    return column >= name, column < f"{name}!"


def _common(connection: Connection, criteria: Criteria) -> bool:
    """Whether so many reports have a name that it is quicker to look for it in each of the newest reports."""
    some = select(meeting_names.c.article).where(*criteria).limit(COMMON).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() >= COMMON


def _looked_up(m: FromClause, criteria: Criteria) -> ColumnElement[bool]:
    return m.c.article.in_(select(meeting_names.c.article).where(*criteria))


def _walked(m: FromClause, criteria: Criteria) -> ColumnElement[bool]:
    return select(meeting_names.c.article).where(meeting_names.c.article == m.c.article, *criteria).exists()
