"""The log of revisions as JSONL segments, each written aside and published by rename.

A segment is planned in the store first (its portal, first and last `seq`), then written, then marked. A kill at any
point leaves a plan that the next run completes to the same name with the same bytes: no gap, no repeat, and a
reader never sees half a line. Two processes that publish at once write the same file twice, which does no harm.
Last of all the manifest follows (see `manifest`), which is what a reader goes by.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, func, select, update

from crawler.base.atomic import sync_folder
from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import revisions, segments
from crawler.log.manifest import bring_up_to_date

SEGMENT_LINES = 5000  # at most so many records a file
STALE_SECONDS = 3600  # a half-written file this old was left by a kill


def publish(engine: Engine, output: Path, now: datetime) -> int:
    """Bring the JSONL log under `output` up to the store; returns how many records were published.

    Raises `StoreError` where the folder cannot be written, with the store left as it was.
    """
    lines = 0
    while True:
        with writing(engine) as connection:
            planned = _plan(connection)
        with reading(engine) as connection:
            waiting = connection.execute(
                select(segments).where(segments.c.sha256.is_(None)).order_by(segments.c.first_seq)
            ).all()
        for segment in waiting:
            lines += segment.lines
            try:
                size, digest = _write(engine, output, segment)
            except OSError as error:
                raise StoreError(f"cannot write the JSONL log at {output / segment.path}: {error.strerror}") from error
            with writing(engine) as connection:
                connection.execute(
                    update(segments)
                    .where(segments.c.portal == segment.portal, segments.c.first_seq == segment.first_seq)
                    .values(published_at=segment.published_at or now.isoformat(), bytes=size, sha256=digest)
                )
        if not planned:
            bring_up_to_date(engine, output)
            return lines


def segment_path(portal: str, recorded_at: str, first: int, last: int) -> str:
    """Where a segment lies below the output folder; names sort in `seq` order."""
    return f"{portal}/{recorded_at[:4]}/{recorded_at[5:7]}/{first:012d}-{last:012d}.jsonl"


def _plan(connection: Connection) -> int:
    """Enter segments for the next revisions that have none; returns how many revisions that covers."""
    c = revisions.c
    through = connection.execute(select(func.max(segments.c.last_seq))).scalar() or 0
    rows = connection.execute(
        select(c.seq, c.portal, c.recorded_at).where(c.seq > through).order_by(c.seq).limit(SEGMENT_LINES)
    ).all()
    by_file = sorted(rows, key=lambda row: (row.portal, row.seq))
    for (portal, month), group in groupby(by_file, key=lambda row: (row.portal, row.recorded_at[:7])):
        seqs = [row.seq for row in group]
        connection.execute(
            segments.insert().values(
                portal=portal,
                first_seq=seqs[0],
                last_seq=seqs[-1],
                lines=len(seqs),
                path=segment_path(portal, month, seqs[0], seqs[-1]),
            )
        )
    return len(rows)


def _write(engine: Engine, output: Path, segment: Row[tuple[object, ...]]) -> tuple[int, str]:
    """Write a segment into place; returns its size in bytes and its SHA-256, hexadecimal."""
    target = output / segment.path
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    digest = hashlib.sha256()
    size = 0
    with aside.open("wb") as stream:
        for record in _records(engine, segment):
            line = record.encode() + b"\n"
            stream.write(line)
            digest.update(line)
            size += len(line)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(target)
    sync_folder(target.parent)
    return size, digest.hexdigest()


def _records(engine: Engine, segment: Row[tuple[object, ...]]) -> Iterator[str]:
    c = revisions.c
    query = (
        select(c.record)
        .where(c.portal == segment.portal, c.seq >= segment.first_seq, c.seq <= segment.last_seq)
        .order_by(c.seq)
    )
    with reading(engine) as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield row.record


def _sweep(folder: Path) -> None:
    """Remove what a kill left half written."""
    limit = time.time() - STALE_SECONDS
    for aside in folder.glob(".*.tmp"):
        try:
            if aside.stat().st_mtime < limit:
                aside.unlink()
        except FileNotFoundError:
            continue  # another process swept it
