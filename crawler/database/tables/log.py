"""The log that is published: its segments, the parts of its manifest, and whose log it is."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from crawler.database.tables.base import metadata
from crawler.database.text_columns import SafeText as Text

# One row: which store this is. The manifest names it, so that no other store publishes into the same folder.
store_identity = Table(
    "store_identity",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("moved_to", Text, comment="the database that holds this store now: no crawl uses this one any more"),
    Column("filled_from", Text, comment="the database that a move into this one comes from, until it is done"),
)

log_segments = Table(
    "log_segments",
    metadata,
    Column("path", Text, primary_key=True, comment="below the output folder"),
    Column("portal", String(80), nullable=False),
    Column("part", String(10), nullable=False, comment="of the manifest: a day (2026-01-31) or a month"),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("bytes", BigInteger, comment="null until written, as is the digest"),
    Column("sha256", String(64), comment="of the file, hexadecimal; null: planned, not yet renamed into place"),
    Column("published_at", String(25)),
    Column("replaced_at", BigInteger, comment="epoch seconds; its lines are in a larger one, and it is deleted soon"),
)
Index(None, log_segments.c.last_seq)
Index("ix_log_segments_part", log_segments.c.part, log_segments.c.portal, log_segments.c.first_seq)
Index(
    "ix_log_segments_waiting",
    log_segments.c.first_seq,
    sqlite_where=log_segments.c.sha256.is_(None),
    postgresql_where=log_segments.c.sha256.is_(None),
)
Index(
    "ix_log_segments_replaced",
    log_segments.c.replaced_at,
    sqlite_where=log_segments.c.replaced_at.is_not(None),
    postgresql_where=log_segments.c.replaced_at.is_not(None),
)

# The parts of the manifest: a file each, under a name that goes with its content.
log_parts = Table(
    "log_parts",
    metadata,
    Column("part", String(10), primary_key=True),
    Column("path", Text, comment="below the output folder; null: it must be written again"),
    Column("first_seq", BigInteger),
    Column("last_seq", BigInteger),
    Column("segments", Integer),
    Column("bytes", BigInteger),
    Column("sha256", String(64)),
)
