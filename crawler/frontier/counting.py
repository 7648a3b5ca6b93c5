"""Counts of the frontier: pages by status, rows that are due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from crawler.database.tables import frontier


def counts_by_status(connection: Connection, portal: str) -> dict[str, int]:
    """Pages of the portal, attachments not counted, by status word."""
    c = frontier.c
    query = select(c.status, func.count()).where(c.portal == portal, c.kind != "attachment").group_by(c.status)
    return {row[0]: row[1] for row in connection.execute(query)}


def due_count(connection: Connection, portal: str, now: datetime) -> int:
    """How many rows of the portal are due."""
    c = frontier.c
    query = select(func.count()).where(c.portal == portal, c.due_at <= int(now.timestamp()))
    return connection.execute(query).scalar_one()
