"""Who and what a report names, as keys to find the report by: people, documents cited, the body that met.

A key is stored with and without diacritics. A query without diacritics finds both; a query with them finds only the
same spelling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from sqlalchemy import Connection, delete

from crawler.database.tables import meeting_names
from crawler.database.upsert import upsert
from crawler.meetings.keys import body_key, document_key, person_key
from crawler.model.items import Meeting
from crawler.vietnamese import fold

Field = Literal["person", "document", "body"]
KEY_CHARS: Final = 120
MOST: Final = 500  # keys of one report: a page with a longer list of names is no report


def keys_of(meeting: Meeting) -> list[tuple[Field, str]]:
    """The keys of a meeting's facts, with diacritics, each once."""
    return list(dict.fromkeys((field, key[:KEY_CHARS]) for field, key in _named(meeting) if key))[:MOST]


def _named(meeting: Meeting) -> Iterator[tuple[Field, str]]:
    if meeting.body_name:
        body = body_key(meeting.body_name)
        yield "body", body.name
        if body.place:
            yield "body", f"{body.name} {body.place}"
    for person in [*meeting.chairs, *meeting.attendees]:
        yield "person", person_key(person.name)
    for taking in meeting.participants:
        if taking.type == "person":
            yield "person", person_key(taking.name)
    for act in meeting.acts:
        if act.person:
            yield "person", person_key(act.person)
    for document in meeting.documents_cited:
        yield "document", document_key(document.number)


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
