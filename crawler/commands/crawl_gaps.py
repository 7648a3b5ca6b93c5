"""`tintinh crawl --fill-gaps`: the weeks that fell short are walked again, each portal's in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import typer

from crawler.base import clock
from crawler.crawl.running import CrawlRequest, CrawlResult, run_crawls
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.runs import gaps
from crawler.runs.gaps import Gap
from crawler.schedule.children import ChildOptions
from crawler.schedule.round import crawl_these
from crawler.terminal import crawl_report, ended_report, watch_report


def crawl_gaps(request: CrawlRequest, jobs: int, options: ChildOptions) -> None:
    """Walk the open gaps of the request's portals: one in this process, several in a process each."""
    found = _open_gaps(request)
    if not found:
        typer.echo("no week falls short that was not walked again already", err=True)
        return
    if len(request.portals) == 1:
        _one(request, found[0])
        return
    names = [one[0].portal for one in found]
    options = replace(options, what="--fill-gaps")
    ended = crawl_these(names, options, jobs, lambda line: typer.echo(line, err=True))
    ended_report.report(ended)
    if code := ended_report.exit_code(ended):
        raise typer.Exit(code)


def _one(request: CrawlRequest, found: Sequence[Gap]) -> None:
    walk = replace(request, purpose="gaps", full=True, since=found[0].week, until=found[-1].through)
    results = run_crawls(walk)
    crawl_report.report(results, request.output)
    if _whole(results):
        store = Store.open(request.database_url)
        with writing(store.engine) as connection:
            gaps.enter_tried(connection, found, clock.now())
        store.close()
    watch_report.after_crawl(request.database_url, request.output, request.rules)
    crawl_report.end(results, by_person=False)


def _whole(results: Sequence[CrawlResult]) -> bool:
    return all(result.why_ended == "finished" and result.reached for result in results)


def _open_gaps(request: CrawlRequest) -> list[list[Gap]]:
    """Each portal's gaps that are worth a walk, oldest first; none for a portal without."""
    store, now = Store.open(request.database_url), clock.now()
    with reading(store.engine) as connection:
        found = [_open_of(gaps.gaps_of(connection, portal.id, now.date())) for portal in request.portals]
    store.close()
    return [one for one in found if one]


def _open_of(found: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in found if gap.open(clock.now())]
