"""What the frontier knows of a portal that nobody has described: pages deferred, sources found, addresses seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import Connection, func, or_, select, update

from crawler.database.tables import frontier
from crawler.frontier.adding import CHUNK
from crawler.model.visit import RANK, SOURCES, Kind, Link, Status


def deferred(connection: Connection, portal: str, since: date | None = None) -> list[tuple[int, str]]:
    """Rows that were found but wait for a release: id and address, in the order in which they were found.

    Those that listings date before `since` wait longer.
    """
    c = frontier.c
    query = select(c.id, c.url).where(c.portal == portal, c.status == Status.DISCOVERED.value, c.due_at.is_(None))
    if since is not None:
        query = query.where(or_(c.hint_date.is_(None), c.hint_date >= since.isoformat()))
    return [(row.id, row.url) for row in connection.execute(query.order_by(c.id))]


def release(connection: Connection, rows: Sequence[int], kind: Kind, now: datetime) -> None:
    """Make deferred rows due, as pages of that kind."""
    c = frontier.c
    values = {"due_at": int(now.timestamp()), "kind": kind, "rank": RANK[kind]}
    for start in range(0, len(rows), CHUNK):
        connection.execute(update(frontier).where(c.id.in_(rows[start : start + CHUNK])).values(values))


def known_pages(connection: Connection, portal: str) -> Iterator[tuple[str, str, str, str, str | None]]:
    """Key, address, kind, status and section of every page of the portal, in the order in which they were found."""
    c = frontier.c
    query = select(c.key, c.url, c.kind, c.status, c.section).where(c.portal == portal, c.kind != "attachment")
    query = query.where(c.url != "").order_by(c.id)  # without those taken down
    yield from (tuple(row) for row in connection.execute(query))


def sources(connection: Connection, portal: str) -> list[Link]:
    """The feeds, sitemaps and sections that earlier runs found: of each section its first page."""
    c = frontier.c
    query = (
        select(c.key, c.url, c.kind, c.section)
        .where(c.portal == portal, c.kind.in_(SOURCES), c.status.in_([Status.FETCHED.value, Status.FETCH_ERROR.value]))
        .order_by(c.depth, c.id)
    )
    found: dict[str, Link] = {}
    for row in connection.execute(query):
        link = Link(row.key, row.url, cast(Kind, row.kind), row.section)
        if row.kind != "listing":
            if row.section is None:  # parts of a feed or sitemap are fetched by way of their first
                found.setdefault(row.key, link)
        elif row.section is not None:
            found.setdefault(f"section {row.section}", link)
    return list(found.values())


def listings_of_run(connection: Connection, portal: str, run: int) -> list[tuple[str, str]]:
    """Section and address of each listing page that a run fetched."""
    c = frontier.c
    query = select(c.section, c.url).where(
        c.portal == portal, c.run == run, c.kind == "listing", c.status == Status.FETCHED.value, c.section.is_not(None)
    )
    return [(row.section, row.url) for row in connection.execute(query.order_by(c.id))]


def retry_unread(connection: Connection, portal: str, now: datetime) -> None:
    """Make due again the pages of articles that the portal's latest run fetched but could not read."""
    c = frontier.c
    run = select(func.max(c.run)).where(c.portal == portal).scalar_subquery()
    unread = (c.portal == portal, c.run == run, c.kind == "article", c.http_status == 200)
    failed = c.status == Status.FETCH_ERROR.value
    connection.execute(update(frontier).where(*unread, failed).values(due_at=int(now.timestamp()), errors=0))
