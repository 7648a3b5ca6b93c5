"""Which portals are due, and for what: a visit by the entry's cron, or the nightly sweep.

However many ticks were missed, one visit makes up for them: a portal is due if any tick came since its last run
started. If a run never ended (it was killed, or its machine stopped), its portal is due at once. After the next such
run it is due after 15 seconds, then after twice as long each time, up to an hour, unless a run stores articles: a page
that kills its crawls must keep neither a machine nor its portal busy. A portal whose last run is dated in the future is
due at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crawler.base.clock import AHEAD, VIETNAM
from crawler.crawl.options import Purpose
from crawler.registry import Portal
from crawler.registry.cron import next_tick, shortest_gap
from crawler.runs.due_state import DueState

# Portals with the same cron start at most this far apart; each always starts at the same distance from its tick.
SPREAD_MOST = timedelta(minutes=10)
SWEEP_FROM = time(1)  # o'clock in Vietnam …
SWEEP_SPREAD = timedelta(hours=4)  # … and within so long after it: at night few people read the portals
SWEEP_BACK = timedelta(days=30)  # listings are read this far back for late and back-dated posts

ONE_DAY = timedelta(days=1)
RETRY_FIRST = timedelta(seconds=15)
RETRY_MOST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A portal to crawl now: for which reason, and since when it has been due."""

    portal: Portal
    purpose: Purpose
    since: datetime


def due(portals: Iterable[Portal], states: Mapping[str, DueState], now: datetime) -> list[Due]:
    """The portals that are due at `now`, those that have waited longest first."""
    found = [one for portal in portals if (one := due_now(portal, states.get(portal.id), now)) is not None]
    return sorted(found, key=lambda one: (one.since, one.portal.id))


def due_now(portal: Portal, state: DueState | None, now: datetime) -> Due | None:
    """What the portal is due for at `now`, or None. A sweep is a visit too, so it comes first."""
    if state is None or is_ahead(state, now):
        return Due(portal, "visit", now)
    sweep = next_sweep(portal, state.swept_at)
    visit = next_visit(portal, state)
    if state.ended_at is None:
        visit = retry_at(state)
        sweep = max(sweep, visit)
    if sweep <= now:
        return Due(portal, "sweep", sweep)
    return Due(portal, "visit", visit) if visit <= now else None


def is_ahead(state: DueState, now: datetime) -> bool:
    """Whether the portal's last run is dated in the future, because a clock was ahead: that says nothing of when."""
    return max(state.started_at, state.swept_at, state.ended_at or state.started_at) > now + AHEAD


def next_due(portal: Portal, state: DueState | None, now: datetime) -> datetime:
    """When the portal is due next: `now` or earlier where it is due already."""
    if state is None or is_ahead(state, now):
        return now
    if state.ended_at is None:
        return retry_at(state)
    return min(next_visit(portal, state), next_sweep(portal, state.swept_at))


def next_visit(portal: Portal, state: DueState) -> datetime:
    """The first tick of the portal's cron since its last run started, and the portal's distance from it."""
    offset = spread(portal)
    return next_tick(portal.schedule, state.started_at - offset) + offset


def next_sweep(portal: Portal, swept_at: datetime) -> datetime:
    """The time of the portal's first nightly sweep after its last one."""
    moment = datetime.combine(swept_at.astimezone(VIETNAM).date(), SWEEP_FROM, VIETNAM)
    moment += SWEEP_SPREAD * _fraction(portal.id, "sweep")
    moment = moment.replace(microsecond=0)
    return moment if moment > swept_at else moment + ONE_DAY


def retry_at(state: DueState) -> datetime:
    """When a portal whose run did not end is due again."""
    again = state.unfinished - 1
    if again <= 0:
        return state.started_at
    return state.started_at + min(RETRY_FIRST * (1 << min(again - 1, 16)), RETRY_MOST)


def spread(portal: Portal) -> timedelta:
    """The portal's own distance from its cron's ticks: a quarter of the time between two of them at most."""
    seconds = min(SPREAD_MOST, shortest_gap(portal.schedule) / 4).total_seconds() * _fraction(portal.id, "tick")
    return timedelta(seconds=int(seconds))


def _fraction(portal: str, what: str) -> float:
    """A number from 0 to 1 that is the same for a portal on every machine."""
    return int.from_bytes(hashlib.sha256(f"{what} {portal}".encode()).digest()[:8], "big") / (1 << 64)
