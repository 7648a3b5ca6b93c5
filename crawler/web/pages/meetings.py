"""Meeting reports: the front page, the calendar, and the feed of any filter."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, select

from crawler.items import Article, MeetingKind
from crawler.storage.browse import meetings as browse
from crawler.storage.browse.articles import records
from crawler.storage.browse.meetings import Listed, MeetingFilter
from crawler.storage.tables import revisions
from crawler.watch.feeds import ENTRIES, Feed, Item, render
from crawler.web import evidence
from crawler.web.asking import Asked, meeting_filter
from crawler.web.console import Console, address
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.watch_rule import rule_toml

REPORTS = 15  # on a page


@dataclass(frozen=True, slots=True)
class Card:
    """One event as a page shows it: its newest report that fits, and its other reports."""

    place: Listed
    article: Article
    excerpt: list[evidence.Paragraph]
    others: list[tuple[Listed, Article]]


def cards(connection: Connection, listed: Sequence[Listed]) -> list[Card]:
    """The reports of a page, each with those of the same event."""
    events = browse.of_events(connection, [one.event for one in listed])
    wanted = [*(one.seq for one in listed), *(one.seq for many in events.values() for one in many)]
    found = records(connection, wanted)
    return [
        Card(
            one,
            found[one.seq],
            evidence.excerpt(found[one.seq]),
            [(other, found[other.seq]) for other in events[one.event] if other.article != one.article],
        )
        for one in listed
    ]


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/")
    def front(request: Request) -> Response:
        return _list(console, request)

    @page_route(router, "/meetings.atom")
    def feed(request: Request) -> Response:
        return _feed(console, request)

    @page_route(router, "/calendar")
    def month(request: Request) -> Response:
        return _calendar(console, request)

    return router


def _list(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    wanted = meeting_filter(asked)
    with console.reader.reading() as connection:
        page = browse.reports(connection, wanted, asked.cursor(), REPORTS)
        found = cards(connection, page.rows)
    following = address("/", **wanted.given, after=page.following) if page.following else None
    return console.page(
        request,
        "meetings.html",
        400 if asked.faults else 200,
        cards=found,
        wanted=wanted,
        kinds=list(MeetingKind),
        faults=asked.faults,
        following=following,
        begun=asked.cursor() is not None,
        rule=rule_toml(wanted),
        feed=address("/meetings.atom", **wanted.given),
    )


def _feed(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    wanted = meeting_filter(asked)
    if asked.faults:
        translate = console.translator(request)
        lines = "\n".join(translate(key, what=what) for key, what in asked.faults)
        return Response(lines + "\n", 400, media_type="text/plain")
    with console.reader.reading() as connection:
        page = browse.reports(connection, wanted, most=ENTRIES, events=False)
        seqs = [one.seq for one in page.rows]
        found = records(connection, seqs)
        query = select(revisions.c.seq, revisions.c.recorded_at).where(revisions.c.seq.in_(seqs))
        changed = {row.seq: row.recorded_at for row in connection.execute(query)}
    items = [Item(found[seq], datetime.fromisoformat(changed[seq])) for seq in seqs]
    own = str(request.url.replace(query=address("", **wanted.given).removeprefix("?")))
    title = "tintinh" + "".join(f" · {value}" for value in _told(wanted, console.translator(request)).values())
    name = "console:" + address("", **wanted.given)
    names = {one.id: one.name for one in console.portals.get().values()}
    content = render(Feed(name, title, seqs), items, "atom", None, names, own)
    return Response(content, media_type="application/atom+xml")


def _told(wanted: MeetingFilter, translate: Translator) -> Mapping[str, Any]:
    """The filter's values in words."""
    told = dict(wanted.given)
    if wanted.kind:
        told["kind"] = translate(f"kind.{wanted.kind}")
    return told


def _calendar(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    wanted = meeting_filter(asked, days=False)
    today = console.today()
    year = asked.number("year", 1990, 2099) or today.year
    month = asked.number("month", 1, 12) or today.month
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    with console.reader.reading() as connection:
        counts = browse.days(connection, replace(wanted, since=first, until=last))
        day = asked.day("day")
        if day is None or not first <= day <= last:
            day = date.fromisoformat(max(counts)) if counts else None
        found: list[Card] = []
        more = None
        if day:
            that_day = replace(wanted, since=day, until=day)
            page = browse.reports(connection, that_day, None, REPORTS)
            found = cards(connection, page.rows)
            more = address("/", **that_day.given, after=page.following) if page.following else None
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    before, after = first - timedelta(days=1), last + timedelta(days=1)

    def of_month(one: date) -> str:
        return address("/calendar", **wanted.given, year=one.year, month=one.month)

    return console.page(
        request,
        "calendar.html",
        400 if asked.faults else 200,
        cards=found,
        wanted=wanted,
        kinds=list(MeetingKind),
        faults=asked.faults,
        first=first,
        weeks=weeks,
        counts=counts,
        day=day,
        more=more,
        total=sum(counts.values()),
        before=of_month(before) if before.year >= 1990 else None,
        after=of_month(after) if after.year < 2100 else None,
    )
