"""`tintinh heal`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Database, Output, app, open_to_read


@app.command()
def heal(
    portal: Annotated[str, typer.Argument(metavar="PORTAL", help="An id, as `tintinh status` has it.")],
    write: Annotated[
        bool, typer.Option("--write", help="Write the new entry into the folder that TINTINH_PORTALS names.")
    ] = False,
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Print how the entry of a portal that changed should change, as crawls found out; with --write make it so."""
    import difflib

    from crawler import registry
    from crawler.base.atomic import replace_whole
    from crawler.base.environment import environment
    from crawler.database.engine import reading
    from crawler.discovery.entry_file import entry_toml, kept_entries
    from crawler.runs import healings

    store = open_to_read(output, database)
    try:
        entry = kept_entries(output).get(portal) or registry.load(portal)
        with reading(store.engine) as connection:
            healing = healings.of(connection, entry)
    finally:
        store.close()
    if healing is None:
        typer.echo(f"{portal}: its entry finds articles, or is newer than its last healing: nothing to heal", err=True)
        return
    typer.echo(f"{portal}: since {healing.found_at:%Y-%m-%d %H:%M}: {healing.reason}", err=True)
    if healing.proposal is None:
        typer.echo(
            f"a probe at {healing.tried_at:%Y-%m-%d %H:%M} found nothing to walk by: a person must look", err=True
        )
        raise typer.Exit(1)
    if healing.successor is not None:
        typer.echo(f"its articles appear on {healing.successor} now: name {portal} under its `replaces`", err=True)
    old, new = (text.splitlines(keepends=True) for text in (entry_toml(entry), healing.proposal))
    typer.echo("".join(difflib.unified_diff(old, new, f"{portal}.toml", f"{portal}.toml, healed")), nl=False)
    if not write:
        return
    folder = environment().portals
    if folder is None:
        raise UserError("--write needs a folder for entries of your own: set TINTINH_PORTALS to one")
    path = folder / f"{portal}.toml"
    try:
        replace_whole(path, healing.proposal.encode("utf-8"))
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from error
    typer.echo(f"{path}: written; look at it, then crawl {portal}", err=True)
