"""`tintinh schedule`: one process that starts each portal's crawl when it is due, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from crawler.base import clock
from crawler.base.errors import StoreError, UserError
from crawler.crawl.request import CrawlRequest
from crawler.crawl.store import Store
from crawler.registry import Portal
from crawler.registry.cron import next_tick
from crawler.schedule.due import next_due, next_sweep, spread
from crawler.schedule.host import Ended
from crawler.schedule.round import due_and_free
from crawler.schedule.shards import Shards

# How often it asks the store which portals are due: after downtime and kills, and for entries added or changed.
LOOK_SECONDS = 60
# How long it waits before it goes on with what a dead shard had in hand; after each next death twice as long.
GO_ON_SECONDS = 1.0


class PortalTrigger(BaseTrigger):  # type: ignore[misc]
    """When a portal's crawls start: at its cron's ticks plus the portal's own distance, and for the nightly sweep."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first moment after the last one, or after now."""
        after = max(previous_fire_time, now) if previous_fire_time else now
        offset = spread(self._portal)
        visit = next_tick(self._portal.schedule, after - offset) + offset
        return min(visit, next_sweep(self._portal, after))


class Scheduler:
    """Keeps a job for each portal, and gives each crawl to a shard, which checks whether the portal is due."""

    def __init__(
        self,
        request: CrawlRequest,
        jobs: int,
        portals: Callable[[], list[Portal]],
        report: Callable[[str], None],
        ended: Callable[[Ended], None],
    ) -> None:
        """`portals` gives those that are on schedule now; `ended` is called after each crawl."""
        self.shards = Shards(request, jobs, report)
        self.store = Store.open(request.database_url)
        self._request = request
        self._portals = portals
        self._report = report
        self._ended = ended
        self._known: dict[str, Portal] = {}
        self._scheduler = AsyncIOScheduler(timezone=clock.VIETNAM)
        self._crawls: set[asyncio.Task[None]] = set()
        self._deaths: Counter[str] = Counter()  # of shards, one after the other, by the portal that they crawled
        # It warns of each tick that comes while the last crawl still goes on: this is intended.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)

    async def run(self) -> None:
        """Run until SIGTERM or SIGINT; then let each crawl store its pages and end. A second signal kills them."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._told_to_stop, stop)
        self._scheduler.add_job(
            self._look, "interval", seconds=LOOK_SECONDS, next_run_time=clock.now(), coalesce=True, max_instances=1
        )
        self._scheduler.start()
        await stop.wait()
        self._scheduler.pause()
        await self.shards.stop()
        self._scheduler.shutdown(wait=False)
        self.store.close()

    def upcoming(self, count: int) -> list[tuple[str, datetime]]:
        """The portals that start next, each with its time."""
        jobs = [(job.id, job.next_run_time) for job in self._scheduler.get_jobs() if job.id in self._known]
        return sorted(((name, at) for name, at in jobs if at is not None), key=lambda one: one[1])[:count]

    def _told_to_stop(self, stop: asyncio.Event) -> None:
        if stop.is_set():
            self.shards.kill()
        stop.set()

    async def _look(self) -> None:
        """Bring the jobs up to the registry, and start portals that are due although no job of theirs fired."""
        try:
            self._follow_registry(self._portals())
            found, _ = due_and_free(self.store, self._request, list(self._known.values()))
        except UserError as error:
            self._report(str(error))
            return
        for one in found:
            self._start(one.portal)

    def _follow_registry(self, portals: list[Portal]) -> None:
        now = {portal.id: portal for portal in portals}
        for gone in self._known.keys() - now.keys():
            self._scheduler.remove_job(gone)
        for portal in portals:
            if self._known.get(portal.id) != portal:
                self._scheduler.add_job(
                    self._crawl,
                    PortalTrigger(portal),
                    [portal],
                    id=portal.id,
                    replace_existing=True,
                    coalesce=True,
                    max_instances=1,
                    misfire_grace_time=None,
                )
        self._known = now

    def _start(self, portal: Portal) -> None:
        task = asyncio.ensure_future(self._crawl(portal))
        self._crawls.add(task)
        task.add_done_callback(self._crawls.discard)

    async def _crawl(self, portal: Portal) -> None:
        ended = await self.shards.crawl(portal)
        if ended is None:
            return
        if ended.crawled:
            self._ended(ended)
        if ended.died is None:
            self._deaths.pop(portal.id, None)
            return
        self._deaths[portal.id] += 1
        if (seconds := self._pause(portal)) < LOOK_SECONDS:  # else the next look finds it
            await asyncio.sleep(seconds)
            if portal.id in self._known:
                self._start(portal)

    def _pause(self, portal: Portal) -> float:
        """How many seconds after the death of its shard a portal is crawled again."""
        pause = GO_ON_SECONDS * float(2 ** min(self._deaths[portal.id] - 1, 10))
        now = clock.now()
        try:
            due_at = next_due(portal, self.store.due_state(portal.id), now)
        except StoreError:  # the server is away, and perhaps back by then
            return pause
        return max(pause, (due_at - now).total_seconds())


def run_schedule(scheduler: Scheduler, beside: Callable[[], Any] | None = None) -> None:
    """Run until stopped; `beside` is a coroutine function that runs along, such as a live table."""

    async def main() -> None:
        along = asyncio.ensure_future(beside()) if beside is not None else None
        await scheduler.run()
        if along is not None:
            along.cancel()

    asyncio.run(main())
