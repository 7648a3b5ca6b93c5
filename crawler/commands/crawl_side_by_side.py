"""What `tintinh crawl` does once it knows the portals: crawl them side by side, and say how each ended."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from crawler.base import clock
from crawler.crawl.request import CrawlRequest
from crawler.crawl.running import check
from crawler.crawl.store import Store
from crawler.registry import Portal
from crawler.runs.locks import BusyError
from crawler.schedule.errands import Errand, open_gaps
from crawler.schedule.host import Ended
from crawler.schedule.round import crawl_round, crawl_these
from crawler.terminal import ended_report
from crawler.terminal.after_crawls import AfterCrawls

if TYPE_CHECKING:
    from crawler.terminal.crawl_table import CrawlTable


def crawl_side_by_side(request: CrawlRequest, jobs: int, errand: Errand, by_person: bool) -> None:
    """Crawl the request's portals, or those of them that the errand is for. Idempotent: run it as often as you like.

    Exit code 1 where nothing could be fetched from a portal, 2 where a person has to mend something. A portal that
    another process crawls, or that is not due, is reported but is no error, unless a person named it.
    """
    check(request)
    portals = request.portals if errand != "gaps" else _with_gaps(request)
    if errand == "gaps" and not portals:
        typer.echo("every week that falls short was walked again already", err=True)
        return
    after = AfterCrawls(request)
    side_by_side = len(request.portals) > 1
    table = _table(request) if side_by_side and not request.quiet else None
    seen = 0

    def ended(one: Ended) -> None:
        nonlocal seen
        seen += 1
        after.ended(one)
        if table is not None:
            table.count()
        if side_by_side and not request.quiet and one.crawled:
            print_line(f"[{seen}/{len(portals)}] {ended_report.line(one)}")

    def print_line(line: str) -> None:
        if table is not None:
            table.print_line(line)
        else:
            typer.echo(line, err=True)

    beside = table.show if table is not None else None
    try:
        if errand == "due" and side_by_side:
            found = crawl_round(request, jobs, print_line, ended, beside)
        else:
            found = crawl_these(request, portals, errand, jobs, print_line, ended, beside)
    finally:
        after.close()
    sys.stdout.flush()
    if errand == "asked" and (busy := next((one.note for one in found if one.note is not None), None)):
        if len(found) == 1:
            raise BusyError(busy)
    ended_report.report(found, request.output, by_person, side_by_side)


def _table(request: CrawlRequest) -> CrawlTable | None:
    """The live table, where somebody looks."""
    if not sys.stderr.isatty():
        return None
    from crawler.terminal.crawl_table import CrawlTable

    return CrawlTable(request.database_url)


def _with_gaps(request: CrawlRequest) -> list[Portal]:
    store = Store.open(request.database_url)
    try:
        return [portal for portal in request.portals if open_gaps(store, portal, clock.now())]
    finally:
        store.close()
