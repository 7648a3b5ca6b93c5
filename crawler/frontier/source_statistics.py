"""What each source of a portal yields: a feed that has died is noticed, though its articles come by other ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from crawler.base.reasons import Reason
from crawler.database.tables import source_statistics
from crawler.database.upsert import Columns, upsert
from crawler.model.visit import SOURCES, Status, Visit

# A source whose newest entry is older than the portal's newest article by this much has stopped.
STALE_AFTER = timedelta(days=7)
# One failure may be the server's bad day.
FAILURES = 2


@dataclass(frozen=True, slots=True)
class SourceYield:
    """One source: its address and kind, articles shown when last read, articles that it was the first to show, the
    newest date that it showed, and what is wrong with it, in words, or None."""

    source: str
    kind: str
    entries: int
    new_total: int
    newest: str | None
    answered_at: str | None
    trouble: Reason | None
    tried_at: str | None = None
    failures: int = 0  # in a row


def record(connection: Connection, portal: str, visit: Visit, new: int) -> None:
    """Enter what a visit to a source brought. Further pages of a listing count for their section's first."""
    if visit.kind not in SOURCES or visit.status is Status.REDIRECTED:
        return
    first = visit.kind != "listing" or visit.is_first
    source = (visit.section or visit.due.section or visit.due.url) if visit.kind == "listing" else visit.due.url
    if visit.kind != "listing" and visit.due.section is not None:
        first, source = False, visit.due.section  # parts count for their whole
    if visit.not_modified or not first:
        _refresh(connection, portal, source, visit, new, first)
        return
    shown = len(visit.links) if visit.shown is None else visit.shown
    good = visit.status is Status.FETCHED
    newest = max((link.hint_date.isoformat() for link in visit.links if link.hint_date), default=None)
    moment = visit.fetched_at.isoformat(timespec="seconds")
    values = {
        "portal": portal,
        "source": source,
        "kind": visit.kind,
        "tried_at": moment,
        "answered_at": moment if good else None,
        "entries": shown,
        "new_total": new,
        "newest": newest,
        "failures": 0 if good else 1,
        "reason": None if good else visit.reason,
    }
    connection.execute(upsert(connection, source_statistics, _answered if good else _failed), values)


def _failed(old: Columns, new: Columns) -> dict[str, object]:
    return {name: new[name] for name in _TRIED} | {"failures": old.failures + 1}


def _answered(old: Columns, new: Columns) -> dict[str, object]:
    changed: dict[str, object] = {name: new[name] for name in (*_TRIED, "answered_at", "entries", "failures")}
    newest = func.coalesce(new.newest, old.newest)
    return changed | {"new_total": old.new_total + new.new_total, "newest": newest}


_TRIED: Final = ("tried_at", "reason", "kind")
_ADD: Final = (
    source_statistics.update()
    .where(source_statistics.c.portal == bindparam("of"), source_statistics.c.source == bindparam("at"))
    .values(new_total=source_statistics.c.new_total + bindparam("new"))
)
_OF: Final = (
    select(source_statistics)
    .where(source_statistics.c.portal == bindparam("of"))
    .order_by(source_statistics.c.kind, source_statistics.c.source)
)
_REFRESH: Final = _ADD.values(tried_at=bindparam("moment"), answered_at=bindparam("moment"), failures=0, reason=None)


def _refresh(connection: Connection, portal: str, source: str, visit: Visit, new: int, first: bool) -> None:
    values = {"of": portal, "at": source, "new": new}
    if first:
        connection.execute(_REFRESH, values | {"moment": visit.fetched_at.isoformat(timespec="seconds")})
    elif new:
        connection.execute(_ADD, values)


def of(connection: Connection, portal: str, newest: str | None) -> list[SourceYield]:
    """The portal's sources, with what is wrong with each; `newest` is the day of the portal's newest article."""
    rows = connection.execute(_OF, {"of": portal}).mappings()
    return [
        SourceYield(
            row["source"],
            row["kind"],
            row["entries"],
            row["new_total"],
            row["newest"],
            row["answered_at"],
            _trouble(dict(row), newest),
            row["tried_at"],
            row["failures"],
        )
        for row in rows
    ]


def _trouble(row: dict[str, object], newest_article: str | None) -> Reason | None:
    failures, newest = row["failures"], row["newest"]
    if isinstance(failures, int) and failures >= FAILURES:
        return Reason.of("source_failed", count=failures, why=row["reason"])
    if row["kind"] == "listing":
        return None if row["entries"] or failures else Reason.of("source_no_articles")
    if not row["entries"] and not failures:
        return Reason.of("source_empty")
    if isinstance(newest, str) and newest_article:
        seen = min(newest_article[:10], str(row["answered_at"] or newest_article)[:10])  # what it could show when read
        behind = datetime.fromisoformat(seen) - datetime.fromisoformat(newest[:10])
        if behind >= STALE_AFTER:
            return Reason.of(
                "source_stale", entry=date.fromisoformat(newest[:10]), article=date.fromisoformat(newest_article[:10])
            )
    return None
