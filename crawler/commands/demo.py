"""`tintinh demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.extras import needs_extra
from crawler.commands.app import app, database_url
from crawler.commands.serve import HOST, PORT

DEMO_OUTPUT = Path("output") / "demo"


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the demo's JSONL and store go.")] = DEMO_OUTPUT,
    serve: Annotated[bool, typer.Option("--serve", help="Then open the console on what was crawled.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The console's port; 0: any that is free.")] = PORT,
) -> None:
    """Crawl two small portals that come with tintinh, twice, with an edit in between, and show what came out."""
    from crawler.terminal.demo_show import run_demo

    if not serve:
        run_demo(output)
        return
    with needs_extra("console", "the console"):
        from crawler.web.serving import run_console
    from crawler.web.settings import ConsoleSettings

    run_demo(output)
    run_console(ConsoleSettings(database_url(output, None), output), HOST, port)
