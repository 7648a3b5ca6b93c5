"""The calendar: a year as shades, a month with the titles of its meetings, and the meetings of one day."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from crawler.model.items import MeetingKind
from crawler.web.api.feeds import feed_links
from crawler.web.asking import Asked, meeting_filter
from crawler.web.console import Console, address
from crawler.web.known_portals import check_portal
from crawler.web.pages import page_route
from crawler.web.pictures import heat
from crawler.web.queries import days as browse
from crawler.web.queries.days import Row
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.shown import Shown

NAMED = 3  # meetings with their title in a cell
ON_A_DAY = 200  # meetings listed of one day
FIRST, LAST = 1990, 2099


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year: how many meetings, and its address."""

    first: date
    count: int
    target: str


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/calendar")
    def month(request: Request) -> Response:
        return _calendar(console, request)

    return router


def _calendar(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    wanted = meeting_filter(asked, days=False)
    check_portal(console, asked)
    chosen = asked.day("day")
    year, month = asked.number("year", FIRST, LAST), asked.number("month", 1, 12)
    translate = console.translator(request)
    with console.reader.reading() as connection:
        first = _month(connection, wanted, year, month, chosen, console.today())
        whole = replace(wanted, since=date(first.year, 1, 1), until=date(first.year, 12, 31))
        counts = browse.counts(connection, whole)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        events = browse.by_day(connection, replace(wanted, since=first, until=last))
        day = chosen if chosen and first <= chosen <= last else max(events, default=None)
        some = {one: list(found.values())[:NAMED] for one, found in events.items()}
        that_day = list(events[day].values())[:ON_A_DAY] if day in events else []
        rows = browse.of_articles(connection, {*that_day, *(article for named in some.values() for article in named)})
    show = Shown(translate)
    given = {name: value for name, value in wanted.given.items() if name not in ("since", "until")}

    def of_month(one: date) -> str:
        return address("/calendar", **given, year=one.year, month=one.month)

    def of_day(one: date) -> str:
        return address("/calendar", **given, day=one) + "#day"

    def tip(one: date, count: int) -> str:
        return translate("calendar.tip", day=show.day(one), count=count)

    total = sum(counts.values())
    summary = translate("calendar.heat", year=first.year, count=show.number(total))
    return console.page(
        request,
        "calendar.html",
        400 if asked.faults else 200,
        wanted=wanted,
        given=given,
        kinds=list(MeetingKind),
        faults=asked.faults,
        first=first,
        weeks=calendar.Calendar().monthdatescalendar(first.year, first.month),
        counts=counts,
        named={one: _rows(articles, rows) for one, articles in some.items()},
        day=day,
        day_rows=_rows(that_day, rows),
        of_day=of_day,
        total=sum(count for one, count in counts.items() if one.month == first.month),
        year_total=total,
        heat=heat.year(counts, first.year, tip, of_day, summary, day),
        months=_months(counts, first.year, of_month),
        years=[(one, of_month(date(one, first.month, 1))) for one in (first.year - 1, first.year + 1)
               if FIRST <= one <= LAST],
        before=of_month(first - timedelta(days=1)) if first.year > FIRST or first.month > 1 else None,
        after=of_month(last + timedelta(days=1)) if first.year < LAST or first.month < 12 else None,
        feed=address("/feeds/meetings.ics", **given),
        feeds=feed_links("/feeds/meetings", given),
    )  # fmt: skip


def _month(
    connection: Connection, wanted: MeetingFilter, year: int | None, month: int | None, day: date | None, today: date
) -> date:
    """The first day of the month asked for; else of the latest month, this one at most, that has a meeting."""
    if year is None and month is None and day is not None:
        return day.replace(day=1)
    if year is not None and month is not None:
        return date(year, month, 1)
    if month is not None:
        return date(today.year, month, 1)
    end = date(year, 12, 31) if year is not None and year < today.year else _end_of_month(today)
    found = browse.last_day(connection, wanted, end + timedelta(days=1))
    if year is not None:
        return found.replace(day=1) if found and found.year == year else date(year, 1, 1)
    return (found or today).replace(day=1)


def _end_of_month(one: date) -> date:
    return one.replace(day=calendar.monthrange(one.year, one.month)[1])


def _months(counts: Mapping[date, int], year: int, target: Any) -> list[Month]:
    return [
        Month(first, sum(count for day, count in counts.items() if day.month == number), target(first))
        for number in range(1, 13)
        for first in [date(year, number, 1)]
    ]


def _rows(articles: Sequence[str], rows: Mapping[str, Row]) -> list[Row]:
    return [rows[article] for article in articles if article in rows]
