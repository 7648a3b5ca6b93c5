"""Records that broke the schema, and pages that broke their reader: kept apart with their reason, never in the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select

from crawler.database.tables import quarantine
from crawler.database.upsert import upsert
from crawler.model.visit import Visit


def enter(connection: Connection, portal: str, visits: Sequence[Visit]) -> None:
    """Enter what of these visits broke the schema or its reader; delete the entries of articles that they brought."""
    healed = [visit.article.id for visit in visits if visit.article is not None]
    broken = {visit.rejected.article: (visit, visit.rejected) for visit in visits if visit.rejected is not None}
    if healed and connection.execute(select(quarantine.c.id).where(quarantine.c.portal == portal).limit(1)).first():
        connection.execute(delete(quarantine).where(quarantine.c.article.in_(healed)))
    if not broken:
        return
    changing = ("url", "reason", "record", "warc_file", "warc_offset", "found_at")
    rows: list[dict[str, Any]] = [
        {
            "article": rejected.article,
            "portal": portal,
            "url": visit.due.url,
            "reason": rejected.reason,
            "record": rejected.record,
            "warc_file": visit.capture.warc_file if visit.capture else None,
            "warc_offset": visit.capture.warc_offset if visit.capture else None,
            "found_at": visit.fetched_at.isoformat(),
        }
        for visit, rejected in broken.values()
    ]
    connection.execute(upsert(connection, quarantine, changing, key=["article"]), rows)


def count(connection: Connection, portal: str) -> int:
    """How many articles of a portal are in quarantine."""
    c = quarantine.c
    return connection.execute(select(func.count()).select_from(quarantine).where(c.portal == portal)).scalar_one()
