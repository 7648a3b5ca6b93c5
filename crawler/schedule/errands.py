"""What a portal is crawled for. It is decided once the locks are held, so no portal is crawled twice for one tick."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from crawler.crawl.request import CrawlRequest, CrawlResult
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.registry import Portal
from crawler.runs import gaps
from crawler.runs.gaps import Gap
from crawler.schedule.due import SWEEP_BACK, due_now, next_due

# 'asked': as the request says; 'due': what the schedule says; 'gaps': the weeks that fell short.
Errand = Literal["asked", "due", "gaps"]


@dataclass(frozen=True, slots=True)
class Work:
    """One portal's crawl to make now, and the gaps that it fills."""

    request: CrawlRequest
    gaps: Sequence[Gap] = ()


def work_for(request: CrawlRequest, portal: Portal, errand: Errand, store: Store, now: datetime) -> Work | str:
    """The crawl to make for a portal now; or one line that says why there is none."""
    one = replace(request, portals=[portal])
    if errand == "due":
        return _due(one, portal, store, now)
    if errand == "gaps":
        found = open_gaps(store, portal, now)
        if not found:
            return f"{portal.id} has no week that falls short and was not walked again already"
        return Work(replace(one, purpose="gaps", full=True, since=found[0].week, until=found[-1].through), found)
    return Work(one)


async def settle(work: Work, result: CrawlResult, store: Store, now: datetime) -> None:
    """Store which weeks the crawl has walked whole: they are not walked again soon."""
    if work.gaps and result.why_ended == "finished" and result.reached:
        await asyncio.wrap_future(store.writer.write(lambda connection: gaps.enter_tried(connection, work.gaps, now)))


def open_gaps(store: Store, portal: Portal, now: datetime) -> Sequence[Gap]:
    """The portal's gaps that are worth a walk, oldest first."""
    with reading(store.engine) as connection:
        return [gap for gap in gaps.gaps_of(connection, portal.id, now.date()) if gap.open(now)]


def _due(request: CrawlRequest, portal: Portal, store: Store, now: datetime) -> Work | str:
    state = store.due_state(portal.id)
    found = due_now(portal, state, now)
    if found is None:
        return f"{portal.id} is not due before {next_due(portal, state, now):%Y-%m-%d %H:%M:%S}"
    request = replace(request, on_schedule=True, purpose=found.purpose)
    if found.purpose == "sweep":
        request = replace(request, full=True, since=(now - SWEEP_BACK).date())
    return Work(request)
