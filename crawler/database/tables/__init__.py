"""The store's tables, the same on SQLite and PostgreSQL. Migrations live beside, under `migrations/`.

Moments that people read are ISO 8601 text at +07:00, which sorts as time does; moments that only the planner
compares are whole seconds since the epoch.
"""

from __future__ import annotations

from crawler.database.tables.articles import articles, counters, quarantine, revisions
from crawler.database.tables.base import BinaryText, RowId, metadata
from crawler.database.tables.duplicates import near_nodes, near_recent, sketches
from crawler.database.tables.files import attachments, captures, file_texts
from crawler.database.tables.frontier import backfills, due_state, frontier
from crawler.database.tables.healing import healings, moved_articles
from crawler.database.tables.health import portal_days, portal_marks, verdicts
from crawler.database.tables.keeping import forgotten
from crawler.database.tables.log import log_parts, log_segments, store_identity
from crawler.database.tables.meetings import events, meeting_keys, meeting_names, meetings
from crawler.database.tables.runs import run_checks, runs, source_statistics
from crawler.database.tables.watching import outbox, watches

__all__ = [
    "BinaryText",
    "RowId",
    "articles",
    "attachments",
    "backfills",
    "captures",
    "counters",
    "due_state",
    "events",
    "file_texts",
    "forgotten",
    "frontier",
    "healings",
    "log_parts",
    "log_segments",
    "meeting_keys",
    "meeting_names",
    "meetings",
    "metadata",
    "moved_articles",
    "near_nodes",
    "near_recent",
    "outbox",
    "portal_days",
    "portal_marks",
    "quarantine",
    "revisions",
    "run_checks",
    "runs",
    "sketches",
    "source_statistics",
    "store_identity",
    "verdicts",
    "watches",
]
