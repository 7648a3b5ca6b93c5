"""`tintinh schedule`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.app import Database, Output, RulesFile, app

if TYPE_CHECKING:
    from crawler.registry import Portal
    from crawler.schedule.host import Ended


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
        bool | None, typer.Option("--archive/--no-archive", help="Keep every page as fetched, in OUTPUT/archive.")
    ] = None,
    rules: RulesFile = None,
) -> None:
    """Crawl each portal of the registry when it is due, until told to stop (Ctrl-C, SIGTERM)."""
    from crawler import registry
    from crawler.base import clock
    from crawler.crawl.request import CrawlRequest
    from crawler.schedule.scheduler import Scheduler, run_schedule
    from crawler.terminal import schedule_table
    from crawler.terminal.after_crawls import AfterCrawls

    names = tuple(portals or ())

    def on_schedule() -> list[Portal]:
        return registry.scheduled(clock.now().date(), names)

    on_schedule()  # a wrong name is an error at once
    settings = {} if archive is None else {"TINTINH_ARCHIVE": archive}
    request = CrawlRequest([], output, database, delay=delay, quiet=True, settings=settings, rules=rules)
    after = AfterCrawls(request)
    try:
        if sys.stderr.isatty():
            table = schedule_table.ScheduleTable(after)
            table.scheduler = Scheduler(request, jobs, on_schedule, table.print_line, table.ended)
            run_schedule(table.scheduler, table.show)
        else:

            def ended(one: Ended) -> None:
                schedule_table.print_ended(one)
                after.ended(one)

            run_schedule(Scheduler(request, jobs, on_schedule, schedule_table.print_line, ended))
    finally:
        after.close()
