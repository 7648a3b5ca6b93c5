"""An article's revisions, and what changed between two of them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from crawler.database.tables import revisions
from crawler.model.upcasting import upcast

# They describe the fetch or the store, not what the page says.
BOOKKEEPING = frozenset(
    {"provenance", "revision", "seq", "schema_version", "content_hash", "duplicate_of", "similarity"}
)


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: its number, when it was stored (ISO 8601 at +07:00), and the record."""

    number: int
    recorded_at: str
    record: dict[str, Any]


def revisions_of(connection: Connection, article: str) -> list[Revision]:
    """All revisions of an article, oldest first; none where it is unknown."""
    c = revisions.c
    query = select(c.revision, c.recorded_at, c.record).where(c.article == article).order_by(c.revision)
    return [
        Revision(row.revision, row.recorded_at, upcast(orjson.loads(row.record))) for row in connection.execute(query)
    ]


def changed_fields(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The fields in which two records of an article differ, in the record's order; bookkeeping left out."""
    names = [*new, *(name for name in old if name not in new)]
    return [name for name in names if name not in BOOKKEEPING and old.get(name) != new.get(name)]


def difference(old: Revision, new: Revision) -> list[str]:
    """What changed, as a unified diff of each field's text, the body paragraph by paragraph."""
    lines: list[str] = []
    for name in changed_fields(old.record, new.record):
        lines += difflib.unified_diff(
            _text(old.record.get(name)),
            _text(new.record.get(name)),
            f"{name} (revision {old.number}, {old.recorded_at})",
            f"{name} (revision {new.number}, {new.recorded_at})",
            lineterm="",
            n=1,
        )
    return lines


def _text(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode().split("\n")
