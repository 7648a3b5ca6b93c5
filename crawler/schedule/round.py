"""One round over all portals: whoever is due is crawled, and the round ends. What cron and systemd timers start."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence

from crawler.base import clock
from crawler.crawl.store import Store
from crawler.registry import Portal
from crawler.runs.locks import names_of, open_locks
from crawler.schedule.children import ChildOptions, Children, Ended
from crawler.schedule.due import Due, due


def due_and_free(
    store: Store, options: ChildOptions, database_url: str, portals: Sequence[Portal]
) -> tuple[list[Due], list[str]]:
    """The portals that are due and that no other process crawls; and the ids of those that one does."""
    found = due(portals, store.plans(), clock.now())
    locks = open_locks(options.output, database_url)
    try:
        busy = locks.held_elsewhere({name for one in found for name in names_of(one.portal)})
    finally:
        locks.release()
    taken = [one.portal.id for one in found if busy.intersection(names_of(one.portal))]
    return [one for one in found if one.portal.id not in taken], taken


def crawl_round(
    portals: Sequence[Portal], options: ChildOptions, database_url: str, jobs: int, tell: Callable[[str], None]
) -> list[Ended]:
    """Crawl whoever of `portals` is due, `jobs` at once; returns how each ended. SIGTERM and SIGINT end the round."""
    store = Store.open(database_url)
    try:
        found, busy = due_and_free(store, options, database_url, portals)
    finally:
        store.close()
    for portal in busy:
        tell(f"{portal} is being crawled by another process")
    return crawl_these([one.portal.id for one in found], options, jobs, tell)


def crawl_these(portals: Sequence[str], options: ChildOptions, jobs: int, tell: Callable[[str], None]) -> list[Ended]:
    """Crawl the portals, each in a process of its own, `jobs` at once. SIGTERM and SIGINT end the round."""
    return asyncio.run(_crawl(portals, options, jobs, tell))


async def _crawl(portals: Sequence[str], options: ChildOptions, jobs: int, tell: Callable[[str], None]) -> list[Ended]:
    children = Children(options, jobs, tell)
    loop = asyncio.get_running_loop()
    stops: list[asyncio.Task[None]] = []
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, lambda: stops.append(loop.create_task(children.stop())))
    ended = await asyncio.gather(*(children.crawl(portal) for portal in portals))
    await asyncio.gather(*stops)
    return [one for one in ended if one is not None]
