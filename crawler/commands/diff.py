"""`tintinh diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, app, open_to_read


@app.command()
def diff(
    article: Annotated[str, typer.Argument(help="An article's id.")],
    old: Annotated[
        int | None, typer.Option("--from", min=1, help="Revision to compare from; else the one before.")
    ] = None,
    new: Annotated[int | None, typer.Option("--to", min=1, help="Revision to compare to; else the last.")] = None,
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Print what changed between two revisions of an article, field by field; nothing where it has only one."""
    from crawler.articles.history import difference, revisions_of
    from crawler.database.engine import reading

    store = open_to_read(output, database)
    try:
        with reading(store.engine) as connection:
            found = {revision.number: revision for revision in revisions_of(connection, article)}
    finally:
        store.close()
    if not found:
        raise UserError(f"no article {article} in the store")
    later = new or max(found)
    earlier = old or max(1, later - 1)
    for number in (earlier, later):
        if number not in found:
            raise UserError(f"{article} has revisions 1 to {max(found)}, no {number}")
    for line in difference(found[earlier], found[later]):
        typer.echo(line)
