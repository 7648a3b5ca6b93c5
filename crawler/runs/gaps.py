"""Weeks with far fewer articles than a portal's own rhythm, and which of them were walked again."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select

from crawler.database.tables import articles, backfills
from crawler.database.upsert import upsert

WEEK = timedelta(days=7)
NEAR, FAR = 4, 13  # weeks to either side whose median is the usual count: for now, and through a long outage
FEWEST = 4  # a portal with fewer articles a week has no rhythm to fall out of
SHARE = 4  # a week with less than one part in so many of what is usual is a gap
AGAIN_AFTER = timedelta(days=90)  # a gap that stayed after a walk is walked again after this


@dataclass(frozen=True, slots=True)
class Gap:
    """A week (its Monday): the articles stored of it, what is usual then, and when it was last walked again."""

    portal: str
    week: date
    articles: int
    usual: int
    tried_at: datetime | None = None

    @property
    def through(self) -> date:
        """The week's Sunday."""
        return self.week + WEEK - timedelta(days=1)

    def open(self, now: datetime) -> bool:
        """Whether to walk it again: it was never walked again, or long ago."""
        return self.tried_at is None or now - self.tried_at >= AGAIN_AFTER


def gaps_of(connection: Connection, portal: str, today: date) -> list[Gap]:
    """The portal's gaps up to last week, oldest first."""
    c = articles.c
    day = func.substr(c.published_at, 1, 10).label("day")
    query = select(day, func.count()).where(c.portal == portal, c.published_at.is_not(None)).group_by(day)
    weeks: Counter[date] = Counter()
    for stored, count in connection.execute(query):
        weeks[monday(date.fromisoformat(stored))] += count
    tried = {
        date.fromisoformat(row.week): datetime.fromisoformat(row.tried_at)
        for row in connection.execute(select(backfills).where(backfills.c.portal == portal))
    }
    return [
        Gap(portal, week, count, usual, tried.get(week))
        for week, count, usual in find_gaps(weeks, monday(today) - WEEK)
    ]


def find_gaps(weeks: Mapping[date, int], last: date) -> list[tuple[date, int, int]]:
    """Mondays from the second known week up to `last` whose count falls short, with that and the usual count.

    The first week may be known only in part. The usual count is the median of the weeks around, near or far, whichever
    is more: so a gap of two months is found, too.
    """
    if not weeks:
        return []
    found = []
    for week in _weeks(min(weeks) + WEEK, last):
        count = weeks.get(week, 0)
        usual = max(_median(weeks, week, reach, min(weeks), last) for reach in (NEAR, FAR))
        if usual >= FEWEST and count * SHARE < usual:
            found.append((week, count, usual))
    return found


def _median(weeks: Mapping[date, int], week: date, reach: int, first: date, last: date) -> int:
    around = [week + WEEK * step for step in range(-reach, reach + 1) if step]
    counts = [weeks.get(one, 0) for one in around if first < one <= last]
    return int(statistics.median(counts)) if len(counts) >= NEAR else 0


def _weeks(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += WEEK


def enter_tried(connection: Connection, gaps: Iterable[Gap], now: datetime) -> None:
    """Note that these weeks were walked again, with what is stored of them since."""
    for gap in gaps:
        c = articles.c
        first, after = gap.week.isoformat(), (gap.week + WEEK).isoformat()
        count = connection.execute(
            select(func.count()).where(c.portal == gap.portal, c.published_at >= first, c.published_at < after)
        ).scalar_one()
        row = {"portal": gap.portal, "week": first, "tried_at": now.isoformat(timespec="seconds"), "articles": count}
        connection.execute(upsert(connection, backfills, ["tried_at", "articles"]), row)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
