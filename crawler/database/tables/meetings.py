"""Facts of meetings, events, and the names to find them by."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from crawler.database.tables.base import BinaryText, RowId, metadata
from crawler.database.text_columns import SafeText as Text

# An event: one meeting, reported on several portals or in parts.
events = Table(
    "events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", String(32), nullable=False, comment="as its first report has it"),
    Column("body_key", Text, comment="match key of the body that met"),
    Column("held_on", String(10), comment="first day, from the first report that states it"),
    Column("first_found", String(25), nullable=False, comment="when its first report was stored"),
)

# The facts of the newest revision of each article that reports a meeting.
meetings = Table(
    "meetings",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("portal", String(80), nullable=False),
    Column("province_code", String(2)),
    Column("kind", String(32), nullable=False),
    Column("body_name", Text),
    Column("body_key", Text, comment="long form, folded, without the province"),
    Column("body_place", Text, comment="the province that the body's name says, folded"),
    Column("ordinal", Integer),
    Column("term", Text),
    Column("tenure", Text),
    Column("held_on", String(10)),
    Column("part_of_day", String(8)),
    Column(
        "status", String(16), nullable=False, server_default="held", comment="held, announced, postponed, cancelled"
    ),
    Column("ends_on", String(10), comment="last day of several"),
    Column("facts", Text, nullable=False, comment="the whole meeting as JSON, without its evidence"),
    Column("found_at", String(25), nullable=False, comment="when the article was first stored as a report"),
    Column("event", RowId, ForeignKey("events.id"), nullable=False),
    Column(
        "reported_at",
        String(25),
        nullable=False,
        server_default="",
        comment="when the report was published; when found, where it has no date or one in the future",
    ),
    Column(
        "day",
        String(10),
        nullable=False,
        server_default="",
        comment="the calendar's: held_on where the report states the day, else the day of reported_at",
    ),
)
Index(None, meetings.c.event, meetings.c.reported_at, meetings.c.article)
Index(None, meetings.c.province_code, meetings.c.found_at)
Index(None, meetings.c.held_on)

# The console's lists: newest first, by one filter or none; a second filter is tried on each row. A year of the country
# or of a province is counted by kind and event, without reading the rows.
for column in (None, meetings.c.province_code, meetings.c.kind, meetings.c.portal, meetings.c.status):
    first = [] if column is None else [column]
    counted = [meetings.c.kind, meetings.c.event] if column is None or column is meetings.c.province_code else []
    Index(None, *first, meetings.c.reported_at, meetings.c.article)
    Index(None, *first, meetings.c.day, meetings.c.article, *counted)

# `event_keys` of each report: reports of one meeting share at least one.
meeting_keys = Table(
    "meeting_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article", Text, ForeignKey("meetings.article"), primary_key=True),
)
Index(None, meeting_keys.c.article)

# Who and what a report names, to find it by: people, documents cited, the body that met.
meeting_names = Table(
    "meeting_names",
    metadata,
    Column("field", String(8), primary_key=True, comment="person, document or body"),
    Column("plain", BinaryText, primary_key=True, comment="match key without diacritics"),
    Column("marked", BinaryText, primary_key=True, comment="match key with them"),
    Column("article", Text, ForeignKey("meetings.article"), primary_key=True),
)
Index(None, meeting_names.c.article)
