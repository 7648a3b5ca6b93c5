"""`tintinh probe`."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.commands.app import app


@app.command()
def probe(
    url: Annotated[str, typer.Argument(help="The portal's front page.")],
    delay: Annotated[float, typer.Option(min=0, help="Seconds between requests.")] = 1.0,
    family: Annotated[str | None, typer.Option(help="The CMS, where it is detected wrongly.")] = None,
) -> None:
    """Look at a portal never seen, by 24 pages at most: its CMS, feeds, sections and articles; prints an entry."""
    from crawler.base import clock
    from crawler.discovery.probing import Prober
    from crawler.terminal.probe_report import report

    report(Prober(url, clock.now(), delay, family).run())
