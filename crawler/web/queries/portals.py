"""Figures of portals for people: runs, articles a week and a month, gaps. Days are those of publication, in Vietnam."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import Connection, func, select

from crawler.database.tables import portal_days, runs

MONTHS = 180  # shown of one portal at most, the latest


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


def published(connection: Connection, portal: str, since: date | None = None) -> dict[date, int]:
    """How many articles of each day are stored, since then or ever."""
    c = portal_days.c
    query = select(c.day, c.published).where(c.portal == portal, c.published > 0)
    if since is not None:
        query = query.where(c.day >= since.isoformat())
    return {date.fromisoformat(row[0]): row[1] for row in connection.execute(query)}


def by_week(counts: Mapping[date, int], today: date, weeks: int) -> list[tuple[date, int]]:
    """Sums of the last `weeks` weeks, each with its Monday, oldest first; the week of `today` is the last."""
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    sums = dict.fromkeys(starts, 0)
    for day, count in counts.items():
        start = day - timedelta(days=day.weekday())
        if start in sums:
            sums[start] += count
    return list(sums.items())


def by_month(counts: Mapping[date, int], today: date) -> list[tuple[date, int]]:
    """Sums of each month, with its first day, from the first that has any to today's; at most `MONTHS`."""
    sums: dict[date, int] = {}
    for day, count in counts.items():
        if day <= today:
            sums[day.replace(day=1)] = sums.get(day.replace(day=1), 0) + count
    months: list[tuple[date, int]] = []
    month = today.replace(day=1)
    while sums and month >= min(sums) and len(months) < MONTHS:
        months.append((month, sums.get(month, 0)))
        month = (month - timedelta(days=1)).replace(day=1)
    return months[::-1]


def gaps(counts: Mapping[date, int], today: date, least: timedelta, most: int = 8) -> list[Gap]:
    """Spans of at least `least` without an article between the first day that has one and today, the longest first."""
    present = sorted(day for day in counts if day <= today)
    pairs = pairwise([*present, today + timedelta(days=1)])
    found = [Gap(one + timedelta(days=1), other - timedelta(days=1)) for one, other in pairs if other - one > least]
    return sorted(found, key=lambda gap: (-gap.days, gap.first))[:most]
