"""`tintinh move`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Output, app, database_url, open_store


@app.command()
def move(
    database: Annotated[str, typer.Option("--database", help="Where to: the URL of an empty database.")],
    output: Output = Path("output"),
    source: Annotated[
        str | None, typer.Option("--from", help="The store to move, if not OUTPUT/tintinh.db: a database URL.")
    ] = None,
) -> None:
    """Move the store into another, empty database, SQLite or PostgreSQL; run it again after a kill.

    Every row is read back and compared. The old store stays as it is, and crawls refuse it from then on.
    """
    from crawler.database.engine import connect
    from crawler.database.opening import open_database
    from crawler.keeping.moving import Moved
    from crawler.keeping.moving import move as move_store

    def told(moved: Moved) -> None:
        typer.echo(f"{moved.table}\t{moved.rows}")

    old = open_store(output, source)
    try:
        target = connect(database).url
        if old.engine.url == target:
            raise UserError(f"the store is in {database_url(output, source)} already")
        new = open_database(database)
        try:
            move_store(old.engine, new, told)
        finally:
            new.dispose()
    finally:
        old.close()
    typer.echo(f"moved; from now on: --database {target.render_as_string()}")
