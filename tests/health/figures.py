"""Figures of a portal as the store would hand them out, made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from crawler.base.clock import VIETNAM
from crawler.health.verdict import Verdict, judge
from crawler.registry import Portal
from crawler.runs.daily import DayFigures, MarkFigures
from crawler.runs.portal_figures import PortalFigures, RunFigures
from tests.health.world import SimPortal, office

NOW = datetime(2026, 6, 10, 12, tzinfo=VIETNAM)  # a Wednesday far from any holiday
TODAY = NOW.date()
ENTRY: Portal = SimPortal("so", office).entry
GOOD = {"pages": 10, "sources_tried": 2, "sources": 2, "entries": 40}


def day_of(day: date, posts: int = 2, **more: int) -> DayFigures:
    """A day on which `posts` articles were published, found and read, each with all that belongs to it."""
    usual = {"published": posts, "found": posts, "read": posts, "dated": posts, "pictured": posts}
    return DayFigures(day, **{**usual, "body_chars": 900 * posts, **more})


def workdays(until: date, weeks: int = 20, posts: int = 2) -> list[DayFigures]:
    """Every Monday to Friday of the weeks up to and with a day."""
    days = [until - timedelta(days=n) for n in reversed(range(weeks * 7))]
    return [day_of(day, posts) for day in days if day.weekday() < 5]


def run(hours_ago: float, counts: Mapping[str, int] = GOOD, number: int = 0, **more: Any) -> RunFigures:
    """A run that ended."""
    at = NOW - timedelta(hours=hours_ago)
    return RunFigures(number, at, at, more.pop("why_ended", "finished"), {}, dict(counts), more.pop("failed", {}))


def runs(*counts: Mapping[str, int], every: float = 6) -> list[RunFigures]:
    """Runs newest first, the last of them an hour ago, and good ones before them."""
    return [run(1 + n * every, one) for n, one in enumerate([*counts, GOOD, GOOD, GOOD, GOOD])]


def figures(
    days: Sequence[DayFigures] | None = None,
    runs_: Sequence[RunFigures] | None = None,
    marks: Sequence[MarkFigures] = (),
    **more: Any,
) -> PortalFigures:
    """A portal that is well, but for what is given."""
    known = workdays(TODAY) if days is None else days
    newest = max((one.day for one in known if one.published), default=None)
    made = PortalFigures(newest, known, marks, runs() if runs_ is None else runs_, (), NOW - timedelta(days=150))
    return replace(made, **more)


def verdict(given: PortalFigures, portal: Portal = ENTRY, now: datetime = NOW) -> Verdict:
    """The verdict on them."""
    return judge(portal, given, now)
