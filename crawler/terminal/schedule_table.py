"""The live table of `tintinh schedule`: running crawls, how the last ones ended, and the next ones."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.base import clock
from crawler.schedule.host import Ended
from crawler.schedule.scheduler import Scheduler
from crawler.terminal import ended_report
from crawler.terminal.after_crawls import AfterCrawls
from crawler.terminal.durations import duration
from crawler.terminal.ended_report import how
from crawler.terminal.running_table import running_table, table_of

REFRESH_SECONDS = 1.0
LATEST = 8
NEXT = 8


class ScheduleTable:
    """Shows a scheduler at work on a terminal."""

    def __init__(self, after: AfterCrawls) -> None:
        self.scheduler: Scheduler
        self._after = after
        self._console = Console(stderr=True)
        self._latest: deque[tuple[datetime, Ended]] = deque(maxlen=LATEST)

    def print_line(self, line: str) -> None:
        """Print a line above the table."""
        self._console.print(Text(line))

    def ended(self, one: Ended) -> None:
        """Note how a crawl ended."""
        self._latest.appendleft((clock.now(), one))
        self._after.ended(one)

    async def show(self) -> None:
        """Keep the table up to date until cancelled."""
        with Live(self._draw(), console=self._console, auto_refresh=False, transient=True) as live:
            while True:
                live.update(self._draw(), refresh=True)
                await asyncio.sleep(REFRESH_SECONDS)

    def _draw(self) -> Group:
        now = clock.now()
        running = running_table(self.scheduler.store.engine, self.scheduler.shards.running, now)
        return Group(running, self._ended(), self._upcoming(now))

    def _ended(self) -> Table:
        table = table_of("ended", "at", "took", "new", "updated", "how")
        for at, one in self._latest:
            counts = one.result.counts if one.result else {}
            new, updated = str(counts.get("new", "")), str(counts.get("updated", ""))
            table.add_row(one.portal, f"{at:%H:%M:%S}", f"{one.seconds:.0f} s", new, updated, how(one))
        return table

    def _upcoming(self, now: datetime) -> Table:
        table = table_of("next", "at", "in")
        for portal, at in self.scheduler.upcoming(NEXT):
            table.add_row(portal, f"{at.astimezone(clock.VIETNAM):%H:%M:%S}", duration(int((at - now).total_seconds())))
        return table


def print_line(line: str) -> None:
    """Print a line where there is no terminal: on stderr, with the time."""
    typer.echo(f"{clock.now():%Y-%m-%d %H:%M:%S} {line}", err=True)


def print_ended(one: Ended) -> None:
    """Print a line about a crawl where there is no terminal."""
    print_line(ended_report.line(one))
