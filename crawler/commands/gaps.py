"""`tintinh gaps`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.app import Database, Output, app, check_known, open_to_read

if TYPE_CHECKING:
    from crawler.runs.gaps import Gap


@app.command()
def gaps(
    portals: Annotated[list[str] | None, typer.Argument(metavar="[PORTAL...]", help="Of these portals only.")] = None,
    output: Output = Path("output"),
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print the weeks of which far fewer articles are stored than is usual; `tintinh crawl --fill-gaps` walks them."""
    import orjson

    from crawler.base import clock
    from crawler.database.engine import reading
    from crawler.runs import due_state
    from crawler.runs.gaps import gaps_of
    from crawler.terminal.tables import show

    store = open_to_read(output, database)
    now = clock.now()
    with reading(store.engine) as connection:
        crawled = due_state.read(connection)
        check_known(portals or (), crawled)
        wanted = portals or sorted(crawled)
        found = [gap for portal in wanted for gap in gaps_of(connection, portal, now.date())]
    store.close()
    if as_json:
        sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    columns = ["portal", "week of", "articles", "usual", "walked again"]
    show("Gaps", columns, [_row(gap) for gap in found], numbers=("articles", "usual"))


def _row(gap: Gap) -> list[str]:
    tried = f"{gap.tried_at:%Y-%m-%d}" if gap.tried_at else "not yet"
    return [gap.portal, gap.week.isoformat(), str(gap.articles), str(gap.usual), tried]
