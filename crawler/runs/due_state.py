"""The due state of each portal: when its last run started and whether it ended. It decides whether a visit is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, update

from crawler.base.clock import VIETNAM
from crawler.database.tables import due_state
from crawler.database.upsert import Columns, upsert

_OF_PORTAL: Final = due_state.c.portal == bindparam("of")
_READ: Final = select(due_state).where(_OF_PORTAL)
_UPDATE: Final = update(due_state).where(_OF_PORTAL)
_SWEPT: Final = _UPDATE.values(swept_at=due_state.c.started_at)
_PROGRESSED: Final = update(due_state).where(_OF_PORTAL, due_state.c.unfinished > 1)


@dataclass(frozen=True, slots=True)
class DueState:
    """What is known of a portal's last run. `ended_at` None: it goes on, was killed, or was stopped before it was done.

    `unfinished` counts the starts since a run last ended or stored an article; 0 if the last run was stopped.
    """

    portal: str
    started_at: datetime
    ended_at: datetime | None
    unfinished: int
    swept_at: datetime


def begin(connection: Connection, portal: str, started_at: datetime) -> None:
    """A run of the whole portal starts. The very first one reads everything, as a sweep does."""
    epoch = int(started_at.timestamp())
    row = {"portal": portal, "started_at": epoch, "ended_at": None, "unfinished": 1, "swept_at": epoch}
    connection.execute(upsert(connection, due_state, _begun_again), row)


def _begun_again(old: Columns, new: Columns) -> dict[str, object]:
    return {"started_at": new.started_at, "ended_at": None, "unfinished": old.unfinished + 1}


def progressed(connection: Connection, portal: str) -> None:
    """The run has stored articles: if it is killed, the portal is due at once."""
    connection.execute(_PROGRESSED, {"of": portal, "unfinished": 1})


def finish(connection: Connection, portal: str, ended_at: datetime, swept: bool) -> None:
    """The run ended by itself; `swept`: it read the listings far back."""
    values = {"of": portal, "ended_at": int(ended_at.timestamp()), "unfinished": 0}
    connection.execute(_SWEPT if swept else _UPDATE, values)


def hand_back(connection: Connection, portal: str) -> None:
    """The run was stopped before it was done: the portal is due at once."""
    connection.execute(_UPDATE, {"of": portal, "ended_at": None, "unfinished": 0})


def read(connection: Connection) -> dict[str, DueState]:
    """The due states of all portals that were ever crawled, by id."""
    return {row.portal: _state(row) for row in connection.execute(select(due_state))}


def read_one(connection: Connection, portal: str) -> DueState | None:
    """The portal's due state; None where it was never crawled."""
    row = connection.execute(_READ, {"of": portal}).first()
    return None if row is None else _state(row)


def _state(row: Row[Any]) -> DueState:
    ended_at = None if row.ended_at is None else _moment(row.ended_at)
    return DueState(row.portal, _moment(row.started_at), ended_at, row.unfinished, _moment(row.swept_at))


def _moment(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, VIETNAM)
