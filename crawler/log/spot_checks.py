"""A glance at the folder with each crawl: segments that are gone or cut short are written again from the store.

Each crawl looks at the newest segments and at a few of the others, in turn: so what it costs does not grow with the
log, and in a day all of it is looked at. Sizes alone are compared; `tintinh log verify` reads every byte.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, Select, select

from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import counters, log_segments
from crawler.database.upsert import upsert
from crawler.log.manifest import MANIFEST
from crawler.log.parts import file_size
from crawler.log.segment_files import DifferentError, stored_lines, write_lines

LOOKED_AT = 64  # newest segments, and as many of the others, with each crawl
CURSOR = "log_checked"  # last seq of the last segment that was looked at in turn

logger = logging.getLogger(__name__)


def mend_lost(engine: Engine, output: Path) -> None:
    """Write again what is gone or cut short, of all segments where the manifest itself is gone. Raises `StoreError`."""
    c = log_segments.c
    in_place = select(log_segments).where(c.sha256.is_not(None), c.replaced_at.is_(None))
    with reading(engine) as connection:
        if (output / MANIFEST).exists():
            looked_at, cursor = _some(connection, in_place)
        else:
            looked_at, cursor = list(connection.execute(in_place.order_by(c.first_seq))), None
    for segment in looked_at:
        if file_size(output / segment.path) != segment.bytes:
            rewrite(engine, output, segment)
    if cursor is not None:
        with writing(engine) as connection:
            connection.execute(upsert(connection, counters, ["value"]), {"name": CURSOR, "value": cursor})


def rewrite(engine: Engine, output: Path, segment: Row[tuple[object, ...]]) -> bool:
    """Write a segment again from the store; whether the store still has the records that were published.

    Raises `StoreError` where the folder cannot be written.
    """
    path = output / segment.path
    try:
        found = stored_lines(engine, segment.portal, segment.first_seq, segment.last_seq)
        write_lines(path, found, segment.sha256)
    except DifferentError:
        logger.error("%s is damaged, and the store has not the records that were published in it", path)
        return False
    except OSError as error:
        raise StoreError(f"cannot write the JSONL log at {path}: {error.strerror}") from error
    logger.warning("%s was damaged or missing: it is written again from the store", path)
    return True


Segments = list[Row[tuple[object, ...]]]


def _some(connection: Connection, in_place: Select[tuple[object, ...]]) -> tuple[Segments, int | None]:
    """The newest segments and the next ones in turn, and how far these go; None where there are no others."""
    c = log_segments.c
    newest = list(connection.execute(in_place.order_by(c.last_seq.desc()).limit(LOOKED_AT)))
    if len(newest) < LOOKED_AT:
        return newest, None
    before = connection.execute(select(counters.c.value).where(counters.c.name == CURSOR)).scalar() or 0
    following = in_place.where(c.last_seq > before).order_by(c.last_seq).limit(LOOKED_AT)
    others = list(connection.execute(following))
    return [*newest, *others], int(others[-1].last_seq) if len(others) == LOOKED_AT else 0
