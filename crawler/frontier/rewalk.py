"""Sections that are walked again because the forms of their further pages have lapsed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from crawler.database.tables import frontier
from crawler.model.visit import Due, Status


def unfinished(connection: Connection, portal: str, section: str | None, depth: int) -> bool:
    """Whether a page of the section's listing deeper than `depth`, fetched by POST, was never fetched or failed."""
    c = frontier.c
    query = select(c.id).where(
        c.portal == portal,
        c.section == section,
        c.kind == "listing",
        c.depth > depth,
        c.form.is_not(None),
        c.status.in_([Status.DISCOVERED.value, Status.FETCH_ERROR.value]),
    )
    return connection.execute(query.limit(1)).first() is not None


def rewalk(connection: Connection, portal: str, due: Due, now: datetime) -> None:
    """Make the first page of the listing that `due` belongs to due in this very run, unconditionally.

    The pages down to `due` may be followed once more, too: each brings the form of the next.
    """
    c = frontier.c
    way = and_(c.portal == portal, c.section == due.section, c.kind == "listing", c.depth <= due.depth)
    connection.execute(update(frontier).where(way).values(run=None))
    first = {"due_at": int(now.timestamp()), "etag": None, "last_modified": None}
    connection.execute(update(frontier).where(way, c.depth == 0).values(first))
