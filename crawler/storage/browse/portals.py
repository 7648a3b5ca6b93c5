"""Figures of portals for people: newest item, last run, articles a day, gaps. Each query is bounded by an index.

Days and months are those of publication, in Vietnam.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from crawler.storage.tables import articles, runs

RUNS = 30  # listed of one portal
MONTHS = 180  # shown of one portal at most, the latest


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run: when (ISO 8601 at +07:00), how it ended (None while it goes on), what it did, and from where."""

    started_at: str
    ended_at: str | None
    why_ended: str | None
    host: str
    version: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Activity:
    """A portal in a list: its newest article's moment, and its last run."""

    newest: str | None
    last_run: RunLine | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a single article between two with some; `first` and `last` are the days that lack them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def crawled(connection: Connection) -> list[str]:
    """The ids of all portals that were ever crawled: one step of an index each."""
    found: list[str] = []
    query = select(func.min(runs.c.portal))
    portal = connection.execute(query).scalar()
    while portal is not None:
        found.append(portal)
        portal = connection.execute(query.where(runs.c.portal > portal)).scalar()
    return found


def activity(connection: Connection, portal: str) -> Activity:
    """What lists show of a portal."""
    newest = connection.execute(select(func.max(articles.c.published_at)).where(articles.c.portal == portal)).scalar()
    last = run_lines(connection, portal, 1)
    return Activity(newest, last[0] if last else None)


def run_lines(connection: Connection, portal: str, most: int = RUNS) -> list[RunLine]:
    """The portal's runs, the latest first."""
    c = runs.c
    query = select(c.started_at, c.ended_at, c.why_ended, c.host, c.version, c.counts).where(c.portal == portal)
    rows = connection.execute(query.order_by(c.id.desc()).limit(most))
    return [RunLine(*row[:5], _counts(row.counts)) for row in rows]


def articles_by_day(connection: Connection, portal: str, since: date) -> dict[date, int]:
    """How many articles of each day since then are stored."""
    c = articles.c
    day = func.substr(c.published_at, 1, 10)
    query = select(day, func.count()).where(c.portal == portal, c.published_at >= since.isoformat()).group_by(day)
    return {date.fromisoformat(text): count for text, count in connection.execute(query)}


def by_week(counts: dict[date, int], today: date, weeks: int) -> list[tuple[date, int]]:
    """Sums of the last `weeks` weeks, each with its Monday, oldest first; the week of `today` is the last."""
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    sums = dict.fromkeys(starts, 0)
    for day, count in counts.items():
        start = day - timedelta(days=day.weekday())
        if start in sums:
            sums[start] += count
    return list(sums.items())


def by_month(connection: Connection, portal: str, until: date) -> list[tuple[str, int]]:
    """Articles of each month ('2026-01') from the portal's first to `until`, months without any included."""
    c = articles.c
    month = func.substr(c.published_at, 1, 7)
    query = select(month, func.count()).where(
        c.portal == portal, c.published_at < (until + timedelta(days=1)).isoformat()
    )
    found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query.group_by(month))}
    if not found:
        return []
    year, number = map(int, min(found).split("-"))
    months: list[tuple[str, int]] = []
    while (year, number) <= (until.year, until.month):
        text = f"{year:04}-{number:02}"
        months.append((text, found.get(text, 0)))
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return months[-MONTHS:]


def gaps(counts: dict[date, int], today: date, least: timedelta, most: int = 8) -> list[Gap]:
    """Spans of at least `least` without an article between the first day that has one and today, the longest first."""
    present = sorted(day for day in counts if day <= today)
    pairs = pairwise([*present, today + timedelta(days=1)])
    found = [Gap(one + timedelta(days=1), other - timedelta(days=1)) for one, other in pairs if other - one > least]
    return sorted(found, key=lambda gap: (-gap.days, gap.first))[:most]


def _counts(text: str) -> dict[str, int]:
    found: Any = orjson.loads(text)
    return {str(name): count for name, count in found.items() if isinstance(count, int)}
