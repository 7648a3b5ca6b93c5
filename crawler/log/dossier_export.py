"""People or documents across the meeting reports of the log, as one file: JSONL, CSV or Parquet.

The rows are those of `/api/people` and `/api/documents` (`OnePerson`, `OneDocument`), of every name and number. They
rest on all reports that are wanted, not on the 200 newest. The log does not say which reports are of one event: people
whom only an event joins are one there and two here. Whom a report names is written aside and sorted by DuckDB, which
spills to disk. Memory holds what the reports say of one name at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

import orjson
from pydantic import BaseModel

from crawler.base.errors import UserError
from crawler.log.delivery import deliver
from crawler.log.export import (
    ENDINGS,
    Compression,
    Exported,
    Format,
    Selected,
    Wanted,
    harmless,
    quoted,
    selected,
    write_empty_parquet,
)
from crawler.log.parquet_types import json_columns, parquet_columns
from crawler.meetings.across import OneDocument, OnePerson, document, person
from crawler.meetings.dossiers import Told, cited_by, dossiers_of
from crawler.meetings.keys import document_key, person_key
from crawler.meetings.named import keys_of
from crawler.meetings.order import list_order
from crawler.model.items import Meeting

Across = Literal["people", "documents"]

_BATCH: Final = 500
_ROWS: Final = {
    "key": "VARCHAR",
    "article": "VARCHAR",
    "province_code": "VARCHAR",
    "reported_at": "VARCHAR",
    "day": "VARCHAR",
    "facts": "VARCHAR",
}


def export_dossiers(
    output: Path,
    target: str,
    what: Across,
    form: Format,
    wanted: Wanted,
    compression: Compression = "none",
    raw: bool = False,
) -> Exported:
    """Write people or documents to `target`, as `export` writes records. `wanted` says on which reports they rest.

    Raises `UserError` for SQLite and for revisions: a person is told of by each article's newest. Else as `export`.
    """
    if form == "sqlite":
        raise UserError(f"{what} are written as JSONL, CSV or Parquet")
    if wanted.revisions:
        raise UserError(f"{what} rest on each article's newest revision: leave --revisions out")
    with selected(output, wanted) as chosen:
        made = chosen.aside / "export"
        made.mkdir()
        lines = chosen.aside / "rows.jsonl"
        rows = _written(lines, _people(_named(chosen, "person")) if what == "people" else _documents(chosen))
        model = OnePerson if what == "people" else OneDocument
        ending = "parquet" if form == "parquet" else form + ENDINGS[compression]
        if rows or form == "parquet":
            _deliverable(chosen, lines if rows else None, made / f"{what}.{ending}", model, form, compression, raw)
        deliver(made, target)
    return Exported(rows, 1 if rows or form == "parquet" else 0, chosen.through)


def _people(named: Iterator[tuple[str, list[Told]]]) -> Iterator[BaseModel]:
    for key, told in named:
        yield from (person(one) for one in dossiers_of(key, told))


def _documents(chosen: Selected) -> Iterator[BaseModel]:
    for key, told in _named(chosen, "document"):
        yield from (document(one) for one in cited_by(key.__eq__, told))


def _named(chosen: Selected, field: Literal["person", "document"]) -> Iterator[tuple[str, list[Told]]]:
    """Each match key with what reports say of it, the newest report first."""
    if not chosen.records:
        return
    path = chosen.aside / "named.jsonl"
    with path.open("wb") as lines:
        for row in _mentions(chosen, field):
            lines.write(orjson.dumps(row) + b"\n")
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in _ROWS.items())
    query = f"""
        SELECT {", ".join(_ROWS)}
        FROM read_json('{quoted(path)}', format = 'newline_delimited', columns = {{{columns}}})
        ORDER BY key, reported_at DESC, article
    """
    rows = _fetched(chosen.database.execute(query))
    for key, group in groupby(rows, key=lambda row: str(row[0])):
        yield (
            key,
            [
                Told(article, province, date.fromisoformat(day) if day else None, Meeting.model_validate_json(facts))
                for _, article, province, _, day, facts in group
            ],
        )


def _mentions(chosen: Selected, field: Literal["person", "document"]) -> Iterator[dict[str, Any]]:
    """A row for each key of each report: of the report's facts, those about the key alone."""
    query = """
        SELECT id, province_code, published_at, found_at, meeting FROM wanted WHERE meeting IS NOT NULL ORDER BY seq
    """
    for article, province, published_at, found_at, facts in _fetched(chosen.database.execute(query)):
        meeting = Meeting.model_validate_json(facts)
        about = _about_people(meeting) if field == "person" else _about_documents(meeting)
        order = _order(published_at, found_at, meeting)
        for name, key in keys_of(meeting):
            if name == field:
                yield {"key": key, "article": article, "province_code": province, **order, "facts": about(key)}


def _order(published_at: str | None, found_at: str | None, meeting: Meeting) -> dict[str, str]:
    """As the store has it; a record that tells neither when it was published nor when it was fetched comes last."""
    published = datetime.fromisoformat(published_at) if published_at else None
    return list_order(published, meeting, found_at or published_at or "")


def _about_people(meeting: Meeting) -> Callable[[str], str]:
    def about(key: str) -> str:
        part = Meeting(
            kind=meeting.kind,
            chairs=[one for one in meeting.chairs if person_key(one.name) == key],
            attendees=[one for one in meeting.attendees if person_key(one.name) == key],
            participants=[one for one in meeting.participants if person_key(one.name) == key],
            acts=[one for one in meeting.acts if one.person and person_key(one.person) == key],
        )
        return part.model_dump_json()

    return about


def _about_documents(meeting: Meeting) -> Callable[[str], str]:
    def about(key: str) -> str:
        documents = [one for one in meeting.documents_cited if document_key(one.number) == key]
        return Meeting(kind=meeting.kind, documents_cited=documents).model_dump_json()

    return about


def _fetched(result: Any) -> Iterator[tuple[Any, ...]]:
    while batch := result.fetchmany(_BATCH):
        yield from batch


def _written(path: Path, rows: Iterable[BaseModel]) -> int:
    """The rows as lines of a file; how many."""
    count = 0
    with path.open("wb") as lines:
        for count, row in enumerate(rows, 1):  # noqa: B007
            lines.write(row.model_dump_json().encode() + b"\n")
    return count


def _deliverable(
    chosen: Selected,
    lines: Path | None,
    path: Path,
    model: type[BaseModel],
    form: Format,
    compression: Compression,
    raw: bool,
) -> None:
    """The lines in the form that is asked for; without lines, a Parquet file of no rows."""
    columns, typed = json_columns(model), parquet_columns(model)
    if lines is None:
        write_empty_parquet(chosen.database, path, columns, typed)
        return
    if form == "jsonl" and compression == "none":
        lines.rename(path)
        return
    options = f"FORMAT json, COMPRESSION {compression}"
    fields = list(columns)
    if form == "csv":
        options = f"FORMAT csv, HEADER, COMPRESSION {compression}"
        fields = [_cell(name, kind, raw) for name, kind in columns.items()]
    elif form == "parquet":
        options = f"FORMAT parquet, COMPRESSION {'zstd' if compression == 'none' else compression}"
        fields = list(typed.values())
    read = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    chosen.database.execute("SET preserve_insertion_order = true")
    chosen.database.execute(
        f"""
        COPY (SELECT {", ".join(fields)} FROM read_json(
            '{quoted(lines)}', format = 'newline_delimited', columns = {{{read}}}, maximum_object_size = 134217728
        )) TO '{quoted(path)}' ({options})
        """
    )


def _cell(name: str, kind: str, raw: bool) -> str:
    if kind == "JSON":
        return f"CAST({name} AS VARCHAR) AS {name}"
    return name if raw else harmless(name)
