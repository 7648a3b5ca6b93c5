"""`tintinh read`."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.commands.app import app


@app.command()
def read(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or an address to fetch one from.")],
    url: Annotated[str | None, typer.Option(help="The saved page's own address.")] = None,
    portal: Annotated[str | None, typer.Option(help="Read it as this portal's page, whatever its address.")] = None,
    family: Annotated[str | None, typer.Option(help="Read it as a page of this CMS, not of its portal's.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what gave each field, and what was cut away.")
    ] = False,
) -> None:
    """Read one page into one record: a table on a terminal, else one line of JSON."""
    from crawler import registry
    from crawler.base import clock
    from crawler.extraction import explain as reading_of
    from crawler.terminal.read_page import load_page, print_reading

    page = load_page(source, url)
    known = registry.load(portal) if portal else None
    if known is not None and family:
        known = known.model_copy(update={"family": family})
    elif known is None and not family:
        known = reading_of.portal_of(page.url, reading_of.by_host(registry.load_all().values()))
    reading = reading_of.read_bytes(page.body, page.content_type, page.url, known, clock.now(), family)
    print_reading(reading, explain)
    if reading.article is None:
        raise typer.Exit(1)
