"""The index of near-duplicates, see `duplicates`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, Table

from crawler.database.tables.base import RowId, metadata

# The index of near-duplicates, see `duplicates`. An article's number in it is the seq of its first revision.
sketches = Table(
    "sketches",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("signature", LargeBinary, nullable=False, comment="MinHash of the words' pairs, see `shingles`"),
)

# Which articles have a band, see `band_index`: sorted 64-bit entries, little-endian.
near_recent = Table(
    "near_recent",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("entries", LargeBinary, nullable=False),
)

near_nodes = Table(
    "near_nodes",
    metadata,
    Column("node", RowId, primary_key=True, autoincrement=False, comment="a 1 and the leading bits of its bands"),
    Column("entries", LargeBinary, nullable=False),
)
