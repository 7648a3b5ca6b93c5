"""The crawls of one process: each takes its portal's locks, decides what to crawl, crawls, and frees the locks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from crawler.base import clock
from crawler.base.errors import UserError
from crawler.crawl.request import CrawlRequest, CrawlResult
from crawler.crawl.running import CrawlProcess
from crawler.crawl.store import Store
from crawler.registry import Portal, add
from crawler.runs.locks import BusyError, give_portal, open_locks, take_portal
from crawler.schedule.errands import Errand, settle, work_for

Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a portal's crawl ended: its result; or a `note` why there was none; or how its process `died`."""

    portal: str
    seconds: float
    result: CrawlResult | None = None
    note: str | None = None
    died: str | None = None

    @property
    def crawled(self) -> bool:
        """Whether there was a crawl, or should have been: false where the portal is busy or not due."""
        return self.note is None


class CrawlHost:
    """Crawls side by side in this process; lives for one event loop."""

    def __init__(self, request: CrawlRequest) -> None:
        """`request` gives what all crawls share. Raises `UserError` where the store can't be used."""
        self._request = request
        self._store = Store.of_process(request.database_url)
        self._locks = open_locks(request.output, request.database_url)
        self._process = CrawlProcess(request)

    def run(self, main: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Run the event loop until `main` is done; its result. Locks and connections are given back then."""
        try:
            return self._process.run(main)
        finally:
            self._locks.release()
            self._store.close()

    async def crawl(self, portal: Portal, errand: Errand) -> Ended:
        """One crawl of a portal. A fault ends this portal's run and no other."""
        started = monotonic()
        add(portal)  # the entry may come from an address alone, or from a registry that has changed since
        site = self._request.site(portal)
        try:
            take_portal(self._locks, site)
        except BusyError as error:
            return Ended(portal.id, 0.0, note=str(error))
        try:
            work = work_for(self._request, portal, errand, self._store, clock.now())
            if isinstance(work, str):
                return Ended(portal.id, 0.0, note=work)
            result = await self._process.crawl_portal(work.request, portal)
            await settle(work, result, self._store, clock.now())
            return Ended(portal.id, monotonic() - started, result)
        except UserError as error:
            return Ended(portal.id, monotonic() - started, CrawlResult(portal, {}, "not started", str(error)))
        finally:
            give_portal(self._locks, site)

    async def stop(self) -> None:
        """Ask each crawl to end; no further crawl begins."""
        await self._process.stop()
