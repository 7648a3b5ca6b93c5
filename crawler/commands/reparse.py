"""`tintinh reparse`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler import registry
from crawler.base import clock
from crawler.base.errors import UserError
from crawler.commands.app import Database, app, open_store
from crawler.log.identity import check_fits
from crawler.log.segments import publish
from crawler.rereading.archives import reparse as read_archives
from crawler.rereading.store import Report, reread


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
    if store == bool(archives):
        raise UserError("name the archives to read, or say --store")
    if store:
        _into_store(output or Path("output"), database, portal or [], dry_run)
        return
    if output is None or dry_run or len(portal or []) > 1:
        raise UserError("say where the records go: --output FILE (and no more than one --portal, no --dry-run)")
    counts = read_archives(archives or [], output, registry.load(portal[0]) if portal else None)
    typer.echo(f"{counts.articles} articles of {counts.pages} pages in {output}")


def _into_store(output: Path, database: str | None, portals: list[str], dry: bool) -> None:
    opened = open_store(output, database)
    try:
        check_fits(opened.engine, output)
        report = reread(opened, output, clock.now, portals, dry)
        if report.changed and not dry:
            publish(opened.engine, output, clock.now())
    finally:
        opened.close()
    _print(report)


def _print(report: Report) -> None:
    out = sys.stdout
    out.write(f"articles\t{report.articles}\nchanged\t{report.changed}\nunchanged\t{report.unchanged}\n")
    for reason, count in sorted(report.left_alone.items()):
        out.write(f"left alone: {reason}\t{count}\n")
    for name, count in report.fields.most_common():
        out.write(f"field {name}\t{count}\n")
