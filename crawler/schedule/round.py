"""One round over portals: each is crawled once, side by side, and the round ends. Cron and systemd timers start it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Sequence

from crawler.base import clock
from crawler.crawl.request import CrawlRequest
from crawler.crawl.store import Store
from crawler.registry import Portal
from crawler.runs.locks import names_of, open_locks
from crawler.schedule.due import Due, due
from crawler.schedule.errands import Errand
from crawler.schedule.host import CrawlHost, Ended
from crawler.schedule.shards import Shards

# What runs along while portals are crawled.
Beside = Callable[[Shards], Coroutine[object, object, None]]


def due_and_free(store: Store, request: CrawlRequest, portals: Sequence[Portal]) -> tuple[list[Due], list[str]]:
    """The portals that are due and that no other process crawls; and the ids of the due ones that one does crawl."""
    found = due(portals, store.due_states(), clock.now())
    locks = open_locks(request.output, request.database_url)
    try:
        busy = locks.held_elsewhere({name for one in found for name in names_of(one.portal)})
    finally:
        locks.release()
    taken = [one.portal.id for one in found if busy.intersection(names_of(one.portal))]
    return [one for one in found if one.portal.id not in taken], taken


def crawl_round(
    request: CrawlRequest,
    jobs: int,
    report: Callable[[str], None],
    ended: Callable[[Ended], None],
    beside: Beside | None = None,
) -> list[Ended]:
    """Crawl those of the request's portals that are due; returns how each ended. SIGTERM and SIGINT end the round."""
    store = Store.open(request.database_url)
    try:
        found, busy = due_and_free(store, request, request.portals)
    finally:
        store.close()
    for portal in busy:
        report(f"{portal} is being crawled by another process")
    return crawl_these(request, [one.portal for one in found], "due", jobs, report, ended, beside)


def crawl_these(
    request: CrawlRequest,
    portals: Sequence[Portal],
    errand: Errand,
    jobs: int,
    report: Callable[[str], None],
    ended: Callable[[Ended], None],
    beside: Beside | None = None,
) -> list[Ended]:
    """Crawl the portals, `jobs` at once: one in this process, several on all cores. `ended` is called after each.

    `beside` is a coroutine function that runs along while several are crawled, such as a live table.
    SIGTERM and SIGINT end the round: what was fetched is stored, what is left stays due.
    """
    if len(portals) == 1:
        host = CrawlHost(request)
        one = host.run(lambda: host.crawl(portals[0], errand))
        ended(one)
        return [one]
    return asyncio.run(_crawl(Shards(request, jobs, report, errand), portals, ended, beside))


async def _crawl(
    shards: Shards, portals: Sequence[Portal], ended: Callable[[Ended], None], beside: Beside | None
) -> list[Ended]:
    loop = asyncio.get_running_loop()
    stops: list[asyncio.Task[None]] = []

    def told_to_stop() -> None:
        if stops:
            shards.kill()
        stops.append(loop.create_task(shards.stop()))

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, told_to_stop)

    async def crawl(portal: Portal) -> Ended | None:
        found = await shards.crawl(portal)
        if found is not None:
            ended(found)
        return found

    along = loop.create_task(beside(shards)) if beside is not None else None
    try:
        found = await asyncio.gather(*(crawl(portal) for portal in portals))
    finally:
        if along is not None:
            along.cancel()
            await asyncio.gather(along, return_exceptions=True)
    await asyncio.gather(*stops)
    await shards.stop()
    return [one for one in found if one is not None]
