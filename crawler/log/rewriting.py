"""The one case in which what was published changes: lines of an article that was taken down.

A segment with such a line is written anew from the store under another name: `seq`s, order and number of lines stay.
The manifest then names the new file, and the old one is deleted at once: a reader that holds the old manifest finds it
missing, and reads the new one.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Engine, Row, delete, insert, select, update

from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import log_segments
from crawler.log.manifest import Segment
from crawler.log.parts import bring_up_to_date, mark_stale
from crawler.log.segment_files import stored_lines, write_lines
from crawler.log.verifying import store_has

_CHUNK = 200


def rewrite_lines(engine: Engine, output: Path, portal: str, seqs: Collection[int]) -> int:
    """Bring the segments with these lines up to the store, and delete their files of before; returns how many.

    Raises `StoreError` where the folder cannot be written. A kill in between costs nothing: the next call completes it.
    """
    c = log_segments.c
    with reading(engine) as connection:
        found = []
        for seq in sorted(seqs):
            query = select(log_segments).where(c.portal == portal, c.first_seq <= seq, c.last_seq >= seq)
            found += list(connection.execute(query.where(c.sha256.is_not(None))))
    segments = {row.path: row for row in found}
    count = 0
    try:
        for row in segments.values():
            segment = Segment.model_validate({name: getattr(row, name) for name in Segment.model_fields})
            if row.replaced_at is None and not store_has(engine, segment):
                _rewrite(engine, output, segment, row)
                count += 1
            elif row.replaced_at is not None:  # kept for readers of the last hour
                _retire(engine, [segment.path])
        bring_up_to_date(engine, output)
        _delete_retired(engine, output)
    except OSError as error:
        raise StoreError(f"cannot write the JSONL log at {output}: {error.strerror}") from error
    return count


def _rewrite(engine: Engine, output: Path, segment: Segment, row: Row[tuple[object, ...]]) -> None:
    path = _renamed(segment.path)
    size, digest = write_lines(output / path, stored_lines(engine, segment.portal, segment.first_seq, segment.last_seq))
    with writing(engine) as connection:
        made = segment.model_dump() | {"path": path, "bytes": size, "sha256": digest}
        part, published_at = row.part, row.published_at
        connection.execute(insert(log_segments).values(**made, part=part, published_at=published_at))
        connection.execute(update(log_segments).where(log_segments.c.path == segment.path).values(replaced_at=0))
        mark_stale(connection, [part])


def _renamed(path: str) -> str:
    """Another name with the same numbers: each has one more zero in front."""
    folder, _, name = path.rpartition("/")
    first, _, last = name.partition("-")
    return f"{folder}/0{first}-0{last}"


def _retire(engine: Engine, paths: list[str]) -> None:
    with writing(engine) as connection:
        connection.execute(update(log_segments).where(log_segments.c.path.in_(paths)).values(replaced_at=0))


def _delete_retired(engine: Engine, output: Path) -> None:
    """Delete the files that were retired, without the hour that compaction leaves its readers."""
    c = log_segments.c
    with reading(engine) as connection:
        paths = list(connection.execute(select(c.path).where(c.replaced_at == 0)).scalars())
    for path in paths:
        (output / path).unlink(missing_ok=True)
    for start in range(0, len(paths), _CHUNK):
        with writing(engine) as connection:
            connection.execute(delete(log_segments).where(c.path.in_(paths[start : start + _CHUNK])))
