"""Portals that changed: what was found out of each, and the articles that were met at new addresses."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

# Each time that a portal's entry found nothing more, or less; the latest of a portal is open while it has no end.
healings = Table(
    "healings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("entry_hash", String(64), nullable=False, comment="of the entry that found nothing; another one ends it"),
    Column("reason", Text, nullable=False, comment="what was seen, in words"),
    Column("found_at", String(25), nullable=False, comment="ISO 8601 at +07:00, as all here"),
    Column("tried_at", String(25), nullable=False, comment="when the portal was last probed"),
    Column("proposal", Text, comment="the new entry as TOML; null: the probe found nothing to walk by"),
    Column("successor", String(80), comment="the entry of the portal that it leads to now; then it is not walked"),
    Column("horizon", String(10), comment="the walk leaves older articles to the corrected entry"),
    Column("ended_at", String(25)),
)
Index(None, healings.c.portal, healings.c.id)

# Articles of a changed portal that were met at a new address: the id that this address would give, and the article's.
moved_articles = Table(
    "moved_articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("article", Text, nullable=False),
    Column("url", Text, nullable=False, comment="the new address"),
    Column("found_at", String(25), nullable=False),
)
Index(None, moved_articles.c.article)
