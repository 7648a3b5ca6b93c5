"""The log of revisions out of the store, in the order of `seq`.

Why a reader that continues after its last `seq` misses nothing: each `seq` comes from a counter row that stays locked
until the transaction commits, and that a rollback resets. So `seq` has no gaps, and revisions are committed in its
order: once a revision is visible, all with a smaller `seq` are. One statement sees one state of the store, and no
revision is ever changed or removed. This holds on SQLite and on PostgreSQL. It does not need the log's files, whose
segments are published portal by portal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from crawler.database.tables import revisions
from crawler.model.stored import stored_fields

BATCH = 10  # records fetched at a time: one may hold the texts of many files


@dataclass(frozen=True, slots=True)
class Logged:
    """A revision: when it was stored (ISO 8601 at +07:00), and its record as JSON, byte for byte a line of the log."""

    seq: int
    recorded_at: str
    record: str


LOGGED = tuple(revisions.c[name] for name in Logged.__dataclass_fields__)


def in_order(connection: Connection, seqs: Sequence[int]) -> Iterator[Logged]:
    """These revisions, in the order given, a few at a time; those that are missing or damaged are skipped."""
    for start in range(0, len(seqs), BATCH):
        some = seqs[start : start + BATCH]
        found = {row.seq: row for row in connection.execute(select(*LOGGED).where(revisions.c.seq.in_(some)))}
        yield from (Logged(*found[seq]) for seq in some if seq in found and _is_whole(found[seq]))


def revisions_after(
    connection: Connection, after: int, most: int, most_chars: int, portal: str | None = None
) -> list[Logged]:
    """The next revisions with a larger `seq`, of one portal or of all.

    At most `most`, and no further one once their records have `most_chars` characters together. Damaged records are
    skipped.
    """
    query = select(*LOGGED).where(revisions.c.seq > after).order_by(revisions.c.seq).limit(most)
    if portal is not None:
        query = query.where(revisions.c.portal == portal)
    found: list[Logged] = []
    chars = 0
    with connection.execute(query.execution_options(yield_per=BATCH)) as rows:
        for row in rows:
            if not _is_whole(row):
                continue
            found.append(Logged(*row))
            chars += len(row.record)
            if chars >= most_chars:
                break
    return found


def _is_whole(row: Any) -> bool:
    """Whether the record is a JSON object: its stored bytes are sent unchanged."""
    return stored_fields(row.seq, row.record) is not None
