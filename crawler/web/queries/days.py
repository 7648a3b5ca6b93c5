"""Meetings counted by day, kind and province; and those of one month, to name a few in each day of a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from crawler.database.tables import articles, meetings
from crawler.web.queries.meetings import MeetingFilter, conditions

MOST_DAYS = 371  # counted at once: 53 weeks
_M = meetings.alias("m")


@dataclass(frozen=True, slots=True)
class Row:
    """A report as a line in a list. `day`: the meeting's where stated, else the report's (ISO 8601)."""

    article: str
    event: int
    day: str
    kind: str
    status: str
    body_name: str | None
    province_code: str | None
    portal: str
    title: str


ROW: Sequence[str] = ("article", "event", "day", "kind", "status", "body_name", "province_code", "portal")


def rows() -> Select[Any]:
    """The query of `Row`s, to be narrowed: the table `meetings`, joined with its articles."""
    return select(*(meetings.c[name] for name in ROW), articles.c.title).join(
        articles, articles.c.id == meetings.c.article
    )


def of_articles(connection: Connection, keys: Iterable[str]) -> dict[str, Row]:
    """Reports by the ids of their articles."""
    found = connection.execute(rows().where(meetings.c.article.in_(list(keys))))
    return {row.article: Row(*row) for row in found}


def by_day(connection: Connection, wanted: MeetingFilter) -> dict[date, dict[int, str]]:
    """The events of each day from `since` to `until`, each with one of its reports. Both days are needed, at most
    `MOST_DAYS` apart."""
    _check(wanted)
    query = (
        select(_M.c.day, _M.c.event, func.min(_M.c.article))
        .where(*conditions(connection, wanted, _M))
        .group_by(_M.c.day, _M.c.event)
    )
    found: dict[date, dict[int, str]] = {}
    for day, event, article in connection.execute(query):
        read = _read(day)
        if read is not None:
            found.setdefault(read, {})[event] = article
    return found


def counts(connection: Connection, wanted: MeetingFilter) -> dict[date, int]:
    """How many events each day has reports of, within the same bounds."""
    _check(wanted)
    query = (
        select(_M.c.day, func.count(_M.c.event.distinct()))
        .where(*conditions(connection, wanted, _M))
        .group_by(_M.c.day)
    )
    return {day: count for text, count in connection.execute(query) if (day := _read(text)) is not None}


def by_kind(connection: Connection, wanted: MeetingFilter) -> dict[date, Counter[str]]:
    """How many events of each kind the weeks from `since` to `until` have, by their Mondays; without a `kind`."""
    _check(wanted)
    query = (
        select(_M.c.day, _M.c.kind, func.count(_M.c.event.distinct()))
        .where(*conditions(connection, wanted, _M))
        .group_by(_M.c.day, _M.c.kind)
    )
    found: dict[date, Counter[str]] = {}
    for text, kind, count in connection.execute(query):
        day = _read(text)
        if day is not None:
            found.setdefault(day - timedelta(days=day.weekday()), Counter())[kind] += count
    return found


def by_province(connection: Connection, codes: Iterable[str], since: date, until: date) -> Mapping[str, int]:
    """How many events of these days each province has reports of."""
    c = meetings.c
    query = (
        select(c.province_code, func.count(c.event.distinct()))
        .where(c.province_code.in_(list(codes)), c.day >= since.isoformat(), c.day <= until.isoformat())
        .group_by(c.province_code)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def last_day(connection: Connection, wanted: MeetingFilter, before: date) -> date | None:
    """The last day before `before` that has a report that fits; else the first after it."""
    earlier = replace(wanted, since=None, until=before - timedelta(days=1))
    later = replace(wanted, since=before, until=None)
    for one, order in ((earlier, _M.c.day.desc()), (later, _M.c.day)):
        query = select(_M.c.day).where(*conditions(connection, one, _M)).order_by(order).limit(1)
        found = _read(connection.execute(query).scalar() or "")
        if found is not None:
            return found
    return None


def _check(wanted: MeetingFilter) -> None:
    if wanted.since is None or wanted.until is None or (wanted.until - wanted.since).days > MOST_DAYS:
        raise ValueError("days are counted within a bounded range")


def _read(text: str) -> date | None:
    """A stored day; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
