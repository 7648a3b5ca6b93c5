"""The front page: new meeting reports as rows under their days, and how many there were of late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from crawler.model.items import MeetingKind, MeetingStatus
from crawler.registry.provinces import all_provinces
from crawler.web.api.feeds import feed_links
from crawler.web.asking import Asked, meeting_filter
from crawler.web.cards import Cards
from crawler.web.console import Console, address
from crawler.web.known_portals import check_portal
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.queries import meetings as browse
from crawler.web.queries.activity import Activity, activity, stored_day
from crawler.web.queries.meetings import Listed, MeetingFilter, by_day
from crawler.web.shown import Shown
from crawler.web.watch_rule import rule_toml

REPORTS = 30  # on a page
BAR_HEIGHT = 36  # of the strip's drawing
LEAST_SCALE = 4  # meetings of a bar as high as the drawing
PLACES = 12  # counted beside the list, before the rest


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the strip: how many meetings, how high its bar is, and where it leads; None where it has none."""

    day: date
    count: int
    height: int
    target: str | None


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()
    cards = Cards(console)

    @page_route(router, "/")
    def front(request: Request) -> Response:
        return _front(console, cards, request)

    return router


def _front(console: Console, cards: Cards, request: Request) -> Response:
    asked = Asked(request.query_params)
    wanted = meeting_filter(asked)
    check_portal(console, asked)
    with console.reader.reading() as connection:
        page = browse.reports(connection, wanted, asked.cursor(), REPORTS)
        found = cards.each(connection, page.rows, console.translator(request), not by_day(wanted))
        lately = activity(connection, wanted, console.today())
    following = address("/", **wanted.given, after=page.following) if page.following else None
    return console.page(
        request,
        "meetings.html",
        400 if asked.faults else 200,
        days=list(_by_day(found, wanted)),
        lately=lately,
        strip=_strip(lately, wanted) if lately else [],
        places=_places(lately, wanted) if lately else [],
        most_places=PLACES,
        chips=list(_chips(console, wanted, console.translator(request))),
        wanted=wanted,
        kinds=list(MeetingKind),
        faults=asked.faults,
        following=following,
        begun=asked.cursor() is not None,
        rule=rule_toml(wanted),
        feeds=feed_links("/feeds/meetings", wanted.given),
    )


def _chips(console: Console, wanted: MeetingFilter, translate: Translator) -> Iterator[tuple[str, str, str]]:
    """What the filter asks for: its name, its value in words, and the address without it."""
    show = Shown(translate)
    for name, value in wanted.given.items():
        text = str(value)
        if name == "province":
            text = all_provinces()[value].name
        elif name == "portal":
            text = console.portal_name(value)
        elif isinstance(value, MeetingKind | MeetingStatus):
            text = translate(f"{name}.{value.value}")
        elif isinstance(value, date):
            text = show.day(value)
        yield name, text, address("/", **{key: one for key, one in wanted.given.items() if key != name})


def _by_day(
    found: Iterable[tuple[Listed, Markup]], wanted: MeetingFilter
) -> Iterator[tuple[date | None, list[Markup]]]:
    """Rows under the day by which the list is in order; None where what is stored is none."""
    held = by_day(wanted)

    def day(one: tuple[Listed, Markup]) -> date | None:
        return stored_day(one[0].day if held else one[0].reported_at[:10])

    for heading, rows in groupby(found, day):
        yield heading, [row for _, row in rows]


def _strip(lately: Activity, wanted: MeetingFilter) -> Sequence[Day]:
    most = max(LEAST_SCALE, *lately.days.values(), 1)
    whole = (lately.last - lately.first).days + 1
    every = [lately.first + timedelta(days=number) for number in range(whole)]
    days = []
    for one in every:
        count = lately.days.get(one, 0)
        height = max(3, round(count / most * BAR_HEIGHT)) if count else 1
        given = wanted.given | {"since": one, "until": one}
        days.append(Day(one, count, height, address("/", **given) if count else None))
    return days


def _places(lately: Activity, wanted: MeetingFilter) -> list[tuple[str | None, str | None, int, str]]:
    """Province code or portal, how many meetings, and where it leads."""
    given: dict[str, Any] = {name: value for name, value in wanted.given.items() if name not in ("province", "portal")}
    return [
        (province, portal, count, address("/", **given, province=province, portal=portal))
        for (province, portal), count in lately.places.items()
    ]
