"""`tintinh backup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import Database, Output, app, open_store


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="The backup's folder, outside the output folder.")],
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Bring a backup of store, log and raw archive in a folder up to date; crawls may run meanwhile."""
    from crawler.base import clock
    from crawler.keeping.backup import back_up

    store = open_store(output, database)
    try:
        made = back_up(store.engine, output, folder, clock.now())
    finally:
        store.close()
    size = made.database.bytes + sum(one.bytes for one in made.files)
    typer.echo(f"backed up to {folder}: seq {made.highest_seq}, {len(made.files) + 1} files, {size} bytes")
