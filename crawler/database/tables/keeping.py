"""What was forgotten on request."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table, UniqueConstraint

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

# The audit of takedowns: never content, only that, when, why and at whose word.
forgotten = Table(
    "forgotten",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("article", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False, comment="account and machine of who ran the command"),
    Column("at", String(25), nullable=False),
    Column("seq", BigInteger, nullable=False, comment="of the tombstone"),
    Column("done_at", String(25), comment="null: log and archive still have it"),
    UniqueConstraint("article"),
)
