"""`tintinh reparse`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Database, app, open_store

if TYPE_CHECKING:
    from crawler.reparse.stored import StoreCounts


@app.command()
def reparse(
    archives: Annotated[list[Path] | None, typer.Argument(metavar="WARC...", help="Archives to read.")] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Read the archive of OUTPUT again and put what changed into the store.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", envvar="TINTINH_OUTPUT", help="The JSONL file to write; with --store the folder."
        ),
    ] = None,
    database: Database = None,
    portal: Annotated[
        list[str] | None, typer.Option(help="Read as this portal's pages; with --store only its articles.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --store: only report what would change.")] = False,
) -> None:
    """Read archived pages again, with no network: into a file, or into the store where the reading changed."""
    from crawler import registry
    from crawler.reparse.archives import reparse_archives

    if store == bool(archives):
        raise UserError("name the archives to read, or say --store")
    if store:
        _into_store(output or Path("output"), database, portal or [], dry_run)
        return
    if output is None or dry_run or len(portal or []) > 1:
        raise UserError("say where the records go: --output FILE (and no more than one --portal, no --dry-run)")
    counts = reparse_archives(archives or [], output, registry.load(portal[0]) if portal else None)
    typer.echo(f"{counts.articles} articles of {counts.pages} pages in {output}")


def _into_store(output: Path, database: str | None, portals: list[str], dry: bool) -> None:
    from crawler.base import clock
    from crawler.log.identity import check_fits
    from crawler.log.segments import publish
    from crawler.reparse.stored import reparse_store
    from crawler.settings import TINTINH_ATTACHMENTS  # read from the environment when it is imported
    from crawler.watch.rules import find_rules
    from crawler.watch.watcher import Watcher

    rules = find_rules(output)
    opened = open_store(output, database)
    try:
        check_fits(opened.engine, output)  # before anything is stored that could not be published
        if rules and not dry:
            opened.notices = Watcher.of(opened.engine, rules, clock.now())
        counts = reparse_store(opened, output, clock.now, portals, dry, files=TINTINH_ATTACHMENTS)
        if not dry:  # also where nothing changed: what a kill kept from the log is published now
            publish(opened.engine, output, clock.now())
    finally:
        opened.close()
    _print(counts)


def _print(counts: StoreCounts) -> None:
    out = sys.stdout
    out.write(f"articles\t{counts.articles}\nchanged\t{counts.changed}\nunchanged\t{counts.unchanged}\n")
    for reason, count in sorted(counts.left_alone.items()):
        out.write(f"left alone: {reason}\t{count}\n")
    for name, count in counts.fields.most_common():
        out.write(f"field {name}\t{count}\n")
