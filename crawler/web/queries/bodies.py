"""One body: which one a name means, and the meetings that reports state of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, func, select

from crawler.database.tables import meeting_names, meetings
from crawler.meetings.keys import body_key, plain_body_key
from crawler.meetings.linking import KEY_CHARS
from crawler.vietnamese import fold
from crawler.web.queries.meetings import COMMON, place_of, province_of

MOST = 1000
"""Reports that a body's page rests on, the newest by day."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its name as printed, its key, and its province where the name or the reader says it."""

    name: str
    key: str
    place: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting of a body, from the report that names its ordinal, else from the newest. `day`: ISO 8601."""

    article: str
    event: int
    day: str
    kind: str
    status: str
    ordinal: int | None
    term: str | None
    tenure: str | None
    province_code: str | None


def body(connection: Connection, name: str, province: str | None) -> Body:
    """The body that a name means; a name without diacritics is looked for among those of reports."""
    if name.isascii():
        name = _with_marks(connection, name, province) or name
    key = body_key(name)
    stated = province_of(key.place) if key.place else None
    return Body(name, key.name[:KEY_CHARS], key.place, stated or province)


def sittings(connection: Connection, one: Body) -> list[Sitting]:
    """The meetings of a body, the newest first, each once.

    Reports that state its province, wherever they appeared; and those of its province that state none. Without any
    province: all that have its name.
    """
    m = meetings.c
    found: list[Sitting] = []
    today = place_of(one.province)
    place = one.place or today
    if place is not None:
        found += _reports(connection, f"{one.key} {place}", [m.body_place == place])
    if one.province is None:
        found += _reports(connection, one.key, []) if place is None else []
    elif place == today:
        found += _reports(connection, one.key, [m.body_place.is_(None), m.province_code == one.province])
    return _once(sorted(found, key=lambda row: (row.day, row.article), reverse=True)[:MOST])


def provinces_with(connection: Connection, key: str) -> Counter[str]:
    """Of how many of the newest reports with a body of this key each province is."""
    n = meeting_names.c
    some = select(n.article).where(n.field == "body", n.plain == fold(key, False), n.marked == key).limit(COMMON)
    query = select(meetings.c.province_code, func.count()).where(meetings.c.article.in_(some))
    return Counter(
        {code: count for code, count in connection.execute(query.group_by(meetings.c.province_code)) if code}
    )


def missing_ordinals(found: Sequence[Sitting]) -> dict[str | None, list[int]]:
    """For each term (khóa, else nhiệm kỳ; None where none is stated): the ordinals between its first and its last that
    no report states. Only where ordinals follow each other so closely that a missing one means something."""
    terms: dict[str | None, set[int]] = {}
    for one in found:
        if one.ordinal is not None and one.status == "held":
            terms.setdefault(one.term or one.tenure, set()).add(one.ordinal)
    missing = {}
    for term, known in terms.items():
        absent = sorted(set(range(min(known), max(known))) - known) if max(known) - min(known) < MOST else []
        if absent and len(known) >= len(absent):
            missing[term] = absent
    return missing


def missing_months(found: Sequence[Sitting]) -> list[date]:
    """Months without a meeting between two with one; only of a body that met in most of the months."""
    months = sorted({(int(one.day[:4]) * 12 + int(one.day[5:7]) - 1) for one in found if one.status == "held"})
    absent = [number for one, other in pairwise(months) for number in range(one + 1, other)]
    return [date(one // 12, one % 12 + 1, 1) for one in absent] if len(months) > len(absent) else []


def _reports(connection: Connection, key: str, also: Sequence[ColumnElement[bool]]) -> list[Sitting]:
    m, n, key = meetings.c, meeting_names.c, key[:KEY_CHARS]
    same = [n.field == "body", n.plain == fold(key, False)[:KEY_CHARS], n.marked == key]
    some = select(n.article).where(*same).limit(COMMON).subquery()
    many = connection.execute(select(func.count()).select_from(some)).scalar_one() >= COMMON
    named = (
        select(n.article).where(n.article == m.article, *same).exists()
        if many
        else m.article.in_(select(n.article).where(*same))
    )
    query = select(*(m[name] for name in Sitting.__dataclass_fields__)).where(named, *also)
    rows = connection.execute(query.order_by(m.day.desc(), m.article.desc()).limit(MOST))
    return [Sitting(*row) for row in rows if _is_day(row.day)]


def _once(rows: Sequence[Sitting]) -> list[Sitting]:
    found: dict[int, Sitting] = {}
    for one in rows:
        known = found.get(one.event)
        if known is None or (known.ordinal is None and one.ordinal is not None):
            found[one.event] = one
    return sorted(found.values(), key=lambda one: (one.day, one.article), reverse=True)


def _with_marks(connection: Connection, name: str, province: str | None) -> str | None:
    """The name as printed in a report, of one whose key without diacritics is this."""
    m, n = meetings.c, meeting_names.c
    query = (
        select(m.body_name)
        .join(n.article.table, n.article == m.article)
        .where(n.field == "body", n.plain == plain_body_key(name)[:KEY_CHARS])
    )
    if province is not None:
        query = query.where(m.province_code == province)
    return connection.execute(query.limit(1)).scalar()


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
