"""The table of running crawls on a terminal: a row for each portal, whichever process crawls it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.table import Table
from sqlalchemy import Engine

from crawler.base.errors import UserError
from crawler.database.engine import reading
from crawler.runs import runs
from crawler.terminal.durations import duration


def running_table(engine: Engine, portals: Sequence[str], now: datetime) -> Table:
    """What the store knows of the runs of these portals; the crawls bring it up to date with each batch."""
    table = table_of("crawling", "for", "pages", "new", "updated", "failed")
    known = {run["portal"]: run for run in _open_runs(engine)}
    for portal in portals:
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


def table_of(*columns: str) -> Table:
    """An empty table of plain columns."""
    table = Table(box=None, header_style="bold", title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table


def _open_runs(engine: Engine) -> list[dict[str, Any]]:
    try:
        with reading(engine) as connection:
            return runs.open_ended(connection)
    except UserError:
        return []  # the crawls themselves report soon what is wrong with the store
