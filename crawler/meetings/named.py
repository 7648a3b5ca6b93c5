"""Who and what a report names, as keys to find the report by: people, documents cited, the body that met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from crawler.meetings.keys import body_key, document_key, person_key
from crawler.model.items import Meeting

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
