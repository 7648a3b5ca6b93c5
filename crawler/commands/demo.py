"""`tintinh demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import app

DEMO_OUTPUT = Path("output") / "demo"


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the demo's JSONL and store go.")] = DEMO_OUTPUT,
) -> None:
    """Crawl two small portals that come with tintinh, twice, with an edit in between, and show what came out."""
    from crawler.terminal.demo_show import run_demo

    run_demo(output)
