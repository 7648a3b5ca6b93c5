"""Which places of the raw archive the store points at, and which hold a response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType
from sqlalchemy import Connection, select, text

from crawler.archive.writing import OPEN
from crawler.database.tables import captures, quarantine


@dataclass(slots=True)
class Places:
    """Offsets in one archive file: of pages of newest records, and of each page's latest whole answer."""

    records: set[int] = field(default_factory=set)
    captures: set[int] = field(default_factory=set)

    @property
    def all(self) -> set[int]:
        """All that anything points at."""
        return self.records | self.captures


_OF_RECORDS = {
    "sqlite": "SELECT r.record ->> '$.provenance.warc_file', r.record ->> '$.provenance.warc_offset'"
    " FROM articles a JOIN revisions r ON r.seq = a.seq",
    "postgresql": "SELECT p ->> 'warc_file', CAST(p ->> 'warc_offset' AS bigint) FROM"
    " (SELECT CAST(r.record AS jsonb) -> 'provenance' AS p FROM articles a JOIN revisions r ON r.seq = a.seq) AS found",
}


def pointers(connection: Connection) -> dict[str, Places]:
    """Every place that the store points at, by file: from newest records, pages set aside, and captures."""
    found: dict[str, Places] = {}
    for name, offset in _of_records(connection):
        found.setdefault(name, Places()).records.add(offset)
    for name, offset in connection.execute(select(captures.c.warc_file, captures.c.warc_offset)):
        found.setdefault(name, Places()).captures.add(offset)
    return found


def _of_records(connection: Connection) -> Iterator[tuple[str, int]]:
    rows = connection.execution_options(yield_per=1000).execute(text(_OF_RECORDS[connection.dialect.name]))
    yield from ((name, offset) for name, offset in rows if name is not None and offset is not None)
    aside = select(quarantine.c.warc_file, quarantine.c.warc_offset).where(quarantine.c.warc_file.is_not(None))
    yield from ((row.warc_file, row.warc_offset) for row in connection.execute(aside))


def path_of(folder: Path, name: str) -> Path | None:
    """An archive file, also while it is being written; None where it is not there."""
    return next((path for path in (folder / name, folder / (name + OPEN)) if path.exists()), None)


def offsets(folder: Path, name: str) -> set[int]:
    """Where responses begin in an archive file; as far as it is whole, and none where it is not there."""
    found: set[int] = set()
    path = path_of(folder, name)
    if path is None:
        return found
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False):
                found.add(record.stream_pos)
    except OSError:
        return found  # its damage is told by who verifies the file
    return found
