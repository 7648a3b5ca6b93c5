"""The store's tables, the same on SQLite and PostgreSQL. Migrations live beside, under `migrations/`.

Moments that people read are ISO 8601 text at +07:00, which sorts as time does; moments that only the planner
compares are whole seconds since the epoch.
"""

from __future__ import annotations

from crawler.storage.tables.articles import articles, counters, quarantine, revisions, segments
from crawler.storage.tables.base import BinaryText, RowId, metadata
from crawler.storage.tables.duplicates import near_nodes, near_recent, sketches
from crawler.storage.tables.files import attachments, captures, files
from crawler.storage.tables.frontier import frontier, gaps_filled, plans
from crawler.storage.tables.health import portal_days, portal_marks, verdicts
from crawler.storage.tables.meetings import events, meeting_keys, meeting_names, meetings
from crawler.storage.tables.runs import run_checks, runs, yields
from crawler.storage.tables.watching import outbox, watches

__all__ = [
    "BinaryText",
    "RowId",
    "articles",
    "attachments",
    "captures",
    "counters",
    "events",
    "files",
    "frontier",
    "gaps_filled",
    "meeting_keys",
    "meeting_names",
    "meetings",
    "metadata",
    "near_nodes",
    "near_recent",
    "outbox",
    "plans",
    "portal_days",
    "portal_marks",
    "quarantine",
    "revisions",
    "run_checks",
    "runs",
    "segments",
    "sketches",
    "verdicts",
    "watches",
    "yields",
]
