"""Daily figures of each portal, entered in the commit that stores what they count: health is judged by them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import Connection, bindparam, func, select

from crawler.database.tables import portal_days, portal_marks
from crawler.database.upsert import Columns, upsert
from crawler.model.visit import SOURCES, Status, Visit

Mark = Literal["cms", "host", "clock", "refusal", "failure"]
CLOCK_STEP = 600  # seconds: a clock's error is rounded to this, as answers take time and caches give old ones
_DETAIL = re.compile(r"https?://\S+|\d{4,}|0x[0-9a-f]+|'[^']*'|\"[^\"]*\"")

_DAYS: Final = (
    select(portal_days)
    .where(portal_days.c.portal == bindparam("of"), portal_days.c.day.between(bindparam("since"), bindparam("until")))
    .order_by(portal_days.c.day)
)
_MARKS: Final = (
    select(portal_marks)
    .where(portal_marks.c.portal == bindparam("of"), portal_marks.c.day.between(bindparam("since"), bindparam("until")))
    .order_by(portal_marks.c.mark, portal_marks.c.day, portal_marks.c.value)
)
_NEWEST: Final = select(func.max(portal_days.c.day)).where(
    portal_days.c.portal == bindparam("of"), portal_days.c.published > 0, portal_days.c.day <= bindparam("until")
)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day of one portal; `tables.portal_days` says what each figure counts."""

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


def record(connection: Connection, portal: str, visits: Sequence[Visit]) -> None:
    """Enter the figures of a batch of visits; `articles.day_figures` enters those of stored articles."""
    days: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    marks: Counter[tuple[str, str, str]] = Counter()
    for visit in visits:
        day = visit.fetched_at.date().isoformat()
        days[portal, day].update(_figures(visit))
        marks.update((mark, day, value[:200]) for mark, value in _marks(visit))
    from crawler.articles.day_figures import add_days  # callers that only read figures need no articles

    add_days(connection, days)
    _add_marks(connection, portal, marks)


def _figures(visit: Visit) -> dict[str, int]:
    if visit.rejected is not None:
        return {"quarantined": 1}
    article = visit.article
    if article is None:
        fetched = visit.http_status == 200 and visit.status is Status.FETCH_ERROR and not visit.missing
        return {"unread": 1} if fetched and visit.kind == "article" else {}
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
    if visit.clock_skew is not None:
        yield "clock", str(round(visit.clock_skew / CLOCK_STEP) * CLOCK_STEP)
    if visit.reason and not visit.missing and visit.status is Status.BLOCKED:
        yield "refusal", _short(visit.reason)
    elif visit.reason and not visit.missing and visit.status is Status.FETCH_ERROR and visit.led_away is None:
        yield "failure", _short(visit.reason)


def _short(reason: str) -> str:
    """A reason without the parts that differ from page to page."""
    return " ".join(_DETAIL.sub("…", reason[:400]).split())[:120]


def _add_marks(connection: Connection, portal: str, marks: Counter[tuple[str, str, str]]) -> None:
    if marks:
        connection.execute(
            upsert(connection, portal_marks, _summed),
            [
                {"portal": portal, "mark": mark, "day": day, "value": value, "pages": pages}
                for (mark, day, value), pages in sorted(marks.items())
            ],
        )


def _summed(old: Columns, new: Columns) -> dict[str, object]:
    return {"pages": old.pages + new.pages}


def days_of(connection: Connection, portal: str, since: date, until: date) -> list[DayFigures]:
    """The portal's figures from `since` to `until`, day by day; days without any are left out."""
    values = {"of": portal, "since": since.isoformat(), "until": until.isoformat()}
    return [
        DayFigures(date.fromisoformat(row.day), *(getattr(row, name) for name in DayFigures.__slots__[1:]))
        for row in connection.execute(_DAYS, values)
    ]


def marks_of(connection: Connection, portal: str, since: date, until: date) -> list[MarkFigures]:
    """The marks of the portal's answers from `since` to `until`."""
    found = connection.execute(_MARKS, {"of": portal, "since": since.isoformat(), "until": until.isoformat()})
    return [MarkFigures(row.mark, date.fromisoformat(row.day), row.value, row.pages) for row in found]


def clocks(connection: Connection, since: date) -> dict[str, list[MarkFigures]]:
    """The clock errors of all portals' servers from `since` on, by portal."""
    c = portal_marks.c
    query = select(portal_marks).where(c.mark == "clock", c.day >= since.isoformat()).order_by(c.portal, c.day)
    found: dict[str, list[MarkFigures]] = {}
    for row in connection.execute(query):
        marks = found.setdefault(row.portal, [])
        marks.append(MarkFigures(row.mark, date.fromisoformat(row.day), row.value, row.pages))
    return found


def newest_day(connection: Connection, portal: str, until: date) -> date | None:
    """The day of the portal's newest article; an article dated after it was found counts for the day it was found.

    `until` is today: a later day was entered while a clock was ahead.
    """
    day = connection.execute(_NEWEST, {"of": portal, "until": until.isoformat()}).scalar_one()
    return date.fromisoformat(day) if day else None


def totals(connection: Connection, portal: str) -> tuple[int, int]:
    """Articles and revisions stored of the portal, ever."""
    c = portal_days.c
    found, updated = connection.execute(
        select(func.coalesce(func.sum(c.found), 0), func.coalesce(func.sum(c.updated), 0)).where(c.portal == portal)
    ).one()
    return int(found), int(found) + int(updated)
