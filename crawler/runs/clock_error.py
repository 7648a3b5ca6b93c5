"""Moments from the future: what a run left that was made while the machine's clock was ahead.

With the clock right again such moments would hold everything up until they come: the portal is not due, its sources and
pages are not, no verdict lasts. The next run sets them to now. What was published, and when articles were first seen,
stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, case, func, or_, select, update

from crawler.base.clock import AHEAD
from crawler.database.tables import due_state, frontier, runs, verdicts

# Nothing is put off for longer than 30 days (an article's last fetch after its publication).
FARTHEST = timedelta(days=31)

_LIMIT: Final[BindParameter[str]] = bindparam("limit")
_LATEST: Final = (
    select(runs.c.portal, func.max(case((runs.c.ended_at > _LIMIT, runs.c.ended_at), else_=runs.c.started_at)))
    .where(or_(runs.c.started_at > _LIMIT, runs.c.ended_at > _LIMIT))
    .group_by(runs.c.portal)
)
_LATEST_OF_ONE: Final = _LATEST.where(runs.c.portal == bindparam("of"))


def latest_ahead(connection: Connection, now: datetime, portal: str | None = None) -> dict[str, str]:
    """The latest moment of a run that lies in the future (ISO 8601), by portal."""
    values = {"limit": (now + AHEAD).isoformat()}
    of_one = {"of": portal} if portal is not None else {}
    found = connection.execute(_LATEST_OF_ONE if of_one else _LATEST, values | of_one)
    return {row[0]: row[1] for row in found}


def set_right(connection: Connection, portal: str, now: datetime) -> str | None:
    """Set the portal's moments from the future to now; returns the latest of a run's, None where there are none."""
    found = latest_ahead(connection, now, portal).get(portal)
    if found is None:
        return None
    limit, moment = int((now + AHEAD).timestamp()), int(now.timestamp())
    for table, names in ((runs, ("started_at", "ended_at")), (verdicts, ("found_at", "held_at"))):
        for name in names:
            late = (table.c.portal == portal, table.c[name] > (now + AHEAD).isoformat())
            connection.execute(update(table).where(*late).values({name: now.isoformat()}))
    for name in ("started_at", "ended_at", "swept_at"):
        late = (due_state.c.portal == portal, due_state.c[name] > limit)
        connection.execute(update(due_state).where(*late).values({name: moment}))
    f = frontier.c
    far = int((now + FARTHEST).timestamp())
    touched = or_(f.fetched_at > limit, f.discovered_at > limit, f.due_at > far, f.next_fetch_at > far)
    columns = (f.fetched_at, f.discovered_at, f.due_at, f.next_fetch_at)
    values = {column.name: case((column > moment, moment), else_=column) for column in columns}
    connection.execute(update(frontier).where(f.portal == portal, touched).values(values))
    return found
