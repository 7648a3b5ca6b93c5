"""Closed months: the segments of a portal become one (or a few, where they are large), a few portals with each crawl.

The lines stay as they were published, byte for byte; only the files are fewer: without this, ten years of crawls every
few minutes leave some two million. The larger segment comes into place by rename, the manifest then names it instead of
its pieces, and these stay for an hour, for readers that hold an older manifest.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import log_parts, log_segments, revisions
from crawler.database.upsert import upsert
from crawler.log.parts import mark_stale
from crawler.log.segment_files import DifferentError, segment_path, stored_lines, write_lines

PORTALS = 4  # compacted with each crawl at most: none pays for a month
LARGEST = 64 << 20  # bytes of a segment that was made of others
DAY = 10  # characters of a part's name that is a day: 2026-01-31

logger = logging.getLogger(__name__)


def compact(engine: Engine, output: Path, now: datetime) -> int:
    """Compact up to `PORTALS` portals of the earliest month that is over; returns how many. Raises `StoreError`."""
    with reading(engine) as connection:
        wanted = _next(connection, f"{now:%Y-%m}")
    for month, portal in wanted:
        with reading(engine) as connection:
            pieces = _pieces(connection, month, portal)
        try:
            for group in _groups(pieces):
                _merge(engine, output, month, portal, group)
        except OSError as error:
            raise StoreError(f"cannot write the JSONL log at {output}: {error.strerror}") from error
    return len(wanted)


def _next(connection: Connection, this_month: str) -> list[tuple[str, str]]:
    """Months that are over, and the portals that have segments in parts of their days; none while some are planned."""
    c = log_parts.c
    days = select(func.min(c.part)).where(func.length(c.part) == DAY, c.part < this_month)
    first = connection.execute(days).scalar()
    if first is None:
        return []
    month = first[:7]
    s = log_segments.c
    of_month = (s.part >= f"{month}-01", s.part <= f"{month}-31")
    if connection.execute(select(s.path).where(*of_month, s.sha256.is_(None)).limit(1)).first() is not None:
        return []
    portals = select(s.portal).where(*of_month, s.replaced_at.is_(None)).distinct().order_by(s.portal).limit(PORTALS)
    return [(month, portal) for portal in connection.execute(portals).scalars()]


def _pieces(connection: Connection, month: str, portal: str) -> list[Any]:
    """The portal's segments of the month, those that were compacted before among them."""
    c = log_segments.c
    query = select(log_segments).where(
        c.part >= month, c.part <= f"{month}-31", c.portal == portal, c.replaced_at.is_(None)
    )
    return list(connection.execute(query.order_by(c.first_seq)))


def _groups(pieces: Iterable[Any]) -> Iterator[list[Any]]:
    """Runs of pieces that make one segment each."""
    group: list[Any] = []
    for piece in pieces:
        if group and sum(one.bytes for one in group) + piece.bytes > LARGEST:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _merge(engine: Engine, output: Path, month: str, portal: str, group: Sequence[Any]) -> None:
    first, last, lines = group[0].first_seq, group[-1].last_seq, sum(one.lines for one in group)
    made = None
    if len(group) > 1 and _stored(engine, portal, first, last) == lines:
        path = segment_path(portal, month, first, last)
        try:
            with closing(stored_lines(engine, portal, first, last)) as lines_stored:
                size, digest = write_lines(output / path, _checked(lines_stored, group))
            made = {"path": path, "bytes": size, "sha256": digest}
        except DifferentError as error:
            logger.error("%s is not compacted: the store has not the records that were published in it", error)
    c = log_segments.c
    with writing(engine) as connection:
        if made is not None:
            row = made | {"portal": portal, "part": month, "first_seq": first, "last_seq": last, "lines": lines}
            row |= {"published_at": group[-1].published_at, "replaced_at": None}
            connection.execute(upsert(connection, log_segments, ["bytes", "sha256", "part", "replaced_at"]), row)
        # Where they stay as they are, they are named by the month's part from now on.
        left = {"part": month} if made is None else {"replaced_at": int(time.time())}
        paths = [one.path for one in group]
        connection.execute(update(log_segments).where(c.path.in_(paths)).values(**left))
        mark_stale(connection, [month, *(one.part for one in group)])


def _stored(engine: Engine, portal: str, first: int, last: int) -> int:
    """How many records of a portal lie between: more than the pieces have where another month's are among them."""
    c = revisions.c
    with reading(engine) as connection:
        query = select(func.count()).where(c.portal == portal, c.seq >= first, c.seq <= last)
        return connection.execute(query).scalar_one()


def _checked(lines: Iterable[bytes], pieces: Sequence[Any]) -> Iterator[bytes]:
    """The lines, each piece's compared with what was published. Raises `DifferentError`."""
    found = iter(lines)
    for piece in pieces:
        digest = hashlib.sha256()
        for line in (next(found) for _ in range(piece.lines)):
            digest.update(line)
            yield line
        if digest.hexdigest() != piece.sha256:
            raise DifferentError(piece.path)
