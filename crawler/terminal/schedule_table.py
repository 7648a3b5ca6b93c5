"""The live table of `tintinh schedule`: running crawls, how the last ones ended, and the next ones."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime
from typing import Any

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.base import clock
from crawler.base.errors import UserError
from crawler.database.engine import reading
from crawler.runs import runs
from crawler.schedule.host import Ended
from crawler.schedule.scheduler import Scheduler
from crawler.terminal import ended_report
from crawler.terminal.after_crawls import AfterCrawls
from crawler.terminal.durations import duration
from crawler.terminal.ended_report import how

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
        return Group(self._running(now), self._ended(), self._upcoming(now))

    def _running(self, now: datetime) -> Table:
        table = _table("crawling", "for", "pages", "new", "updated", "failed")
        known = {run["portal"]: run for run in self._open_runs()}
        for portal in self.scheduler.shards.running:
            run = known.get(portal)
            if run is None:
                table.add_row(portal, "starts")
                continue
            counts = run["counts"]
            failed = sum(counts.get(name, 0) for name in ("errors", "blocked", "missing"))
            since = int((now - datetime.fromisoformat(run["started_at"])).total_seconds())
            figures = (counts.get("pages", 0), counts.get("new", 0), counts.get("updated", 0), failed)
            table.add_row(portal, duration(since), *(str(figure) for figure in figures))
        return table

    def _open_runs(self) -> list[dict[str, Any]]:
        try:
            with reading(self.scheduler.store.engine) as connection:
                return runs.open_ended(connection)
        except UserError:
            return []  # the scheduler itself reports soon what is wrong with the store

    def _ended(self) -> Table:
        table = _table("ended", "at", "took", "new", "updated", "how")
        for at, one in self._latest:
            counts = one.result.counts if one.result else {}
            new, updated = str(counts.get("new", "")), str(counts.get("updated", ""))
            table.add_row(one.portal, f"{at:%H:%M:%S}", f"{one.seconds:.0f} s", new, updated, how(one))
        return table

    def _upcoming(self, now: datetime) -> Table:
        table = _table("next", "at", "in")
        for portal, at in self.scheduler.upcoming(NEXT):
            table.add_row(portal, f"{at.astimezone(clock.VIETNAM):%H:%M:%S}", duration(int((at - now).total_seconds())))
        return table


def print_line(line: str) -> None:
    """Print a line where there is no terminal: on stderr, with the time."""
    typer.echo(f"{clock.now():%Y-%m-%d %H:%M:%S} {line}", err=True)


def print_ended(one: Ended) -> None:
    """Print a line about a crawl where there is no terminal."""
    print_line(ended_report.line(one))


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table
