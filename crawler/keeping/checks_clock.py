"""Moments in the future: what was crawled while the machine's clock was ahead is not due for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, or_, select, update

from crawler.database.engine import reading, writing
from crawler.database.tables import articles, due_state, frontier, runs
from crawler.keeping.finding import MEND, Finding, Patient

AHEAD = timedelta(minutes=10)  # machines that crawl one store may differ by so much


def clock(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Portals and pages whose last visit is in the future; both are due at once when mended."""
    limit = patient.now + AHEAD
    second, now = int(limit.timestamp()), int(patient.now.timestamp())
    d, f = due_state.c, frontier.c
    portals_ahead = or_(d.started_at > second, d.ended_at > second, d.swept_at > second)
    pages_ahead = or_(f.fetched_at > second, f.discovered_at > second)
    with reading(patient.engine) as connection:
        portals = connection.execute(select(func.count()).select_from(due_state).where(portals_ahead)).scalar_one()
        pages = connection.execute(select(func.count()).select_from(frontier).where(pages_ahead)).scalar_one()
        moments = {
            "runs": connection.execute(select(func.max(runs.c.started_at))).scalar(),
            "articles": connection.execute(select(func.max(articles.c.first_seen))).scalar(),
        }
    if mend and (portals or pages):
        with writing(patient.engine) as connection:
            moved = {"started_at": 0, "ended_at": 0, "swept_at": 0}
            connection.execute(update(due_state).where(portals_ahead).values(**moved))
            again = {"fetched_at": now, "due_at": now, "next_fetch_at": None, "discovered_at": now}
            connection.execute(update(frontier).where(pages_ahead, f.due_at.is_not(None)).values(**again))
            known = {"fetched_at": now, "next_fetch_at": None, "discovered_at": now}
            connection.execute(update(frontier).where(pages_ahead).values(**known))
    if portals:
        yield Finding("clock", f"{portals} portals were last crawled in the future: none is due", MEND, mend)
    if pages:
        yield Finding("clock", f"{pages} pages were last fetched in the future", MEND, mend)
    for name, moment in moments.items():
        if moment is not None and moment > limit.isoformat():
            yield Finding("clock", f"{name} are dated {moment}, in the future", "compare this machine's clock")
