"""`tintinh status`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from crawler import clock, registry
from crawler.commands.app import Database, Output, app, open_store
from crawler.discovery.entry_file import kept_entries
from crawler.storage.status import portal_status
from crawler.terminal import status_report


@app.command()
def status(
    output: Output = Path("output"),
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with all counts.")] = False,
) -> None:
    """Print what is stored of each portal and how its last run went."""
    store = open_store(output, database)
    now = clock.now()
    portals = kept_entries(output) | registry.load_all()
    found = [(portal, portal_status(store, portal.id, now)) for portal in portals.values()]
    store.close()
    crawled = [(portal, one) for portal, one in found if one.last_run_at]
    if as_json:
        sys.stdout.write(orjson.dumps(status_report.as_json(crawled), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        status_report.report(crawled, now)
