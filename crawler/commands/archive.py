"""`tintinh archive list|verify|prune|extract`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.base.errors import ArchiveError, UserError
from crawler.commands.app import Database, Output, app, open_to_read

if TYPE_CHECKING:
    from crawler.archive.reading import Archived

archive = typer.Typer(help="Look after the raw pages in OUTPUT/archive.", no_args_is_help=True)
app.add_typer(archive, name="archive")


@archive.command("list")
def list_segments(output: Output = Path("output")) -> None:
    """Print the archive's segments: size, records of each kind, first and last moment (UTC)."""
    from crawler.archive.checking import segments, survey

    typer.echo("\t".join(("segment", "bytes", "responses", "revisits", "first", "last")))
    for path in segments(output / "archive"):
        held = survey(path)
        row = (path.name, held.bytes, held.records["responses"], held.records["revisits"], held.first, held.last)
        typer.echo("\t".join("" if value is None else str(value) for value in row))


@archive.command()
def verify(
    output: Output = Path("output"),
    mend: Annotated[
        bool,
        typer.Option(
            "--mend", help="Take what is no whole record out, into files with the suffix .torn. Stop crawls before."
        ),
    ] = False,
) -> None:
    """Read every record and check its digests; exit code 1 where one is damaged."""
    from crawler.archive import checking

    paths = checking.segments(output / "archive")
    if mend:
        for path in paths:
            if mended := checking.mend(path):
                typer.echo(f"{path.name}\tmended: {mended}")
    wrong = 0
    for path, fault in checking.verify(checking.segments(output / "archive")):
        typer.echo(f"{path.name}\t{fault or 'ok'}")
        wrong += fault is not None
    if wrong:
        raise typer.Exit(1)


@archive.command()
def prune(
    older: Annotated[str, typer.Option("--older-than", help="Age in days, for example 400d.")],
    output: Output = Path("output"),
    database: Database = None,
    done: Annotated[bool, typer.Option("--yes", help="Do it; without this only say how much it would be.")] = False,
) -> None:
    """Take pages of that age out of the archive, but for those that the store points at."""
    from crawler.base import clock
    from crawler.keeping.retention import age
    from crawler.keeping.retention import prune as take_out

    store = open_to_read(output, database)
    total = 0
    try:
        for one in take_out(store.engine, output, age(older), clock.now(), done):
            typer.echo(f"{one.name}\t{one.bytes}\t{'file' if one.whole else 'pages'}")
            total += one.bytes
    finally:
        store.close()
    typer.echo(f"{total} bytes {'taken out' if done else 'would go: --yes takes them out'}")


@archive.command()
def extract(
    article: Annotated[str, typer.Argument(help="An article's id, or SEGMENT:OFFSET as its provenance has them.")],
    output: Output = Path("output"),
    database: Database = None,
) -> None:
    """Write the page that an article was read from to standard output, as it was fetched."""
    from crawler.archive.checking import extract as extract_page

    name, _, offset = article.rpartition(":")
    if name.endswith(".warc.gz") and offset.isdigit():
        found = extract_page(output / "archive", name, int(offset))
    else:
        found = _page_of(article, output, database)
    sys.stdout.buffer.write(found.body)


def _page_of(article: str, output: Path, database: str | None) -> Archived:
    """The page of an article; where its own is gone, the latest that was kept of its address, which it says."""
    from crawler.archive.checking import extract as extract_page
    from crawler.articles import captures
    from crawler.database.engine import reading
    from crawler.log.reading import find_record

    record = find_record(output, article)
    if record is None:
        raise UserError(f"no article {article} in the log of {output}")
    name, offset = record["provenance"]["warc_file"], record["provenance"]["warc_offset"]
    if name is None:
        raise UserError(f"{article} was crawled without an archive")
    try:
        return extract_page(output / "archive", name, offset)
    except ArchiveError as error:
        store = open_to_read(output, database)
        try:
            with reading(store.engine) as connection:
                later = captures.find(connection, record["portal"], record["url"])
        finally:
            store.close()
        if later is None or (later.warc_file, later.warc_offset) == (name, offset):
            raise
        typer.echo(f"{error}; this is the page as it was fetched at {later.saved_at}", err=True)
        return extract_page(output / "archive", later.warc_file, later.warc_offset)
