"""A glance at the folder with each crawl: segments that are gone or cut short are written again from the store.

Each crawl looks at the newest segments and at a few others, from a place that is drawn at random: so what it costs does
not grow with the log, and in days all of it is looked at. Sizes alone are compared; `log verify` reads every byte.
"""

from __future__ import annotations

import logging
import random
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, Select, select

from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.tables import log_segments
from crawler.log.manifest import MANIFEST
from crawler.log.parts import file_size
from crawler.log.segment_files import DifferentError, stored_lines, write_lines

LOOKED_AT = 64  # newest segments, and as many others, with each crawl

logger = logging.getLogger(__name__)


def mend_lost(engine: Engine, output: Path) -> None:
    """Write again what is gone or cut short, of all segments where the manifest itself is gone. Raises `StoreError`."""
    c = log_segments.c
    in_place = select(log_segments).where(c.sha256.is_not(None), c.replaced_at.is_(None))
    with reading(engine) as connection:
        if (output / MANIFEST).exists():
            looked_at = _some(connection, in_place)
        else:
            looked_at = list(connection.execute(in_place.order_by(c.first_seq)))
    for segment in looked_at:
        if file_size(output / segment.path) != segment.bytes:
            rewrite(engine, output, segment)


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


def _some(connection: Connection, in_place: Select[tuple[object, ...]]) -> Segments:
    """The newest segments, and some of the others."""
    c = log_segments.c
    newest = list(connection.execute(in_place.order_by(c.last_seq.desc()).limit(LOOKED_AT)))
    if len(newest) < LOOKED_AT:
        return newest
    place = random.randrange(newest[-1].last_seq)  # noqa: S311 - nobody gains by guessing it
    return [*newest, *connection.execute(in_place.where(c.last_seq > place).order_by(c.last_seq).limit(LOOKED_AT))]
