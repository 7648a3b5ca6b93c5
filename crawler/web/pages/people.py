"""A person across reports: posts over time, meetings chaired and attended, and with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from crawler.meetings.dossiers import Dossier, Told, of_name, people_of
from crawler.meetings.keys import person_key
from crawler.web.api.feeds import feed_links
from crawler.web.asking import Asked
from crawler.web.console import Console, address
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.pages.things import following, over_time
from crawler.web.pictures.lines import Mark, Span
from crawler.web.queries.days import Row, of_articles
from crawler.web.queries.dossiers import MOST, reports_naming
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.shown import Shown

SHOWN = 60  # meetings of one person on the page
COMPANIONS = 12
PEOPLE = 20  # of one name


@dataclass(frozen=True, slots=True)
class Appearance:
    """A meeting that names the person, by one of its reports; whether the person chaired it."""

    row: Row
    chaired: bool


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as the page shows it. `others`: who was at the same meetings, and at how many."""

    dossier: Dossier
    appearances: Sequence[Appearance]
    others: Sequence[tuple[str, int]]
    bodies: Sequence[tuple[str, int]]
    picture: tuple[Markup, date, date] | None
    posts: Sequence[Markup]

    @property
    def chaired(self) -> int:
        """How many of the meetings."""
        return sum(one.chaired for one in self.appearances)


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/person")
    def person(request: Request) -> Response:
        return _person(console, request)

    return router


def _person(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    name, province = asked.named("name"), asked.province()
    if name is None and not asked.faults:
        return RedirectResponse(address("/people", province=province), 307)
    people: list[Someone] = []
    told: list[Told] = []
    if name is not None:
        with console.reader.reading() as connection:
            told = reports_naming(connection, "person", name, province)
            rows = of_articles(connection, [one.article for one in told])
        reports = {one.article: one for one in told}
        found = sorted(of_name(name, told), key=lambda one: -len(one.reports))[:PEOPLE]
        people = [_someone(one, reports, rows, console.translator(request)) for one in found]
    names = {one.dossier.name for one in people}
    printed = names.pop() if len(names) == 1 else name
    wanted = MeetingFilter(person=printed, province=province)
    return console.page(
        request,
        "person.html",
        400 if asked.faults else 200,
        faults=asked.faults,
        name=printed,
        province=province,
        people=people,
        shown=SHOWN,
        most=MOST if len(told) >= MOST else None,
        feeds=feed_links("/feeds/meetings", wanted.given) if printed else [],
        following=following(wanted, address("/api/people", person=printed, province=province)) if printed else None,
    )


def _someone(dossier: Dossier, reports: Mapping[str, Told], rows: Mapping[str, Row], translate: Translator) -> Someone:
    key = person_key(dossier.name)
    seen: dict[int, Appearance] = {}
    others: dict[str, tuple[str, set[int]]] = {}
    bodies: Counter[str] = Counter()
    for article in dossier.reports:
        row, told = rows.get(article), reports[article]
        if row is None:
            continue
        chaired = False
        for name, as_chair in people_of(told.meeting):
            one = person_key(name)
            if one == key:
                chaired = chaired or as_chair
            elif one:
                others.setdefault(one, (name, set()))[1].add(row.event)
        known = seen.get(row.event)
        if known is None and row.body_name:
            bodies[row.body_name] += 1
        if known is None or (chaired and not known.chaired):
            seen[row.event] = Appearance(row, chaired)
    appearances = sorted(seen.values(), key=lambda one: (one.row.day, one.row.article), reverse=True)
    most = sorted(((name, len(events)) for name, events in others.values()), key=lambda one: (-one[1], one[0]))
    picture, posts = _pictures(dossier, appearances, translate)
    return Someone(dossier, appearances, most[:COMPANIONS], bodies.most_common(COMPANIONS), picture, posts)


def _pictures(
    dossier: Dossier, appearances: Sequence[Appearance], translate: Translator
) -> tuple[tuple[Markup, date, date] | None, list[Markup]]:
    """When the person appeared, and a line for each post over the same time."""
    show = Shown(translate)
    marks = []
    for one in appearances:
        day = _day(one.row.day)
        if day is not None:
            tip = f"{show.day(day)}: {one.row.title}"
            marks.append(Mark(day, "chaired" if one.chaired else "present", tip))
    summary = translate("person.picture", name=dossier.name, count=len(appearances))
    picture = over_time(marks, [], summary)
    if picture is None:
        return None, []
    posts = []
    for held in dossier.posts:
        spans = [Span(held.since, held.until, held.printed)] if held.since and held.until else []
        ends = [Mark(day, "end", "") for day in picture[1:]]
        made = over_time(ends, spans, held.printed)
        posts.append(made[0] if made and min(picture[1], *(s.first for s in spans)) == picture[1] else Markup(""))
    return picture, posts


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
