"""Crawls: what each did and found, and which checks it failed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

# What each source of a portal has shown.
source_statistics = Table(
    "source_statistics",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("source", Text, primary_key=True, comment="address of a feed, sitemap, API or section"),
    Column("kind", String(16), nullable=False),
    Column("tried_at", String(25), nullable=False, comment="ISO 8601 at +07:00"),
    Column("answered_at", String(25), comment="last time it could be read"),
    Column("entries", Integer, nullable=False, comment="articles that it showed when it was last read"),
    Column("new_total", Integer, nullable=False, comment="articles that it was the first to show, ever"),
    Column("newest", String(25), comment="newest date that it showed"),
    Column("failures", Integer, nullable=False, comment="in a row"),
    Column("reason", Text, comment="why it could not be read, in words"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("portal", String(80), nullable=False),
    Column("started_at", String(25), nullable=False),
    Column("ended_at", String(25)),
    Column("why_ended", Text, comment="Scrapy's closing reason, or 'interrupted'"),
    Column("version", String(32), nullable=False),
    Column("versions", Text, comment="of the other software that took part: JSON"),
    Column("location", Text, nullable=False, comment="run location: TINTINH_LOCATION, else the machine's name"),
    Column("options", Text, nullable=False, comment="what the run was asked for, as JSON"),
    Column("counts", Text, nullable=False, comment="pages by outcome, articles new, updated, unchanged: JSON"),
    Column("requests", Text, comment="requests by HTTP status or error, robots.txt and repeats among them: JSON"),
)
Index(None, runs.c.portal, runs.c.id)

# The checks that a run failed at its end.
run_checks = Table(
    "run_checks",
    metadata,
    Column("run", RowId, ForeignKey("runs.id"), primary_key=True),
    Column("check", String(40), primary_key=True),
    Column("reason", Text, nullable=False),
)
