"""One shard: a process that crawls many portals in one event loop, by order of the process that started it.

It reads lines of JSON: first the request that all its crawls share, then a crawl each. It writes lines of JSON: how
each crawl ended, and that it is alive. What libraries print goes to stderr.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from pydantic import TypeAdapter

from crawler.base.errors import UserError
from crawler.base.parent import die_with_parent
from crawler.crawl.request import REQUEST
from crawler.registry import Portal
from crawler.schedule.errands import Errand
from crawler.schedule.host import CrawlHost, Ended

ALIVE_SECONDS = 5.0  # how often it reports that it is alive: a page that blocks the event loop stops the reports
LINE_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Order:
    """A crawl to make; None: end once the running crawls have ended."""

    portal: Portal | None
    errand: Errand = "due"


@dataclass(frozen=True, slots=True)
class News:
    """A crawl that ended, or nothing: the shard is alive."""

    ended: Ended | None = None


ORDER = TypeAdapter(Order)
NEWS = TypeAdapter(News)


class Shard:
    """Takes orders from one stream and reports on another how they ended."""

    def __init__(self, host: CrawlHost, out: BinaryIO) -> None:
        self._host = host
        self._out = out
        self._crawls: set[asyncio.Task[None]] = set()

    async def work(self) -> None:
        """Work until the stream of orders ends or orders the end; then wait for the last crawl."""
        alive = asyncio.ensure_future(self._beat())
        orders = await _stdin()
        while line := await orders.readline():
            order = ORDER.validate_json(line)
            if order.portal is None:
                await self._host.stop()
                break
            task = asyncio.ensure_future(self._crawl(order.portal, order.errand))
            self._crawls.add(task)
            task.add_done_callback(self._crawls.discard)
        while self._crawls:
            await asyncio.wait(self._crawls)
        alive.cancel()

    async def _crawl(self, portal: Portal, errand: Errand) -> None:
        self._say(News(await self._host.crawl(portal, errand)))

    async def _beat(self) -> None:
        while True:
            self._say(News())
            await asyncio.sleep(ALIVE_SECONDS)

    def _say(self, news: News) -> None:
        with suppress(BrokenPipeError):  # the parent has ended, and this process ends with it
            self._out.write(NEWS.dump_json(news) + b"\n")
            self._out.flush()


async def _stdin() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=LINE_BYTES)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def _first_line() -> bytes:
    """The first line of stdin and not a byte more: the event loop reads the rest."""
    line = bytearray()
    while (byte := os.read(0, 1)) not in (b"", b"\n"):
        line += byte
    return bytes(line)


def main() -> None:
    """Entry point. An error that a person can mend ends in one line on stderr and exit code 2."""
    die_with_parent()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        host = CrawlHost(REQUEST.validate_json(_first_line()))
        host.run(Shard(host, out).work)
    except UserError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
