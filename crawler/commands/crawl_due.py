"""`tintinh crawl --due`: what cron starts. Idempotent: run it as often as you like, it crawls what is due."""

from __future__ import annotations

from dataclasses import replace

import typer

from crawler.base import clock
from crawler.crawl.running import CrawlRequest, run_crawls
from crawler.crawl.store import Store
from crawler.registry import Portal
from crawler.runs.due_state import Plan
from crawler.runs.locks import BusyError, open_locks, take_portal
from crawler.schedule.children import ChildOptions
from crawler.schedule.due import SWEEP_BACK, due_now, next_due
from crawler.schedule.round import crawl_round
from crawler.terminal import crawl_report, ended_report, watch_report


def crawl_due(request: CrawlRequest, jobs: int, options: ChildOptions) -> None:
    """Crawl those of the request's portals that are due: one in this process, several in a process each.

    Exit code 1 where of some nothing could be fetched, 2 where a person has to mend something. A portal that another
    process crawls, or that is not due, is said and is no failing.
    """
    if len(request.portals) == 1:
        _one(request, request.portals[0])
        return
    ended = crawl_round(request.portals, options, request.database_url, jobs, lambda line: typer.echo(line, err=True))
    ended_report.report(ended)
    if code := ended_report.exit_code(ended):
        raise typer.Exit(code)


def _one(request: CrawlRequest, portal: Portal) -> None:
    locks = open_locks(request.output, request.database_url)
    try:
        take_portal(locks, request.site(portal))
    except BusyError as error:
        typer.echo(str(error), err=True)
        return
    plan = _plan(request.database_url, portal)
    now = clock.now()
    found = due_now(portal, plan, now)
    if found is None:
        typer.echo(f"{portal.id} is not due before {next_due(portal, plan, now):%Y-%m-%d %H:%M:%S}", err=True)
        return
    request = replace(request, on_schedule=True, purpose=found.purpose)
    if found.purpose == "sweep":
        request = replace(request, full=True, since=(now - SWEEP_BACK).date())
    results = run_crawls(request, locks)
    crawl_report.report(results, request.output)
    watch_report.after_crawl(request.database_url, request.output, request.rules, [portal])
    crawl_report.end(results, by_person=False)


def _plan(database_url: str, portal: Portal) -> Plan | None:
    store = Store.open(database_url)
    try:
        return store.plan(portal.id)
    finally:
        store.close()
