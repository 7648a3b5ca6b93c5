"""The verdicts on portals, one after the other: what was judged, since when, and whether it lasted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from crawler.database.tables import verdicts


@dataclass(frozen=True, slots=True)
class Row:
    """One verdict. `before`: the last verdict before it that lasted. `held_at`: when this one had lasted long enough.
    `ended_at`: None for the latest."""

    id: int
    portal: str
    verdict: str
    reason: str
    found_at: datetime
    held_at: datetime | None
    before: str | None


def latest(connection: Connection) -> dict[str, Row]:
    """The verdict in force on each portal."""
    query = select(verdicts).where(verdicts.c.ended_at.is_(None)).order_by(verdicts.c.id)
    return {row.portal: _row(row) for row in connection.execute(query)}


def found_since(connection: Connection, portal: str, moment: datetime) -> list[Row]:
    """The portal's verdicts from a moment on, whether they lasted or not."""
    c = verdicts.c
    query = select(verdicts).where(c.portal == portal, c.found_at >= moment.isoformat()).order_by(c.id)
    return [_row(row) for row in connection.execute(query)]


def enter(connection: Connection, portal: str, verdict: str, reason: str, since: datetime | None, now: datetime) -> Row:
    """Enter another verdict on the portal; the one in force ends."""
    c = verdicts.c
    last = connection.execute(
        select(verdicts).where(c.portal == portal, c.ended_at.is_(None)).order_by(c.id.desc()).limit(1)
    ).first()
    before = None if last is None else last.verdict if last.held_at else last.before
    connection.execute(
        update(verdicts).where(c.portal == portal, c.ended_at.is_(None)).values(ended_at=now.isoformat())
    )
    values = {
        "portal": portal,
        "verdict": verdict,
        "reason": reason,
        "since": since.isoformat() if since else None,
        "found_at": now.isoformat(),
        "before": before,
    }
    key = connection.execute(verdicts.insert().values(values)).inserted_primary_key
    assert key is not None
    return Row(int(key[0]), portal, verdict, reason, now, None, before)


def mark_held(connection: Connection, row: Row, now: datetime) -> None:
    """Note that the verdict has lasted long enough to be reported."""
    connection.execute(update(verdicts).where(verdicts.c.id == row.id).values(held_at=now.isoformat()))


def update_reason(connection: Connection, row: Row, reason: str) -> None:
    """The verdict stands, for another reason."""
    connection.execute(update(verdicts).where(verdicts.c.id == row.id).values(reason=reason))


def _row(row: Any) -> Row:
    held = datetime.fromisoformat(row.held_at) if row.held_at else None
    return Row(row.id, row.portal, row.verdict, row.reason, datetime.fromisoformat(row.found_at), held, row.before)
