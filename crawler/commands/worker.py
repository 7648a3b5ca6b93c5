"""`tintinh worker`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import UserError
from crawler.base.extras import needs_extra
from crawler.commands.app import Database, Output, RulesFile, app

if TYPE_CHECKING:
    from crawler.registry import Portal
    from crawler.schedule.host import Ended


@app.command()
def worker(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="[PORTAL...]", help="Plan these only; else all of the registry.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="So many portals at once.")] = 8,
    once: Annotated[bool, typer.Option("--once", help="Crawl the portals that are due now, and end.")] = False,
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
    """Be one of many machines that crawl from one store on PostgreSQL, until told to stop."""
    import asyncio

    from crawler import registry
    from crawler.base import clock
    from crawler.base.environment import environment
    from crawler.crawl.request import CrawlRequest
    from crawler.terminal import schedule_table
    from crawler.terminal.after_crawls import AfterCrawls

    conninfo = _conninfo(database)
    with needs_extra("worker", "a worker"):
        from crawler.schedule.worker import CrawlWorker
    names = tuple(portals or ())

    def on_schedule() -> list[Portal]:
        return registry.scheduled(clock.now().date(), names)

    on_schedule()  # a wrong name is an error at once
    assert database is not None
    settings = {} if archive is None else {"TINTINH_ARCHIVE": archive}
    request = CrawlRequest([], output, database, delay=delay, quiet=True, settings=settings, rules=rules)
    after = AfterCrawls(request)

    def ended(one: Ended) -> None:
        schedule_table.print_ended(one)
        after.ended(one)

    beat = environment().heartbeat
    crawler = CrawlWorker(request, conninfo, jobs, on_schedule, schedule_table.print_line, ended, beat)
    try:
        asyncio.run(crawler.run_once() if once else crawler.run())
    finally:
        after.close()


def _conninfo(database: str | None) -> str:
    """The store's address for libpq. Raises `UserError` where it is not on PostgreSQL."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(database) if database else None
    except ArgumentError as error:
        raise UserError(f"not a database address: {database!r}") from error
    if url is None or url.get_backend_name() != "postgresql":
        raise UserError(
            "workers share a store on PostgreSQL: give --database postgresql://… (on one machine: `tintinh schedule`)"
        )
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
