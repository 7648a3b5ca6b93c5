"""Pages that the archive lost are fetched again, and whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, update

from crawler.database.tables import frontier
from crawler.model.visit import Status

_BATCH = 500  # addresses a statement: both databases take more, but not without bounds


def fetch_again(connection: Connection, portal: str, urls: Sequence[str], now: int) -> None:
    """Make pages that were fetched due at `now` (epoch seconds), without validators: no 304 comes for an answer."""
    f = frontier.c
    due = {"due_at": now, "next_fetch_at": now, "etag": None, "last_modified": None}
    for start in range(0, len(urls), _BATCH):
        some = urls[start : start + _BATCH]
        here = (f.portal == portal, or_(f.url.in_(some), f.other_url.in_(some)), f.status == Status.FETCHED.value)
        connection.execute(update(frontier).where(*here).values(**due))
