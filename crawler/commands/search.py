"""`tintinh search`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.app import Database, Output, app, check_known, open_to_read

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Order(StrEnum):
    """What --order takes."""

    relevance = "relevance"
    date = "date"


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
    order: Annotated[Order, typer.Option(help="The best first, or the newest.")] = Order.relevance,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many articles.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines.")] = False,
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Find articles by their words, with or without diacritics, best first."""
    from crawler.database.engine import reading
    from crawler.search.candidates import SearchFilter
    from crawler.search.query import find
    from crawler.search.suggesting import suggestion
    from crawler.terminal import hits

    store = open_to_read(output, database)
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with reading(store.engine) as connection:
        within = SearchFilter(portal=portal, since=since.date() if since else None)
        found = find(connection, query, within, diacritics, limit=limit, order=order.value)
        if portal is not None and not found.articles:
            _check_portal(connection, portal)
        near = suggestion(connection, query, within, found.matches)
    store.close()
    hits.report(found.hits, as_json)
    if near:
        typer.echo(f"did you mean: {near}", err=True)
    if not found.hits:
        raise typer.Exit(1)


def _check_portal(connection: Connection, portal: str) -> None:
    """Raise `RegistryError` where neither the registry nor the store knows the portal."""
    from sqlalchemy import select

    from crawler.database.tables import articles

    stored = list(connection.execute(select(articles.c.portal).distinct()).scalars())
    check_known([portal], stored)
