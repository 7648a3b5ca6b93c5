"""The records of articles found, each read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from crawler.database.tables import revisions
from crawler.model.stored import stored_fields


class Records:
    """Records of revisions, each read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[int, dict[str, Any] | None] = {}

    def of(self, seqs: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Those of `seqs` that are undamaged."""
        missing = [seq for seq in seqs if seq not in self._read]
        if missing:
            query = select(revisions.c.seq, revisions.c.record).where(revisions.c.seq.in_(missing))
            self._read |= {row.seq: stored_fields(row.seq, row.record) for row in self._connection.execute(query)}
        return {seq: record for seq in seqs if (record := self._read.get(seq)) is not None}

    def bodies(self, seqs: Sequence[int]) -> dict[int, str]:
        """Their texts."""
        return {seq: body for seq, record in self.of(seqs).items() if isinstance(body := record.get("body"), str)}
