"""`tintinh worker`."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from crawler import registry
from crawler.base import clock
from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, RulesFile, app
from crawler.registry import Portal
from crawler.schedule.children import ChildOptions
from crawler.terminal import schedule_table


@app.command()
def worker(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="[PORTAL...]", help="Plan these only; else all of the registry.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="So many portals at once.")] = 8,
    once: Annotated[bool, typer.Option("--once", help="Crawl whoever is due now, and end.")] = False,
    output: Output = Path("output"),
    database: Database = None,
    delay: Annotated[
        float | None, typer.Option(min=0, help="Seconds between requests, if not 1 or more as the server needs.")
    ] = None,
    archive: Annotated[
        bool | None, typer.Option("--archive/--no-archive", help="Keep every page as it was had, in OUTPUT/archive.")
    ] = None,
    rules: RulesFile = None,
) -> None:
    """Be one of many machines that crawl from one store on PostgreSQL, until told to stop."""
    conninfo = _conninfo(database)
    try:
        from crawler.schedule.worker import HEARTBEAT_SECONDS, CrawlWorker
    except ModuleNotFoundError as error:
        raise UserError(f"workers need an extra: pip install 'tintinh[worker]' ({error.name} is not here)") from error
    names = tuple(portals or ())

    def on_schedule() -> list[Portal]:
        return registry.scheduled(clock.now().date(), names)

    on_schedule()  # a wrong name is told at once
    assert database is not None
    heartbeat = os.environ.get("TINTINH_HEARTBEAT", "")
    crawler = CrawlWorker(
        ChildOptions(output, database, rules, delay, archive),
        database,
        conninfo,
        jobs,
        on_schedule,
        schedule_table.tell,
        schedule_table.tell_ended,
        int(heartbeat) if heartbeat.isdigit() and 0 < int(heartbeat) < 60 else HEARTBEAT_SECONDS,
    )
    asyncio.run(crawler.run_once() if once else crawler.run())


def _conninfo(database: str | None) -> str:
    """The store's address as libpq has it. Raises `UserError` where it is not on PostgreSQL."""
    try:
        url = make_url(database) if database else None
    except ArgumentError as error:
        raise UserError(f"not a database address: {database!r}") from error
    if url is None or url.get_backend_name() != "postgresql":
        raise UserError(
            "workers share a store on PostgreSQL: give --database postgresql://… (on one machine: `tintinh schedule`)"
        )
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
