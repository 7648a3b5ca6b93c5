"""Articles, the log of their revisions, and pages set aside."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy import Text as RawText

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("province_code", String(2)),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("section", Text),
    Column("title", Text, nullable=False),
    Column("published_at", String(25), comment="ISO 8601 at +07:00"),
    Column("published_precision", String(8)),
    Column("meeting_kind", String(32)),
    Column("duplicate_of", Text),
    Column("similarity", Float, comment="to the article of duplicate_of: 1 for an exact copy"),
    Column("content_hash", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("first_seen", String(25), nullable=False),
    Column("last_seen", String(25), nullable=False, comment="last time a listing showed it or its page was fetched"),
)
Index(None, articles.c.portal, articles.c.published_at)
Index(None, articles.c.content_hash)
Index(None, articles.c.seq)
Index(None, articles.c.published_at, articles.c.id)
Index(None, articles.c.province_code, articles.c.published_at, articles.c.id)
Index(
    "ix_articles_duplicate_of",
    articles.c.duplicate_of,
    sqlite_where=articles.c.duplicate_of.is_not(None),
    postgresql_where=articles.c.duplicate_of.is_not(None),
)

revisions = Table(
    "revisions",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("portal", String(80), nullable=False),
    Column("recorded_at", String(25), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("record", RawText, nullable=False, comment="the whole record as JSON, as the log holds it"),
    UniqueConstraint("article", "revision"),
)
Index(None, revisions.c.portal, revisions.c.seq)

# `seq`: the last one given out. Taken with the row locked, so that seq order is commit order.
# `near_top`: see `band_index`. `stale_…`: see `rebuilding`.
counters = Table(
    "counters",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("article", Text, nullable=False, comment="the record's id: one row an article, the latest attempt"),
    Column("portal", String(80), nullable=False),
    Column("url", Text, nullable=False),
    Column("reason", Text, nullable=False, comment="which fields break the schema, and how"),
    Column("record", Text, nullable=False, comment="the record as it was read, for people: it may be no JSON"),
    Column("warc_file", Text, comment="the page, where it was archived"),
    Column("warc_offset", BigInteger),
    Column("found_at", String(25), nullable=False),
    UniqueConstraint("article"),
)
Index(None, quarantine.c.portal)
