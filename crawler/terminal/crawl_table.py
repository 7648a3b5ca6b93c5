"""The live table of `tintinh crawl` with several portals: one for all processes, below the lines of what ended."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text
from sqlalchemy import Engine

from crawler.base import clock
from crawler.database.opening import open_database
from crawler.schedule.shards import Shards
from crawler.terminal.durations import duration
from crawler.terminal.running_table import running_table

REFRESH_SECONDS = 1.0


class CrawlTable:
    """Shows crawls that go on side by side, and prints lines above them."""

    def __init__(self, database_url: str, console: Console | None = None) -> None:
        self._database_url = database_url
        self._console = console or Console(stderr=True)
        self._began = clock.now()
        self._ended = 0

    def print_line(self, line: str) -> None:
        """Print a line above the table."""
        self._console.print(Text(line))

    def count(self) -> None:
        """A crawl ended."""
        self._ended += 1

    async def show(self, shards: Shards) -> None:
        """Keep the table up to date until cancelled."""
        engine = open_database(self._database_url)
        try:
            with Live(self._draw(engine, shards), console=self._console, auto_refresh=False, transient=True) as live:
                while True:
                    await asyncio.sleep(REFRESH_SECONDS)
                    live.update(self._draw(engine, shards), refresh=True)
        finally:
            engine.dispose()

    def _draw(self, engine: Engine, shards: Shards) -> Group:
        now = clock.now()
        seconds = (now - self._began) // timedelta(seconds=1)
        heading = (
            f"{self._ended} ended, {len(shards.running)} running, {shards.waiting} to come, for {duration(seconds)}"
        )
        return Group(Text(heading), running_table(engine, shards.running, now))
