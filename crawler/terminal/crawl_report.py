"""The summary at the end of a crawl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from crawler.crawl.request import CrawlResult
from crawler.health.checks import FATAL
from crawler.runs.runs import HANDED_BACK
from crawler.terminal.tables import show

COUNTED = (
    "pages", "articles", "new", "updated", "unchanged", "files", "files_failed", "errors", "blocked", "missing"
)  # fmt: skip

HEADINGS = tuple(name.replace("_", " ") for name in COUNTED)


def report(results: Sequence[CrawlResult], output: Path) -> None:
    """One row a portal: what was fetched and stored, and where the log lies."""
    columns = ["portal", *HEADINGS, "ended", "JSONL"]
    rows = [
        [
            result.portal.id,
            *(str(result.counts.get(name, 0)) for name in COUNTED),
            result.fault or result.why_ended,
            str(output / result.portal.id),
        ]
        for result in results
    ]
    show("Crawled", columns, rows, numbers=HEADINGS)


def warnings(results: Sequence[CrawlResult]) -> list[str]:
    """A line for each check that a run failed, except those that `failures` reports."""
    return [
        f"{result.portal.id}: {name}: {reason}"
        for result in results
        for name, reason in result.failed_checks.items()
        if name not in FATAL
    ]


def failures(results: Sequence[CrawlResult]) -> list[str]:
    """A line for each portal from which nothing was fetched or seen, and for each crawl that an error ended."""
    lines = [result.fault for result in results if result.fault]
    lines += [
        f"{result.portal.id}: nothing could be fetched: {result.first_failure or 'no page was due'}"
        for result in results
        if not result.fault and result.first_failure and not result.reached
    ]
    lines += [
        f"{result.portal.id}: {reason}"
        for result in results
        if not result.fault and result.reached
        for name, reason in result.failed_checks.items()
        if name in FATAL
    ]
    return list(dict.fromkeys(lines))


def end(results: Sequence[CrawlResult], by_person: bool) -> None:
    """Print what failed, and how an interrupted crawl goes on.

    Exit with code 2 where a person has to mend something, 1 where a portal gave nothing.
    """
    for line in warnings(results):
        typer.echo(f"warning: {line}", err=True)
    if any(result.why_ended == HANDED_BACK for result in results):
        typer.echo("stopped: what was stored stays, what is due stays due; the same command goes on there", err=True)
    lines = failures(results)
    for line in lines:
        typer.echo(f"error: {line}", err=True)
    if lines:
        raise typer.Exit(2 if by_person or any(result.fault for result in results) else 1)
