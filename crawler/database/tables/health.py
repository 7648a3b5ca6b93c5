"""The figures that a portal's health is judged by, and its verdicts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

# A portal's figures by day, so that its health is judged without reading its articles. `published` counts articles by
# their own day, the others by the day on which they were found or read.
portal_days = Table(
    "portal_days",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("day", String(10), primary_key=True),
    *(
        Column(name, Integer, nullable=False, server_default="0", comment=meaning)
        for name, meaning in (
            ("published", "articles of that day; undated ones, and those dated later, on the day they were found"),
            ("found", "articles first stored"),
            ("updated", "further revisions stored"),
            ("read", "pages read as articles, known ones too"),
            ("unread", "pages of articles that were fetched but not read as one"),
            ("dated", "of those read: with a date"),
            ("pictured", "with an image"),
            ("with_files", "with an attachment"),
            ("generic", "whose text the generic reader gave"),
            ("future", "dated after they were read"),
            ("copies", "of those found: exact copies of another"),
            ("quarantined", "records that broke the schema"),
        )
    ),
    Column("body_chars", BigInteger, nullable=False, server_default="0", comment="characters of the texts read"),
)

# Marks of a portal's answers: its CMS, the host that it sends away to, its clock's error, why it refuses or fails.
portal_marks = Table(
    "portal_marks",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("mark", String(8), primary_key=True, comment="cms, host, clock, refusal or failure"),
    Column("day", String(10), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("pages", Integer, nullable=False, comment="answers with this mark on that day"),
)

# A portal's verdicts one after the other; the latest has no end.
verdicts = Table(
    "verdicts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", String(25), comment="since when what it says is so, from the figures"),
    Column("found_at", String(25), nullable=False, comment="when it was first judged so"),
    Column("held_at", String(25), comment="when it had lasted long enough to be reported; null: not yet"),
    Column("before", String(16), comment="the last verdict before it that lasted"),
    Column("ended_at", String(25)),
)
Index(None, verdicts.c.portal, verdicts.c.id)
