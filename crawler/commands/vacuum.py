"""`tintinh vacuum`."""

from __future__ import annotations

from pathlib import Path

import typer

from crawler.commands.app import Database, Output, app, open_store


@app.command()
def vacuum(output: Output = Path("output"), database: Database = None) -> None:
    """Give back the room of deleted rows and merge the full-text index; stop crawls before."""
    from crawler.keeping.vacuum import vacuum as give_back

    store = open_store(output, database)
    try:
        give_back(store.engine)
    finally:
        store.close()
    typer.echo("done")
