"""`tintinh doctor`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands.app import Database, Output, app, open_store


@app.command()
def doctor(
    output: Output = Path("output"),
    database: Database = None,
    mended: Annotated[bool, typer.Option("--mend", help="Put right what can be put right without a backup.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each finding.")] = False,
) -> None:
    """Examine database, indexes, log, archive, clock and disk; exit code 1 where something is wrong.

    One tab-separated line for each finding: the check, what is wrong, and what to do about it. With --mend 'mended'
    stands there where it was put right; exit code 1 where something was not.
    """
    import orjson

    from crawler.base import clock
    from crawler.keeping.doctor import examine
    from crawler.keeping.finding import Patient

    store = open_store(output, database)
    left = 0
    try:
        for finding in examine(Patient(store.engine, output, clock.now()), mended):
            left += not finding.mended
            told = "mended" if finding.mended else finding.remedy
            typer.echo(orjson.dumps(asdict(finding)) if json else f"{finding.check}\t{finding.what}\t{told}")
    finally:
        store.close()
    if left:
        raise typer.Exit(1)
