"""Drawing from the frontier: which due rows a run fetches next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, or_, select

from crawler.database.tables import frontier
from crawler.model.forms import Form
from crawler.model.visit import Due, Kind, Status

# What `draw` reads of a row.
_READ = ("id", "key", "url", "kind", "section", "depth", "etag", "last_modified", "form", "status", "rank")


@dataclass(frozen=True, slots=True)
class Scope:
    """What part of the frontier a run fetches: a section, and dates that listings must not contradict.

    `undated_depth`: a listing without dates is followed so many pages far and no farther. `attachments_since`:
    attachments alone, of those found from this moment on.
    """

    section: str | None = None
    since: date | None = None
    until: date | None = None
    undated_depth: int | None = None
    attachments_since: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row of the frontier must fulfil."""
        c = frontier.c
        found: list[ColumnElement[bool]] = []
        if self.section is not None:
            found.append(c.section == self.section)
        if self.since is not None:
            found.append(or_(c.hint_date.is_(None), c.hint_date >= self.since.isoformat()))
        if self.until is not None:
            within = or_(c.hint_date.is_(None), c.hint_date <= self.until.isoformat())
            found.append(or_(c.kind == "listing", within))
        if self.undated_depth is not None:
            found.append(or_(c.kind != "listing", c.hint_date.is_not(None), c.depth <= self.undated_depth))
        if self.attachments_since is not None:
            found += [c.kind == "attachment", c.discovered_at >= int(self.attachments_since.timestamp())]
        return found


def draw(
    connection: Connection,
    portal: str,
    run: int,
    now: datetime,
    count: int,
    scope: Scope | None = None,
    in_flight: Collection[int] = (),
) -> list[Due]:
    """Up to `count` due rows of one level: one depth, and listings or articles, never both.

    A listing's articles come before its next page, and a level begins only when the one before it is done, so
    that a crawl fetches the pages in the same order every time. `in_flight` rows are left out.
    """
    values = {"of": portal, "now": int(now.timestamp()), "by": run, "most": count + len(in_flight)}
    found = connection.execute(_query(scope or Scope()), values)
    rows = [row for row in found if row.id not in in_flight]
    level = [row for row in rows if (row.depth, row.rank) == (rows[0].depth, rows[0].rank)]
    return [_due(row) for row in level[:count]]


@lru_cache(maxsize=64)
def _query(scope: Scope) -> Select[Any]:
    c = frontier.c
    return (
        select(*(c[name] for name in _READ))
        .where(
            c.portal == bindparam("of"),
            c.due_at.is_not(None),
            c.due_at <= bindparam("now"),
            or_(c.run.is_(None), c.run != bindparam("by")),
            *scope.conditions(),
        )
        .order_by(c.depth, c.rank, c.id)
        .limit(bindparam("most"))
    )


def _due(row: Row[Any]) -> Due:
    return Due(
        row.id,
        row.key,
        row.url,
        cast(Kind, row.kind),
        row.section,
        row.depth,
        row.etag,
        row.last_modified,
        Form.loads(row.form) if row.form else None,
        unfetched=row.status != Status.FETCHED,
    )
