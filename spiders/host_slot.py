"""A crawl's slot on its portal's hosts: portals of one process that share a host are crawled one after the other."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable

_hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)


class HostSlot:
    """The right of one crawl to ask a portal's hosts, from its first request to its end."""

    def __init__(self, hosts: Iterable[str], delay: float, pause: float) -> None:
        """`delay`: seconds between requests to a host; `pause`: those to wait in any case."""
        self._hosts = sorted(hosts)  # in one order, so that no two wait for each other
        self._delay = delay
        self._pause = pause
        self._taken: list[str] = []

    async def acquire(self) -> None:
        """Wait until the first request may go out."""
        waited = False
        for host in self._hosts:
            waited |= _hosts[host].locked()
            await _hosts[host].acquire()
            self._taken.append(host)
        await asyncio.sleep(max(self._pause, self._delay if waited else 0.0))

    def release(self) -> None:
        """Let the next crawl ask."""
        while self._taken:
            _hosts[self._taken.pop()].release()
