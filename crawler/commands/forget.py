"""`tintinh forget`."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import Database, Output, app, database_url, open_store


@app.command()
def forget(
    article: Annotated[str, typer.Argument(help="The article's id or address.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the audit; no names, since it is kept.")],
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Take an article down: out of store, index, log, feeds and raw archive, with a tombstone for consumers.

    It is never stored again. Backups, mirrors and exports made before still have it: docs/operating.md.
    """
    from crawler.base import clock
    from crawler.keeping.forget import forget as take_down
    from crawler.runs.locks import open_locks
    from crawler.terminal.watch_report import portal_names, print_round
    from crawler.watch.rounds import watch_round
    from crawler.watch.rules import find_rules

    asked_by = f"{getpass.getuser()}@{platform.node()}"
    store = open_store(output, database)
    locks = open_locks(output, database_url(output, database))
    try:
        for one in take_down(store.engine, output, locks, article, reason, asked_by, clock.now()):
            typer.echo(
                f"{one.article} is forgotten: tombstone seq {one.seq}, {one.segments} segments written anew,"
                f" {one.pages} pages out of the archive"
            )
            if one.named:
                typer.echo(f"{one.named} raw pages of other articles name it; they stay")
        print_round(watch_round(store.engine, output, find_rules(output), portal_names()))
    finally:
        locks.release()
        store.close()
