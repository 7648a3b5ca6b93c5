"""Settling visits: the rows of the frontier take what became of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, update

from crawler.database.tables import frontier
from crawler.frontier.adaptive import DEFAULT_BOUNDS, IntervalBounds, next_interval, tolerance
from crawler.frontier.outcomes import Fetching, after_visit
from crawler.frontier.refetch import REFETCH_AFTER
from crawler.model.visit import RANK, SOURCES, Status, Visit

# What `settle` reads of a row.
_READ = (
    *("id", "url", "other_url", "status", "due_at", "errors", "fetched_at", "run"),
    *("section", "etag", "last_modified", "form", "sha256", "interval"),
)

_BY_ID: Final = select(*(frontier.c[name] for name in _READ)).where(frontier.c.id.in_(bindparam("ids", expanding=True)))
_UPDATE: Final = update(frontier).where(frontier.c.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class RefetchPolicy:
    """When pages are fetched again: articles so many seconds after publication, sources within these bounds."""

    articles_after: Sequence[int] = REFETCH_AFTER
    sources_between: IntervalBounds = DEFAULT_BOUNDS


def settle(
    connection: Connection,
    visits: Sequence[Visit],
    run: int,
    published: Mapping[int, datetime],
    changed_sources: Collection[int] = (),
    policy: RefetchPolicy | None = None,
) -> None:
    """Mark the rows of `visits` with what became of them and when they are due again.

    `published`: by row id, when the article there was published, or first seen where it has no date.
    `changed_sources`: ids of the sources that showed something new.
    """
    policy = policy or RefetchPolicy()
    rows = _rows(connection, [visit.due.id for visit in visits])
    values = []
    for visit in visits:
        row = rows[visit.due.id]
        before = Fetching(row.url, row.other_url, Status(row.status), row.due_at, row.errors, row.fetched_at, row.run)
        after = after_visit(before, visit, run, published.get(row.id), policy.articles_after)
        due_on_schedule = _schedule(visit, row.interval, row.id in changed_sources, policy.sources_between)
        values.append(_of_fetching(after) | _of_page(visit, row) | due_on_schedule)
    connection.execute(_UPDATE, values)


def _rows(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in connection.execute(_BY_ID, {"ids": ids})}


def _of_fetching(after: Fetching) -> dict[str, Any]:
    return {
        "url": after.url,
        "other_url": after.other_url,
        "status": after.status.value,
        "due_at": after.due_at,
        "errors": after.errors,
        "fetched_at": after.fetched_at,
        "run": after.run,
        "reason": after.reason,
    }


def _of_page(visit: Visit, row: Row[Any]) -> dict[str, Any]:
    """What the visit tells of the page; a failure and 'not modified' leave the validators as they were."""
    failed = visit.status in (Status.FETCH_ERROR, Status.BLOCKED)
    keep = failed or visit.not_modified
    return {
        "row": visit.due.id,
        "kind": visit.kind,
        "rank": RANK[visit.kind],
        "section": visit.section if visit.section is not None else row.section,
        "http_status": visit.http_status,
        "etag": row.etag if keep else visit.etag,
        "last_modified": row.last_modified if keep else visit.last_modified,
        "target": visit.redirected_to.key if visit.redirected_to else None,
        "form": row.form if failed else None,
        "sha256": row.sha256 if keep else visit.file.sha256 if visit.file else None,
    }


def _schedule(visit: Visit, interval: int | None, changed: bool, bounds: IntervalBounds) -> dict[str, int | None]:
    """When a run on schedule fetches the source next; null for pages that are no source."""
    if visit.kind not in SOURCES:
        return {"interval": interval, "next_fetch_at": None}
    # What a redirect leads to tells whether there is news, not the redirect.
    wait = next_interval(interval or 0, changed or visit.status is Status.REDIRECTED, bounds)
    return {"interval": wait, "next_fetch_at": int(visit.fetched_at.timestamp()) + wait - tolerance(bounds)}
