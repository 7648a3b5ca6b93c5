"""`tintinh runs`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import Database, Output, app, check_known, open_to_read


@app.command()
def runs(
    portals: Annotated[list[str] | None, typer.Argument(metavar="[PORTAL...]", help="Of these portals only.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many of the latest.")] = 30,
    output: Output = Path("output"),
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with all counts, options and versions.")] = False,
) -> None:
    """Print the latest runs: when, from where, what was asked for, requests by outcome, what came, why they ended."""
    import orjson

    from crawler.base import clock
    from crawler.database.engine import reading
    from crawler.runs import due_state
    from crawler.runs import runs as stored
    from crawler.terminal import runs_report

    store = open_to_read(output, database)
    with reading(store.engine) as connection:
        check_known(portals or (), due_state.read(connection))
        found = stored.recent(connection, portals, limit)
    store.close()
    if as_json:
        sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        runs_report.report(found, clock.now())
