"""`tintinh schedule`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler import registry
from crawler.base import clock
from crawler.commands.app import Database, Output, RulesFile, app, database_url
from crawler.registry import Portal
from crawler.schedule.children import ChildOptions
from crawler.schedule.scheduler import Scheduler, run_schedule
from crawler.terminal import schedule_table


@app.command()
def schedule(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="[PORTAL...]", help="These only; else all of the registry.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="So many portals at once.")] = 8,
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
    """Crawl each portal of the registry in its moment, until told to stop (Ctrl-C, SIGTERM)."""
    names = tuple(portals or ())

    def on_schedule() -> list[Portal]:
        return registry.scheduled(clock.now().date(), names)

    on_schedule()  # a wrong name is told at once
    options = ChildOptions(output, database, rules, delay, archive)
    address = database_url(output, database)
    if not sys.stderr.isatty():
        run_schedule(Scheduler(options, address, jobs, on_schedule, schedule_table.tell, schedule_table.tell_ended))
        return
    table = schedule_table.ScheduleTable()
    table.scheduler = Scheduler(options, address, jobs, on_schedule, table.tell, table.ended)
    run_schedule(table.scheduler, table.show)
