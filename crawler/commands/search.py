"""`tintinh search`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import Database, Output, app, open_to_read


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='All must occur; "in quotes", together.')],
    diacritics: Annotated[
        bool | None,
        typer.Option("--diacritics/--no-diacritics", help="Whether marks count; by default if the words have any."),
    ] = None,
    portal: Annotated[str | None, typer.Option(help="Of this portal only.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Published on or after this day.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many articles.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines.")] = False,
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Find articles by their words, with or without diacritics, best first."""
    from crawler.database.engine import reading
    from crawler.search.query import search as find
    from crawler.terminal import hits

    store = open_to_read(output, database)
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with reading(store.engine) as connection:
        found = find(connection, query, diacritics, portal, since.date() if since else None, limit)
    store.close()
    hits.report(found, as_json)
    if not found:
        raise typer.Exit(1)
