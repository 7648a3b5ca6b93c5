"""How the crawls of one command ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from crawler.schedule.host import Ended
from crawler.terminal import crawl_report
from crawler.terminal.crawl_report import COUNTED, HEADINGS
from crawler.terminal.tables import show

_TOLD = ("pages", "new", "updated", "errors", "missing")


def report(ended: Sequence[Ended], output: Path, by_person: bool = False, in_a_round: bool = False) -> None:
    """Print a row for each portal crawled, a line for each other one, and what failed; set the exit code."""
    for one in ended:
        if one.note is not None:
            typer.echo(one.note, err=True)
    crawled = [one for one in ended if one.crawled]
    if crawled or in_a_round:
        _table(crawled, output)
    died = [one for one in crawled if one.died is not None]
    for one in died:
        typer.echo(f"error: {one.portal}: its crawl process ended ({one.died}); what is due stays due", err=True)
    crawl_report.end([one.result for one in crawled if one.result is not None], by_person)
    if died:
        raise typer.Exit(1)


def _table(crawled: Sequence[Ended], output: Path) -> None:
    columns = ["portal", *HEADINGS, "seconds", "ended", "JSONL"]
    rows = [
        [
            one.portal,
            *(str(one.result.counts.get(name, 0)) if one.result else "" for name in COUNTED),
            f"{one.seconds:.0f}",
            how(one),
            str(output / one.portal),
        ]
        for one in crawled
    ]
    show("Crawled", columns, rows, numbers=(*HEADINGS, "seconds"))


def how(one: Ended) -> str:
    """How a crawl ended, in words."""
    if one.result is not None:
        return one.result.fault or one.result.why_ended
    return one.died or one.note or ""


def line(one: Ended) -> str:
    """A crawl on one line: how it ended, and what it found."""
    counts = one.result.counts if one.result else {}
    found = ", ".join(
        f"{counts[name]} {name.replace('_', ' ')}"
        for name in ("pages", "new", "updated", "errors", "missing", "files_failed")
        if counts.get(name)
    )
    return f"{one.portal}: {how(one)} after {one.seconds:.0f} s" + (f": {found}" if found else "")
