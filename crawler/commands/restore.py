"""`tintinh restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import Database, Output, app, database_url


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="The backup's folder.")],
    output: Output = Path("output"),
    database: Database = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the backup in place of a store, log and archive that are there.")
    ] = False,
) -> None:
    """Put a backup back into an empty output folder, and compare the log with the store.

    Exit code 1 where the log and the store do not agree afterwards: one tab-separated line for each fault.
    """
    from crawler.keeping.restore import restore as put_back

    made, faults = put_back(folder, output, database_url(output, database), replace)
    left = [fault for fault, done in faults if not done]
    for fault in left:
        typer.echo(f"{fault.where}\t{fault.wrong.value}\tnot mended")
    typer.echo(f"restored the backup of {made.made_at}: seq {made.highest_seq}")
    if left:
        raise typer.Exit(1)
