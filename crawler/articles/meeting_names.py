"""The keys of whom and what reports name, entered in the store.

A key is stored with and without diacritics. A query without diacritics finds both; a query with them finds only the
same spelling.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete

from crawler.database.tables import meeting_names
from crawler.database.upsert import upsert
from crawler.meetings.named import KEY_CHARS, keys_of
from crawler.model.items import Meeting
from crawler.vietnamese import fold


def record_names(connection: Connection, article: str, meeting: Meeting) -> None:
    """Enter the keys of an article's meeting in place of the earlier ones."""
    drop_names(connection, article)
    rows = [
        {"field": field, "plain": fold(key, False)[:KEY_CHARS], "marked": key, "article": article}
        for field, key in keys_of(meeting)
    ]
    if rows:
        connection.execute(upsert(connection, meeting_names), rows)


def drop_names(connection: Connection, article: str) -> None:
    """Remove an article's keys."""
    connection.execute(delete(meeting_names).where(meeting_names.c.article == article))
