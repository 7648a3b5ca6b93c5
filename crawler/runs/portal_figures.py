"""The figures by which a portal's health is judged: few, however many articles there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import orjson
from sqlalchemy import Connection, bindparam, select

from crawler.database.tables import run_checks, runs
from crawler.frontier import source_statistics
from crawler.frontier.source_statistics import SourceYield
from crawler.runs import daily, healings
from crawler.runs.daily import DayFigures, MarkFigures
from crawler.runs.healings import Healing

DAYS = 366  # of daily figures
MARK_DAYS = 70
RUNS = 12  # of the latest; more are read only where all of these went wrong …
MOST_RUNS = 1000  # … to find since when
ROBOTS_UNREACHABLE = "robots.txt is unreachable"  # how the end of a run begins that was not allowed to fetch anything

_OF_PORTAL: Final = runs.c.portal == bindparam("of")
_FIRST: Final = select(runs.c.started_at).where(_OF_PORTAL).order_by(runs.c.id).limit(1)
_LATEST: Final = select(runs).where(_OF_PORTAL).order_by(runs.c.id.desc()).limit(bindparam("most"))
_CHECKS: Final = (
    select(run_checks)
    .join(runs, runs.c.id == run_checks.c.run)
    .where(_OF_PORTAL, run_checks.c.run >= bindparam("since"))
)


@dataclass(frozen=True, slots=True)
class RunFigures:
    """One run: when, what it was asked for, its counts, why it ended (None while it goes on), the checks it failed."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    why_ended: str | None
    options: dict[str, object]
    counts: dict[str, int]
    failed: dict[str, str]

    @property
    def asked(self) -> bool:
        """Whether it asked for any source of the portal."""
        return self.counts.get("sources_tried", self.counts.get("pages", 0)) > 0

    @property
    def looked(self) -> bool:
        """Whether it fetched at least one source of the portal, so that it would have seen news."""
        if "sources_tried" in self.counts:
            return self.counts.get("sources", 0) > 0
        return self.reached > 0  # a run from before sources were counted

    @property
    def unreachable_robots(self) -> bool:
        """Whether it ended because the portal's robots.txt is unreachable."""
        return (self.why_ended or "").startswith(ROBOTS_UNREACHABLE)

    @property
    def reached(self) -> int:
        """Pages that were fetched."""
        return self.counts.get("pages", 0) - sum(self.counts.get(name, 0) for name in ("errors", "blocked", "missing"))


@dataclass(frozen=True, slots=True)
class PortalFigures:
    """All that health is judged by. `days`, `marks` oldest first; `runs` newest first; `first_run` the first ever."""

    newest: date | None
    days: Sequence[DayFigures]
    marks: Sequence[MarkFigures]
    runs: Sequence[RunFigures]
    sources: Sequence[SourceYield]
    first_run: datetime | None
    healing: Healing | None = None  # open


def portal_figures(connection: Connection, portal: str, now: datetime) -> PortalFigures:
    """The portal's figures as stored now."""
    newest = daily.newest_day(connection, portal, now.date())
    since = min(newest or now.date(), now.date()) - timedelta(days=DAYS)
    latest = _runs(connection, portal, RUNS)
    if latest and not any(run.looked for run in latest):
        latest = _runs(connection, portal, MOST_RUNS)
    first_run = connection.execute(_FIRST, {"of": portal}).scalar()
    return PortalFigures(
        newest=newest,
        days=daily.days_of(connection, portal, since, now.date()),
        marks=daily.marks_of(connection, portal, now.date() - timedelta(days=MARK_DAYS), now.date()),
        runs=latest,
        sources=source_statistics.of(connection, portal, newest.isoformat() if newest else None),
        first_run=datetime.fromisoformat(first_run) if first_run else None,
        healing=healings.every(connection, portal).get(portal),
    )


def _runs(connection: Connection, portal: str, most: int) -> list[RunFigures]:
    rows = connection.execute(_LATEST, {"of": portal, "most": most}).all()
    failed: dict[int, dict[str, str]] = {}
    if rows:
        for row in connection.execute(_CHECKS, {"of": portal, "since": rows[-1].id}):
            failed.setdefault(row.run, {})[row.check] = row.reason
    return [
        RunFigures(
            row.id,
            datetime.fromisoformat(row.started_at),
            datetime.fromisoformat(row.ended_at) if row.ended_at else None,
            row.why_ended,
            orjson.loads(row.options),
            orjson.loads(row.counts),
            failed.get(row.id, {}),
        )
        for row in rows
    ]


def enter_checks(connection: Connection, run: int, failed: dict[str, str]) -> None:
    """Enter the checks that a run failed, with the reason in words."""
    if failed:
        connection.execute(
            run_checks.insert(), [{"run": run, "check": name, "reason": why} for name, why in failed.items()]
        )


def crawled_portals(connection: Connection) -> set[str]:
    """The portals that have ever been crawled into the store."""
    return set(connection.execute(select(runs.c.portal).distinct()).scalars())
