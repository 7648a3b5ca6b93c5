"""What became of portals whose entries stopped finding articles: when, why, and the entry that was proposed.

A healing is open until the entry's own walk finds articles again, or the entry is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from crawler.database.tables import healings
from crawler.registry import Portal, parse_entry

PROBED_EVERY = timedelta(hours=23)  # a portal is probed once a day at most, whatever its schedule


@dataclass(frozen=True, slots=True)
class Healing:
    """An open healing. `proposal` is the new entry as TOML, None where nothing was found to walk by.

    `successor` is the id of the entry whose portal the start page leads to; such a portal is not walked any more.
    """

    portal: str
    entry_hash: str
    reason: str
    found_at: datetime
    tried_at: datetime
    proposal: str | None = None
    successor: str | None = None
    horizon: date | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the portal was probed less than a day ago."""
        return now - self.tried_at < PROBED_EVERY

    @property
    def entry(self) -> Portal | None:
        """The proposed entry. Raises `RegistryError` where the registry's rules have changed since."""
        return parse_entry(self.proposal, self.portal) if self.proposal else None


def of(connection: Connection, portal: Portal) -> Healing | None:
    """The open healing of a portal, if its entry is still the one that found nothing."""
    found = every(connection, portal.id).get(portal.id)
    return found if found is not None and found.entry_hash == portal.digest else None


def every(connection: Connection, portal: str | None = None) -> Mapping[str, Healing]:
    """The open healings by portal, of one portal or of all."""
    c = healings.c
    query = select(healings).where(c.ended_at.is_(None)).order_by(c.id)
    if portal is not None:
        query = query.where(c.portal == portal)
    return {row.portal: _healing(row) for row in connection.execute(query)}


def enter(connection: Connection, healing: Healing) -> None:
    """Enter what was found; an open healing of the same entry goes on, with what is known now."""
    values: dict[str, Any] = {
        "reason": healing.reason,
        "tried_at": healing.tried_at.isoformat(),
        "proposal": healing.proposal,
        "successor": healing.successor,
    }
    before = every(connection, healing.portal).get(healing.portal)
    if before is not None and before.entry_hash == healing.entry_hash:
        c = healings.c
        connection.execute(update(healings).where(c.portal == healing.portal, c.ended_at.is_(None)).values(**values))
        return
    end(connection, healing.portal, healing.found_at)
    values |= {
        "portal": healing.portal,
        "entry_hash": healing.entry_hash,
        "found_at": healing.found_at.isoformat(),
        "horizon": healing.horizon.isoformat() if healing.horizon else None,
    }
    connection.execute(healings.insert().values(**values))


def propose(connection: Connection, portal: str, proposal: str) -> None:
    """Enter a better proposal for the open healing."""
    c = healings.c
    connection.execute(update(healings).where(c.portal == portal, c.ended_at.is_(None)).values(proposal=proposal))


def end(connection: Connection, portal: str, now: datetime) -> None:
    """The entry's own walk finds articles again, or another entry is in force."""
    c = healings.c
    connection.execute(
        update(healings).where(c.portal == portal, c.ended_at.is_(None)).values(ended_at=now.isoformat())
    )


def _healing(row: Row[Any]) -> Healing:
    return Healing(
        row.portal,
        row.entry_hash,
        row.reason,
        datetime.fromisoformat(row.found_at),
        datetime.fromisoformat(row.tried_at),
        row.proposal,
        row.successor,
        date.fromisoformat(row.horizon) if row.horizon else None,
    )
