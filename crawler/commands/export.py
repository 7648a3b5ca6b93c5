"""`tintinh export`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Output, app, check_known
from crawler.model.items import MeetingKind

KINDS = ("meeting", *(kind.value for kind in MeetingKind))


class What(StrEnum):
    """What --what takes."""

    articles = "articles"
    people = "people"
    documents = "documents"


class Format(StrEnum):
    """What --format takes."""

    jsonl = "jsonl"
    parquet = "parquet"
    csv = "csv"
    sqlite = "sqlite"


class Compression(StrEnum):
    """What --compression takes."""

    none = "none"
    gzip = "gzip"
    zstd = "zstd"


@app.command()
def export(
    target: Annotated[str, typer.Argument(help="A new folder, or an address such as s3://bucket/folder (with s3fs).")],
    what: Annotated[
        What, typer.Option(help="Articles, or people or documents across the meeting reports, each once.")
    ] = What.articles,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.jsonl,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Only what was published since.")
    ] = None,
    portal: Annotated[list[str] | None, typer.Option(help="Only this portal; may be given again.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help=f"Only reports of such meetings; may be given again: {', '.join(KINDS)}.")
    ] = None,
    revisions: Annotated[
        bool, typer.Option("--revisions", help="Every revision, not only each article's last.")
    ] = False,
    compression: Annotated[
        Compression, typer.Option(help="Of JSONL, CSV; Parquet has zstd anyway.")
    ] = Compression.none,
    raw: Annotated[
        bool, typer.Option("--raw", help="CSV without the apostrophe before cells that a spreadsheet would run.")
    ] = False,
    output: Output = Path("output"),
) -> None:
    """Write what was published in the log as files by month and portal, or as one SQLite file.

    People and documents are one file, `people.jsonl` or `documents.jsonl`, with the rows of the console's API.
    """
    # DuckDB takes a while to load, and the other commands do not need it.
    from crawler.log.dossier_export import Across, export_dossiers
    from crawler.log.export import Wanted
    from crawler.log.export import export as write

    unknown = [name for name in kind or () if name not in KINDS]
    if unknown:
        raise UserError(f"--kind {unknown[0]}: one of {', '.join(KINDS)}")
    if not output.is_dir():
        raise UserError(f"there is no folder {output}")
    if portal:
        check_known(portal, [one.name for one in output.iterdir() if one.is_dir()])
    wanted = Wanted(since.date() if since else None, tuple(portal or ()), tuple(kind or ()), revisions)
    if what is What.articles:
        named, done = "records", write(output, target, form.value, wanted, compression.value, raw)
    else:
        named = what.value
        across: Across = "people" if what is What.people else "documents"
        done = export_dossiers(output, target, across, form.value, wanted, compression.value, raw)
    typer.echo(f"{done.records} {named} in {done.files} files at {target}, up to seq {done.through}")
