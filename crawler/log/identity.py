"""Does the log of an output folder belong to this store, and does the store know all that was published of it?

Every store has an identity, which the manifest names. The manifest also has the digest of the last line published: a
store that was put back from an older copy, or that went on by itself from one, has no such line under that `seq`.
"""

from __future__ import annotations

import hashlib
from enum import Enum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, func, select

from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.tables import log_segments, revisions, store_identity
from crawler.log.manifest import Head, read_head

_ID: Final = select(store_identity.c.id)
_MOVED: Final = select(store_identity.c.moved_to, store_identity.c.filled_from)
_RECORD: Final = select(revisions.c.record).where(revisions.c.seq == bindparam("at"))
_LAST: Final = select(func.max(revisions.c.seq))


class Fit(Enum):
    """How a store stands to the log in a folder."""

    OWN = "own"
    NEW = "nothing was published there"
    AHEAD = "the log has records that the store has not"
    FOREIGN = "the log of another store"
    FORKED = "the store has other records under the same seq"


def identity(connection: Connection) -> str:
    """The store's identity: 32 hexadecimal digits, drawn at random when it was made."""
    return str(connection.execute(_ID).scalar_one())


def line_digest(connection: Connection, seq: int) -> str | None:
    """SHA-256 of the line that the store has under `seq`, hexadecimal; None where it has none."""
    record = connection.execute(_RECORD, {"at": seq}).scalar()
    return None if record is None else hashlib.sha256(record.encode() + b"\n").hexdigest()


def fit(connection: Connection, head: Head) -> Fit:
    """How the store stands to the log whose manifest was read before `connection` saw the store."""
    through = head.published_through
    if not through:
        return Fit.NEW
    if head.store is not None and head.store != identity(connection):
        return Fit.FOREIGN
    known = line_digest(connection, through)
    if head.last_sha256 is None:  # of the first format
        return _fit_by_segments(connection, head, known is not None)
    if known is None:
        return Fit.AHEAD
    return Fit.OWN if known == head.last_sha256 else Fit.FORKED


def _fit_by_segments(connection: Connection, head: Head, known: bool) -> Fit:
    """By digests of segments, the newest that the store knows of."""
    for segment in sorted(head.segments, key=lambda one: -one.last_seq):
        query = select(log_segments.c.sha256).where(log_segments.c.path == segment.path)
        digest = connection.execute(query).scalar()
        if digest is not None:
            same = digest == segment.sha256
            return (Fit.OWN if known else Fit.AHEAD) if same else Fit.FOREIGN
    return Fit.AHEAD if not connection.execute(select(func.count()).select_from(revisions)).scalar() else Fit.FOREIGN


def check_fits(engine: Engine, output: Path) -> None:
    """Raise `StoreError`, which says what to do, where this store must not publish into `output`."""
    head = read_head(output)
    with reading(engine) as connection:
        _check_unmoved(connection)
        found = fit(connection, head)
        last = connection.execute(_LAST).scalar() or 0
    through = head.published_through
    if found is Fit.NEW and (there := _last_file(output)) > last:
        raise StoreError(
            f"{output} has segments up to seq {there}, its store records only to {last}, and the manifest is missing:"
            " put back the manifest or a newer copy of the store"
        )
    if found is Fit.AHEAD:
        raise StoreError(
            f"the log in {output} goes to seq {through}, its store only to {last}: an older copy was put back;"
            " `tintinh log verify --mend` gives it the records that it lacks"
        )
    if found is Fit.FOREIGN:
        raise StoreError(
            f"{output} holds the log of another store: name another folder, or give its records to this store,"
            " while that is new and empty, by `tintinh log verify --mend`"
        )
    if found is Fit.FORKED:
        raise StoreError(
            f"the store has another record than the log in {output} under seq {through}: it went on from an older copy;"
            " put back a newer copy, or name another folder"
        )


def _check_unmoved(connection: Connection) -> None:
    row = connection.execute(_MOVED).one()
    if row.moved_to is not None:
        raise StoreError(f"this store was moved to {row.moved_to}: name that by --database")
    if row.filled_from is not None:
        raise StoreError(f"this store is not whole: the move from {row.filled_from} was cut short; run it again")


def _last_file(output: Path) -> int:
    """The largest `seq` that a segment's name bears, whatever a manifest says."""
    names = (path.stem.rpartition("-")[2] for path in output.glob("*/*/*/*-*.jsonl"))
    return max((int(name) for name in names if name.isdecimal()), default=0)
