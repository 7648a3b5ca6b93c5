"""`tintinh read` and `tintinh reparse`: pages into records, without a crawl."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler import registry
from crawler.base import clock
from crawler.commands.app import app


@app.command()
def read(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or an address to fetch one from.")],
    url: Annotated[str | None, typer.Option(help="The saved page's own address.")] = None,
    portal: Annotated[str | None, typer.Option(help="Read it as this portal's, not as what its address tells.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what gave each field, and what was cut away.")
    ] = False,
) -> None:
    """Read one page into one record: a table on a terminal, else one line of JSON."""
    from crawler.extraction import explain as reading_of
    from crawler.terminal.read_page import load_page, print_reading

    page = load_page(source, url)
    known = registry.load(portal) if portal else reading_of.portal_of(page.url, registry.load_all())
    reading = reading_of.read_bytes(page.body, page.content_type, page.url, known, clock.now())
    print_reading(reading, explain)
    if reading.article is None:
        raise typer.Exit(1)


@app.command()
def reparse(
    archives: Annotated[list[Path], typer.Argument(metavar="WARC...", help="Archives of saved pages.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The JSONL file to write; it appears when whole.")],
    portal: Annotated[str | None, typer.Option(help="Read every page as this portal's.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Processes; all cores if not given.")] = None,
) -> None:
    """Read archived pages again, with no network, on all cores: one JSON record a line, in the archives' order."""
    from crawler.rereading.archives import reparse as read_again
    from crawler.terminal.tables import show

    counts = read_again(archives, output, registry.load(portal) if portal else None, jobs)
    rows = [[name, str(count)] for name, count in counts.outcomes.most_common()]
    show(f"{counts.pages} pages", ["what", "pages"], rows, numbers=("pages",))
