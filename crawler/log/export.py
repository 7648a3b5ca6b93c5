"""The log as files for analysis: JSONL, CSV or Parquet by month and portal, or one SQLite file, made by DuckDB.

Spreadsheets run a cell that begins with one of `FORMULA` as a formula, and titles are other people's text: in CSV an
apostrophe stands in front of such a cell (OWASP, "CSV Injection"), unless the raw text is asked for.

An export is of one moment: the manifest's `published_through`. It is made in a scratch folder and then delivered.
Records of older schema versions are brought up to the current one.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb
import orjson

from crawler.base.errors import StoreError, UserError
from crawler.base.temporary import scratch
from crawler.log.delivery import deliver
from crawler.log.manifest import Segment, read_manifest
from crawler.log.parquet_types import json_columns, parquet_columns
from crawler.log.reading import merged
from crawler.model.items import SCHEMA_VERSION, Article
from crawler.model.upcasting import upcast

Format = Literal["jsonl", "parquet", "csv", "sqlite"]
Compression = Literal["none", "gzip", "zstd"]

FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # full-width forms count, too
ENDINGS = {"none": "", "gzip": ".gz", "zstd": ".zst"}
_BATCH = 2000

COLUMNS = json_columns(Article)
PARQUET = parquet_columns(Article)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: published on or after a day, of some portals, reporting some kinds of meeting.

    `kinds`: the words of `MeetingKind`; 'meeting' is any of them. Articles without a date count by when they were
    fetched.
    `revisions`: every revision, not only each article's newest.
    """

    since: date | None = None
    portals: Sequence[str] = ()
    kinds: Sequence[str] = ()
    revisions: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """How many records went into how many files, and up to which `seq`."""

    records: int
    files: int
    through: int


def export(
    output: Path, target: str, form: Format, wanted: Wanted, compression: Compression = "none", raw: bool = False
) -> Exported:
    """Write the published log of `output` to `target`, which must not exist yet (a folder may be there, but empty).

    `raw`: leave cells of CSV as they are that a spreadsheet takes for formulas.
    Raises `UserError` for a target that cannot be taken and `StoreError` for a damaged log.
    """
    if form == "sqlite" and compression != "none":
        raise UserError("a SQLite file is not compressed: leave --compression out")
    with selected(output, wanted) as chosen:
        made = chosen.aside / "export"
        made.mkdir()
        if chosen.records:
            _write(chosen.database, made, form, compression, raw)
        elif form == "parquet":
            write_empty_parquet(chosen.database, made / "articles-0.parquet", COLUMNS, PARQUET)
        files = sorted(path for path in made.rglob("*") if path.is_file())
        deliver(made, target)
    return Exported(chosen.records, len(files), chosen.through)


@dataclass(frozen=True, slots=True)
class Selected:
    """Records of the log in the table `wanted` of a database, how many, up to which `seq`, and a folder for more."""

    database: duckdb.DuckDBPyConnection
    aside: Path
    records: int
    through: int


@contextmanager
def selected(output: Path, wanted: Wanted) -> Iterator[Selected]:
    """The records that are wanted, for as long as the context lasts.

    The database spills into the folder, so that a log larger than memory is exported, too. Raises `StoreError` for a
    damaged log, and in place of the database's own errors.
    """
    with scratch(Path(tempfile.gettempdir())) as aside:
        manifest = read_manifest(output)
        segments = [one for one in manifest.segments if not wanted.portals or one.portal in wanted.portals]
        paths = [str(_readable(output, segment, aside)) for segment in segments]
        try:
            with duckdb.connect(str(aside / "spill.duckdb")) as database:
                records = _select(database, paths, manifest.published_through, wanted)
                yield Selected(database, aside, records, manifest.published_through)
        except duckdb.Error as error:
            raise StoreError(f"the log of {output} cannot be exported: {str(error).splitlines()[0]}") from error


def _readable(output: Path, segment: Segment, aside: Path) -> Path:
    """The segment's file, its digest checked; where it has records of an older schema, a copy of it with today's."""
    current = b'"schema_version":%d}' % SCHEMA_VERSION
    lines = [line for _, line in merged(output, [segment])]
    if all(line.endswith(current) for line in lines):
        return output / segment.path
    path = aside / segment.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(upcast(orjson.loads(line))) + b"\n" for line in lines))
    return path


def _select(database: duckdb.DuckDBPyConnection, paths: list[str], through: int, wanted: Wanted) -> int:
    """Make the view `wanted` of the records, with their month; returns how many there are."""
    if not paths:
        return 0
    database.execute("SET preserve_insertion_order = false")
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    conditions = ["true"]
    values: dict[str, Any] = {"paths": paths, "through": through}
    if wanted.since is not None:
        conditions.append("dated >= $since")
        values["since"] = wanted.since.isoformat()
    if wanted.kinds:
        conditions.append("(list_contains($kinds, kind) OR (list_contains($kinds, 'meeting') AND kind IS NOT NULL))")
        values["kinds"] = list(wanted.kinds)
    if not wanted.revisions:
        conditions.append("seq = last_seq")
    database.execute(
        f"""
        CREATE TABLE wanted AS
        SELECT * EXCLUDE (dated, last_seq), dated[:7] AS month FROM (
            SELECT *, coalesce(published_at, provenance->>'fetched_at', '0000-00-00') AS dated,
                   meeting->>'kind' AS kind,
                   min(provenance->>'fetched_at') FILTER (meeting IS NOT NULL) OVER (PARTITION BY id) AS found_at,
                   max(seq) OVER (PARTITION BY id) AS last_seq
            FROM read_json($paths, format = 'newline_delimited', columns = {{{columns}}},
                           maximum_object_size = 134217728)
            WHERE seq <= $through
        ) WHERE {" AND ".join(conditions)}
        ORDER BY month, portal, seq
        """,
        values,
    )
    return int(database.execute("SELECT count(*) FROM wanted").fetchall()[0][0])


def _write(
    database: duckdb.DuckDBPyConnection, folder: Path, form: Format, compression: Compression, raw: bool
) -> None:
    if form == "sqlite":
        _write_sqlite(database, folder / "articles.db")
        return
    if form == "jsonl":
        _write_jsonl(database, folder, compression)
        return
    options = f"FORMAT csv, HEADER, COMPRESSION {compression}"
    if form == "parquet":
        options = f"FORMAT parquet, COMPRESSION {'zstd' if compression == 'none' else compression}"
    ending = form if form == "parquet" else form + ENDINGS[compression]
    fields = ", ".join(_harmless(name) if form == "csv" and not raw else _column(name, form) for name in COLUMNS)
    database.execute(
        f"""
        COPY (SELECT {fields}, month, portal AS portal_ FROM wanted ORDER BY month, portal, seq) TO '{quoted(folder)}'
        ({options}, PARTITION_BY (month, portal_), FILENAME_PATTERN 'articles-{{i}}', FILE_EXTENSION '{ending}')
        """
    )
    for path in sorted(folder.glob("month=*/portal_=*")):  # DuckDB takes a partition's column out of the file
        path.rename(path.with_name(path.name.replace("portal_=", "portal=", 1)))


def write_empty_parquet(
    database: duckdb.DuckDBPyConnection, path: Path, columns: Mapping[str, str], parquet: Mapping[str, str]
) -> None:
    """A file of no rows, so that a reader finds the columns and their types in an empty export, too."""
    none = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
    query = f"SELECT {', '.join(parquet.values())} FROM (SELECT {none}) WHERE false"
    database.execute(f"COPY ({query}) TO '{quoted(path)}' (FORMAT parquet)")


def _write_jsonl(database: duckdb.DuckDBPyConnection, folder: Path, compression: Compression) -> None:
    """A file at a time: DuckDB's JSON writer knows no partitions."""
    fields = ", ".join(COLUMNS)
    partitions = database.execute("SELECT DISTINCT month, portal FROM wanted ORDER BY ALL").fetchall()
    for month, portal in partitions:
        path = folder / f"month={month}" / f"portal={portal}" / f"articles-0.jsonl{ENDINGS[compression]}"
        path.parent.mkdir(parents=True)
        query = f"SELECT {fields} FROM wanted WHERE month = $month AND portal = $portal ORDER BY seq"
        database.execute(
            f"COPY ({query}) TO '{quoted(path)}' (FORMAT json, COMPRESSION {compression})",
            {"month": month, "portal": portal},
        )


def _column(name: str, form: Format) -> str:
    if form == "parquet":
        return PARQUET[name]
    if form != "jsonl" and COLUMNS[name] == "JSON":
        return f"CAST({name} AS VARCHAR) AS {name}"
    return name


def _harmless(name: str) -> str:
    return harmless(name) if COLUMNS[name] == "VARCHAR" else _column(name, "csv")


def harmless(name: str) -> str:
    """A text column of CSV that no spreadsheet runs. Numbers, and JSON with its braces, cannot be formulas."""
    runs = f"{name} <> '' AND contains('{FORMULA}', {name}[1])"
    return f"CASE WHEN {runs} THEN chr(39) || {name} ELSE {name} END AS {name}"


def _write_sqlite(database: duckdb.DuckDBPyConnection, path: Path) -> None:
    kinds = {"BIGINT": "INTEGER", "DOUBLE": "REAL"}
    names = ", ".join(f"{name} {kinds.get(kind, 'TEXT')}" for name, kind in COLUMNS.items())
    fields = ", ".join(_column(name, "sqlite") for name in COLUMNS)
    marks = ", ".join("?" for _ in COLUMNS)
    with closing(sqlite3.connect(path)) as target, target:
        target.execute(f"CREATE TABLE articles ({names}, PRIMARY KEY (id, revision))")
        target.execute("CREATE INDEX articles_portal_published_at ON articles (portal, published_at)")
        rows = database.execute(f"SELECT {fields} FROM wanted ORDER BY seq")
        while batch := rows.fetchmany(_BATCH):
            target.executemany(f"INSERT INTO articles VALUES ({marks})", batch)


def quoted(path: Path) -> str:
    """A path inside the quotes of SQL."""
    return str(path).replace("'", "''")
