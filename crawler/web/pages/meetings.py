"""Meeting reports by day: the calendar, and the cards of events."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlalchemy import Connection

from crawler.model.items import Article, MeetingKind
from crawler.web import evidence
from crawler.web.asking import Asked, meeting_filter
from crawler.web.console import Console, address
from crawler.web.kept import Shelf
from crawler.web.known_portals import check_portal
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.queries import meetings as browse
from crawler.web.queries.articles import records
from crawler.web.queries.meetings import Listed

REPORTS = 12  # on a page
KEPT_CARDS = 1000


@dataclass(frozen=True, slots=True)
class Card:
    """One event as a page shows it: its newest report that fits, and its other reports."""

    place: Listed
    article: Article
    excerpt: list[evidence.Paragraph]
    others: list[tuple[Listed, Article]]


class Cards:
    """Writes cards and keeps the latest: a revision's card stays the same while the others of its event do."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._kept: Shelf[Markup] = Shelf(KEPT_CARDS)

    def write(self, connection: Connection, listed: Sequence[Listed], translate: Translator) -> list[Markup]:
        """The reports of a page, each with those of the same event. A report without a meeting in its record is
        skipped, whatever the tables say."""
        return [card for _, card in self.each(connection, listed, translate)]

    def each(
        self, connection: Connection, listed: Sequence[Listed], translate: Translator, under_day: bool = False
    ) -> list[tuple[Listed, Markup]]:
        """The same, each with its place in the list; `under_day`: the day of publication is said above them."""
        events = browse.of_events(connection, [one.event for one in listed])
        keys = [(translate.language, under_day, one.seq, *self._shown(events[one.event])) for one in listed]
        written = {key: card for key in keys if (card := self._kept.get(key)) is not None}
        missing = [(key, one) for key, one in zip(keys, listed, strict=True) if key not in written]
        found = records(connection, {one.seq for _, new in missing for one in (new, *events[new.event])})
        for key, one in missing:
            record = found.get(one.seq)
            if record is None or record.meeting is None:
                continue
            others = [
                (other, found[other.seq])
                for other in events[one.event]
                if other.article != one.article and other.seq in found
            ]
            event = Card(one, record, evidence.excerpt(record), others)
            written[key] = self._kept.put(
                key, self._console.fragment(translate, "card.html", card=event, under_day=under_day)
            )
        return [(one, written[key]) for key, one in zip(keys, listed, strict=True) if key in written]

    def _shown(self, event: Sequence[Listed]) -> Iterator[tuple[int, str]]:
        """What a card shows of an event: the revisions of its reports, and the names of their portals."""
        for one in event:
            yield one.seq, self._console.portal_name(one.article.partition(":")[0])


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()
    cards = Cards(console)

    @page_route(router, "/calendar")
    def month(request: Request) -> Response:
        return _calendar(console, cards, request)

    return router


def _calendar(console: Console, cards: Cards, request: Request) -> Response:
    asked = Asked(request.query_params)
    wanted = meeting_filter(asked, days=False)
    check_portal(console, asked)
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
        found: list[Markup] = []
        more = None
        if day:
            that_day = replace(wanted, since=day, until=day)
            page = browse.reports(connection, that_day, None, REPORTS)
            found = cards.write(connection, page.rows, console.translator(request))
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
