"""`tintinh log verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, app, database_url

log = typer.Typer(help="Look after the published log in OUTPUT.", no_args_is_help=True)
app.add_typer(log, name="log")


@log.command()
def verify(
    output: Output = Path("output"),
    database: Database = None,
    mended: Annotated[
        bool, typer.Option("--mend", help="Put right what is wrong: the log from the store, or the store from the log.")
    ] = False,
) -> None:
    """Compare the store, the log's files and the manifest, byte for byte; exit code 1 where something is wrong.

    One tab-separated line for each fault. With --mend also whether it is mended: exit code 1 where something is not.
    """
    from crawler.articles.restoring import restore_records
    from crawler.crawl.store import Store
    from crawler.log.mending import mend
    from crawler.log.verifying import verify as compare

    if not output.is_dir():
        raise UserError(f"there is no folder {output}")
    store = Store.open(database_url(output, database))
    left = 0
    try:
        if mended:
            for fault, done in mend(store.engine, output, restore_records):
                typer.echo(f"{fault.where}\t{fault.wrong.value}\t{'mended' if done else 'not mended'}")
                left += not done
        else:
            for fault in compare(store.engine, output):
                typer.echo(f"{fault.where}\t{fault.wrong.value}")
                left += 1
    finally:
        store.close()
    if left:
        raise typer.Exit(1)
