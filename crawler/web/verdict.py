"""How a portal is doing, in one word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.registry import Portal
from crawler.storage.browse.portals import Activity

SILENCE = timedelta(days=14)  # without news is long where the portal's entry says nothing else

READ = ("listings", "articles", "not_modified")  # of a run's counts: a run without any of them had nothing


class Verdict(StrEnum):
    """The words, from the worst to the best; `NEVER` is no verdict, for nobody has looked."""

    FAILING = "failing"
    SILENT = "silent"
    WELL = "well"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and the whole days since the newest article, where one bears a date."""

    verdict: Verdict
    silent_days: int | None


def verdict_of(portal: Portal | None, activity: Activity, now: datetime) -> Judged:
    """The verdict on what is stored of a portal."""
    run, newest = activity.last_run, activity.newest
    days = max(0, (now - datetime.fromisoformat(newest)).days) if newest else None
    if run is None:
        return Judged(Verdict.NEVER, days)
    if run.ended_at is not None and not any(run.counts.get(name) for name in READ):
        return Judged(Verdict.FAILING, days)
    most = (portal.max_silence if portal else None) or SILENCE
    if days is None or days > most.days:
        return Judged(Verdict.SILENT, days)
    return Judged(Verdict.WELL, days)
