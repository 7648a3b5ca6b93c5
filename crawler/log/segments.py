"""The log of revisions as JSONL segments, each written aside and published by rename.

A segment is planned in the store first (its portal, first and last `seq`), then written, then marked. A kill at any
point leaves a plan that the next run completes to the same name with the same bytes: no gap, no repeat, and a
reader never sees half a line. Two processes that publish at once write the same file twice, which does no harm.
Last of all the manifest follows (see `manifest`), which is what a reader goes by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select, update

from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import log_segments, revisions
from crawler.log.compaction import compact
from crawler.log.identity import check_fits
from crawler.log.parts import bring_up_to_date, mark_stale
from crawler.log.segment_files import segment_path, stored_lines, write_lines
from crawler.log.spot_checks import mend_lost

SEGMENT_LINES = 5000  # at most so many records a file


def publish(engine: Engine, output: Path, now: datetime) -> int:
    """Bring the JSONL log under `output` up to the store; returns how many records were published.

    What a glance at the folder shows to be missing is written again, and closed months are compacted, some at a time.
    Raises `StoreError` where the folder cannot be written or holds another log, with the store left as it was.
    """
    check_fits(engine, output)
    lines = 0
    while True:
        planned = _plan(engine)
        with reading(engine) as connection:
            c = log_segments.c
            waiting = connection.execute(select(log_segments).where(c.sha256.is_(None)).order_by(c.first_seq)).all()
        written = {segment: _write(engine, output, segment) for segment in waiting}
        if written:
            with writing(engine) as connection:
                _mark(connection, written, now)
        for segment in waiting:
            lines += segment.lines
        if planned < SEGMENT_LINES:
            break
    mend_lost(engine, output)
    compact(engine, output, now)
    bring_up_to_date(engine, output)
    return lines


def _plan(engine: Engine) -> int:
    """Enter segments for the next revisions that have none; returns how many revisions that covers."""
    with reading(engine) as connection:  # a visit without news need not wait for other writers
        if not _unplanned(connection, 1):
            return 0
    with writing(engine) as connection:
        rows = _unplanned(connection, SEGMENT_LINES)
        _enter(connection, rows)
    return len(rows)


def _unplanned(connection: Connection, most: int) -> Sequence[Any]:
    c = revisions.c
    through = connection.execute(select(func.max(log_segments.c.last_seq))).scalar() or 0
    return connection.execute(
        select(c.seq, c.portal, c.recorded_at).where(c.seq > through).order_by(c.seq).limit(most)
    ).all()


def _enter(connection: Connection, rows: Sequence[Any]) -> None:
    by_file = sorted(rows, key=lambda row: (row.portal, row.seq))
    for (portal, month), group in groupby(by_file, key=lambda row: (row.portal, row.recorded_at[:7])):
        found = list(group)
        connection.execute(
            log_segments.insert().values(
                portal=portal,
                part=found[0].recorded_at[:10],
                first_seq=found[0].seq,
                last_seq=found[-1].seq,
                lines=len(found),
                path=segment_path(portal, month, found[0].seq, found[-1].seq),
            )
        )


def _write(engine: Engine, output: Path, segment: Row[Any]) -> dict[str, object]:
    """Write a planned segment into place; what is to be stored of it."""
    try:
        found = stored_lines(engine, segment.portal, segment.first_seq, segment.last_seq)
        size, digest = write_lines(output / segment.path, found)
    except OSError as error:
        raise StoreError(f"cannot write the JSONL log at {output / segment.path}: {error.strerror}") from error
    return {"bytes": size, "sha256": digest}


def _mark(connection: Connection, written: Mapping[Row[Any], Mapping[str, object]], now: datetime) -> None:
    for segment, values in written.items():
        published_at = segment.published_at or now.isoformat()
        place = log_segments.c.path == segment.path
        connection.execute(update(log_segments).where(place).values(published_at=published_at, **values))
    mark_stale(connection, [segment.part for segment in written])
