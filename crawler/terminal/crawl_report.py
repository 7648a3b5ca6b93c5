"""The summary at the end of a crawl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.crawling import CrawlResult
from crawler.health.checks import FATAL
from crawler.terminal.tables import show

COUNTED = ("pages", "articles", "new", "updated", "unchanged", "errors", "blocked", "missing")


def report(results: Sequence[CrawlResult], output: Path) -> None:
    """One row a portal: what was fetched and stored, and where the log lies."""
    columns = ["portal", *COUNTED, "ended", "JSONL"]
    rows = [
        [
            result.portal.id,
            *(str(result.counts.get(name, 0)) for name in COUNTED),
            str(result.fault) if result.fault else result.why_ended,
            str(output / result.portal.id),
        ]
        for result in results
    ]
    show("Crawled", columns, rows, numbers=COUNTED)


def warnings(results: Sequence[CrawlResult]) -> list[str]:
    """A line for each check that a run failed, but for those that `failures` tells of."""
    return [
        f"{result.portal.id}: {name}: {reason}"
        for result in results
        for name, reason in result.failed_checks.items()
        if name not in FATAL
    ]


def failures(results: Sequence[CrawlResult]) -> list[str]:
    """A line for each portal of which nothing at all was had or seen, and for each crawl that an error ended."""
    lines = [str(result.fault) for result in results if result.fault]
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
