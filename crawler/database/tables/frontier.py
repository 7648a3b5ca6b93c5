"""The frontier, and what decides which portals are due."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Table, UniqueConstraint

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

frontier = Table(
    "frontier",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("key", Text, nullable=False, comment="site's article id or canonical URL: one row a page, not an address"),
    Column("url", Text, nullable=False, comment="address to fetch"),
    Column("other_url", Text, comment="another address of the same page, for when the first is dead"),
    Column("kind", String(16), nullable=False),
    Column("section", Text),
    Column("depth", Integer, nullable=False, comment="listing pages from the section's first"),
    Column("rank", Integer, nullable=False, comment="order within a depth: listings before their articles"),
    Column("status", String(16), nullable=False),
    Column("due_at", BigInteger, comment="epoch seconds; null: not to be fetched again by itself"),
    Column("hint", Text, comment="title and date as a listing shows them: a change makes the article due"),
    Column("hint_date", String(10), comment="date that a listing shows, for --since and --until"),
    Column("discovered_at", BigInteger, nullable=False),
    Column("fetched_at", BigInteger),
    Column("http_status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("reason", Text, comment="why it failed, in words"),
    Column("errors", Integer, nullable=False, server_default="0", comment="failures in a row"),
    Column("target", Text, comment="key that a redirect led to"),
    Column("run", BigInteger, comment="last run that tried it"),
    Column("form", Text, comment="fields of a POST as JSON, until its page is fetched; null: GET"),
    Column("sha256", String(64), comment="of the file last fetched from an attachment's address, see `file_texts`"),
    Column("interval", BigInteger, comment="of a source: seconds between its fetches on schedule, see `adaptive`"),
    Column("next_fetch_at", BigInteger, comment="when a run on schedule fetches the source next"),
    UniqueConstraint("portal", "key"),
    CheckConstraint(
        "status IN ('DISCOVERED','FETCHED','REDIRECTED','FETCH_ERROR','GONE','BLOCKED')", name="status_word"
    ),
)
Index(
    "ix_frontier_due",
    frontier.c.portal,
    frontier.c.depth,
    frontier.c.rank,
    frontier.c.id,
    frontier.c.due_at,
    sqlite_where=frontier.c.due_at.is_not(None),
    postgresql_where=frontier.c.due_at.is_not(None),
)
Index(None, frontier.c.portal, frontier.c.status, frontier.c.due_at)
Index(None, frontier.c.portal, frontier.c.status)

# The due state: one row a portal, all that decides whether it is due. Runs of a part of the portal do not change it.
due_state = Table(
    "due_state",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("started_at", BigInteger, nullable=False, comment="last run; epoch seconds, as all here"),
    Column("ended_at", BigInteger, comment="null: it goes on, was killed, or was stopped before it was done"),
    Column(
        "unfinished", Integer, nullable=False, comment="starts since one ended or stored an article; 0: it was stopped"
    ),
    Column("swept_at", BigInteger, nullable=False, comment="start of the last run that read listings far back"),
)

# Weeks with far fewer articles than their portal's rhythm that were crawled again.
backfills = Table(
    "backfills",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("week", String(10), primary_key=True, comment="its Monday"),
    Column("tried_at", String(25), nullable=False),
    Column("articles", Integer, nullable=False, comment="stored of that week, after that crawl"),
)
