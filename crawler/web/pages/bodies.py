"""A body: its meetings by ordinal, term, year and month, and what is missing between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from crawler.web.asking import Asked
from crawler.web.console import Console, address
from crawler.web.pages import page_route
from crawler.web.pages.things import following
from crawler.web.pictures import heat
from crawler.web.queries import bodies as browse
from crawler.web.queries.bodies import Sitting
from crawler.web.queries.days import of_articles
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.shown import Shown

SHOWN = 40  # meetings listed
MOST_ORDINALS = 120  # shown of one term, the last
MONTHS_NAMED = 24


@dataclass(frozen=True, slots=True)
class Term:
    """The ordinals of one term in order, each with its meeting; None for one that no report states."""

    name: str | None
    ordinals: Sequence[tuple[int, Sitting | None]]


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/body")
    def body(request: Request) -> Response:
        return _body(console, request)

    return router


def _body(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    name, province = asked.named("name"), asked.province()
    if name is None:
        if not asked.faults:
            return RedirectResponse(address("/bodies", province=province), 307)
        return console.page(request, "body.html", 400, faults=asked.faults, body=None, feeds=[])
    translate = console.translator(request)
    show = Shown(translate)
    with console.reader.reading() as connection:
        one = browse.body(connection, name, province)
        found = browse.sittings(connection, one)
        rows = of_articles(connection, [sitting.article for sitting in found[:SHOWN]])
        elsewhere = browse.provinces_with(connection, one.key) if one.province is None else Counter()
    months: Counter[date] = Counter(date(int(each.day[:4]), int(each.day[5:7]), 1) for each in found)

    def tip(month: date, count: int) -> str:
        return translate("picture.month", month=show.day(month, "month"), count=count)

    wanted = MeetingFilter(body=one.name, province=one.province if one.place is None else None)
    terms = _terms(found)
    years = Counter(each.day[:4] for each in found)
    missing = browse.missing_months(found)
    return console.page(
        request,
        "body.html",
        400 if asked.faults else 200,
        faults=asked.faults,
        body=one,
        total=len(found),
        most=browse.MOST,
        first=found[-1].day if found else None,
        last=found[0].day if found else None,
        rows=[rows[sitting.article] for sitting in found[:SHOWN] if sitting.article in rows],
        sittings={sitting.article: sitting for sitting in found[:SHOWN]},
        years=[
            (
                year,
                years[str(year)],
                picture,
                address("/", **wanted.given, since=f"{year}-01-01", until=f"{year}-12-31"),
            )
            for year, picture in heat.months(months, tip, translate("body.months"))
        ],
        terms=terms,
        absent=any(sitting is None for term in terms for _, sitting in term.ordinals),
        missing=missing[-MONTHS_NAMED:],
        elsewhere=elsewhere.most_common(),
        feeds=following(wanted).feeds,
        following=following(wanted),
    )


def _terms(found: Sequence[Sitting]) -> list[Term]:
    missing: Mapping[str | None, Sequence[int]] = browse.missing_ordinals(found)
    terms: dict[str | None, dict[int, Sitting]] = {}
    for one in found:  # the newest first: of two with one ordinal the later is kept
        if one.ordinal is not None:
            terms.setdefault(one.term or one.tenure, {}).setdefault(one.ordinal, one)
    return [
        Term(
            name, [(number, known.get(number)) for number in sorted({*known, *missing.get(name, ())})][-MOST_ORDINALS:]
        )
        for name, known in terms.items()
        if len(known) > 1
    ]
