"""Daily figures of each portal, entered in the commit that stores what they count: health is told from them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from crawler.articles.revisions import Stored
from crawler.database.tables import portal_days, portal_marks
from crawler.database.upsert import upsert
from crawler.model.items import Article
from crawler.model.visit import SOURCES, Status, Visit

Mark = Literal["cms", "host", "clock", "refusal", "failure"]
CLOCK_STEP = 600  # seconds to which a server's clock is told: answers take time, caches give old ones
_COUNTED = tuple(column.name for column in portal_days.c if not column.primary_key)
_DETAIL = re.compile(r"https?://\S+|\d{4,}|0x[0-9a-f]+|'[^']*'|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day of one portal; what each figure counts, `tables.portal_days` says."""

    day: date
    published: int = 0
    found: int = 0
    updated: int = 0
    read: int = 0
    unread: int = 0
    dated: int = 0
    pictured: int = 0
    with_files: int = 0
    generic: int = 0
    future: int = 0
    copies: int = 0
    quarantined: int = 0
    body_chars: int = 0


@dataclass(frozen=True, slots=True)
class MarkFigures:
    """How many answers of one day bore one value of a mark."""

    mark: str
    day: date
    value: str
    pages: int


def record(
    connection: Connection, portal: str, visits: Sequence[Visit], found: Sequence[Article], stored: Sequence[Stored]
) -> None:
    """Enter what a batch of visits brought; `found` are its articles and `stored` what became of each."""
    days: defaultdict[str, Counter[str]] = defaultdict(Counter)
    marks: Counter[tuple[str, str, str]] = Counter()
    for visit in visits:
        day = visit.fetched_at.date().isoformat()
        days[day].update(_figures(visit))
        marks.update((mark, day, value[:200]) for mark, value in _marks(visit))
    seen = {visit.article.id: visit.fetched_at for visit in visits if visit.article is not None}
    for article, one in zip(found, stored, strict=True):
        at = seen[article.id]
        if one.change == "new":
            days[at.date().isoformat()].update(found=1, copies=int(article.similarity == 1.0))
            days[_news_day(article.published_at, at).isoformat()].update(published=1)
        elif one.change == "updated":
            days[at.date().isoformat()].update(updated=1)
    _enter(connection, portal, days, marks)


def _news_day(published: datetime | None, found: datetime) -> date:
    return found.date() if published is None else min(published.date(), found.date())


def _figures(visit: Visit) -> dict[str, int]:
    if visit.rejected is not None:
        return {"quarantined": 1}
    article = visit.article
    if article is None:
        had = visit.http_status == 200 and visit.status is Status.FETCH_ERROR and not visit.missing
        return {"unread": 1} if had and visit.kind == "article" else {}
    ahead = article.published_at is not None and article.published_at.date() > visit.fetched_at.date()
    ahead = ahead or any(flag.startswith("date in the future") for flag in article.flags)
    return {
        "read": 1,
        "dated": int(article.published_at is not None),
        "pictured": int(bool(article.images)),
        "with_files": int(bool(article.attachments)),
        "generic": int(article.provenance.fields.get("body") == "generic"),
        "future": int(ahead),
        "body_chars": len(article.body),
    }


def _marks(visit: Visit) -> Iterable[tuple[Mark, str]]:
    if visit.cms is not None:
        yield "cms", visit.cms
    if visit.led_away is not None and visit.kind in SOURCES:
        yield "host", visit.led_away
    if visit.skew is not None:
        yield "clock", str(round(visit.skew / CLOCK_STEP) * CLOCK_STEP)
    if visit.reason and not visit.missing and visit.status is Status.BLOCKED:
        yield "refusal", _short(visit.reason)
    elif visit.reason and not visit.missing and visit.status is Status.FETCH_ERROR and visit.led_away is None:
        yield "failure", _short(visit.reason)


def _short(reason: str) -> str:
    """A reason without what differs from page to page."""
    return " ".join(_DETAIL.sub("…", reason[:400]).split())[:120]


def _enter(
    connection: Connection,
    portal: str,
    days: dict[str, Counter[str]],
    marks: Counter[tuple[str, str, str]],
) -> None:
    rows = [
        {"portal": portal, "day": day, **{name: counted[name] for name in _COUNTED}}
        for day, counted in sorted(days.items())
        if +counted
    ]
    if rows:
        summed = upsert(connection, portal_days, lambda old, new: {name: old[name] + new[name] for name in _COUNTED})
        connection.execute(summed, rows)
    if marks:
        connection.execute(
            upsert(connection, portal_marks, lambda old, new: {"pages": old.pages + new.pages}),
            [
                {"portal": portal, "mark": mark, "day": day, "value": value, "pages": pages}
                for (mark, day, value), pages in sorted(marks.items())
            ],
        )


def days_of(connection: Connection, portal: str, since: date) -> list[DayFigures]:
    """The portal's figures from `since` on, day by day; days without any are left out."""
    c = portal_days.c
    query = select(portal_days).where(c.portal == portal, c.day >= since.isoformat()).order_by(c.day)
    return [
        DayFigures(date.fromisoformat(row.day), *(getattr(row, name) for name in DayFigures.__slots__[1:]))
        for row in connection.execute(query)
    ]


def marks_of(connection: Connection, portal: str, since: date) -> list[MarkFigures]:
    """What the portal's answers bore from `since` on."""
    c = portal_marks.c
    query = select(portal_marks).where(c.portal == portal, c.day >= since.isoformat()).order_by(c.mark, c.day, c.value)
    return [
        MarkFigures(row.mark, date.fromisoformat(row.day), row.value, row.pages) for row in connection.execute(query)
    ]


def clocks(connection: Connection, since: date) -> dict[str, list[MarkFigures]]:
    """What the servers of all portals said of their clocks from `since` on, by portal."""
    c = portal_marks.c
    query = select(portal_marks).where(c.mark == "clock", c.day >= since.isoformat()).order_by(c.portal, c.day)
    found: dict[str, list[MarkFigures]] = {}
    for row in connection.execute(query):
        marks = found.setdefault(row.portal, [])
        marks.append(MarkFigures(row.mark, date.fromisoformat(row.day), row.value, row.pages))
    return found


def newest_day(connection: Connection, portal: str) -> date | None:
    """The day of the portal's newest article; what is dated after it was found counts for the day it was found."""
    c = portal_days.c
    day = connection.execute(select(func.max(c.day)).where(c.portal == portal, c.published > 0)).scalar_one()
    return date.fromisoformat(day) if day else None


def totals(connection: Connection, portal: str) -> tuple[int, int]:
    """Articles and revisions stored of the portal, ever."""
    c = portal_days.c
    found, updated = connection.execute(
        select(func.coalesce(func.sum(c.found), 0), func.coalesce(func.sum(c.updated), 0)).where(c.portal == portal)
    ).one()
    return int(found), int(found) + int(updated)
