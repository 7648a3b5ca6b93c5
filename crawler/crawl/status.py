"""What the store knows of a portal, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crawler.articles import quarantine
from crawler.database.engine import HasEngine, reading
from crawler.database.tables import articles, revisions
from crawler.frontier import source_statistics
from crawler.frontier.counting import counts_by_status, due_count
from crawler.frontier.source_statistics import SourceYield
from crawler.runs import runs


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """Counts and moments (ISO 8601 at +07:00) of one portal; `last_end` is null while a run goes on."""

    newest: str | None
    articles: int
    revisions: int
    due: int
    frontier: dict[str, int]
    last_run_at: str | None
    last_end: str | None
    last_counts: dict[str, int]
    sources: list[SourceYield]
    quarantined: int = 0

    @property
    def failing(self) -> int:
        """Pages whose last fetch failed or was refused."""
        return self.frontier.get("FETCH_ERROR", 0) + self.frontier.get("BLOCKED", 0)


def newest_items(store: HasEngine) -> dict[str, str]:
    """When the newest dated article of each portal was published (ISO 8601 at +07:00), by portal."""
    c = articles.c
    query = select(c.portal, func.max(c.published_at)).where(c.published_at.is_not(None)).group_by(c.portal)
    with reading(store.engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def portal_status(store: HasEngine, portal: str, now: datetime) -> PortalStatus:
    """The portal's figures as stored now."""
    with reading(store.engine) as connection:
        newest, count = connection.execute(
            select(func.max(articles.c.published_at), func.count()).where(articles.c.portal == portal)
        ).one()
        revision_count = connection.execute(
            select(func.count()).select_from(revisions).where(revisions.c.portal == portal)
        ).scalar_one()
        last = runs.last(connection, portal)
        return PortalStatus(
            newest=newest,
            articles=count,
            revisions=revision_count,
            due=due_count(connection, portal, now),
            frontier=counts_by_status(connection, portal),
            last_run_at=last["started_at"] if last else None,
            last_end=last["why_ended"] if last else None,
            last_counts=last["counts"] if last else {},
            sources=source_statistics.of(connection, portal, newest),
            quarantined=quarantine.count(connection, portal),
        )
