"""A document across reports: what they say of it, who cited it and when, and in which provinces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from crawler.meetings.dossiers import Cited, Told, cited
from crawler.web.asking import Asked
from crawler.web.console import Console, address
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.pages.things import following, over_time
from crawler.web.pictures.lines import Mark
from crawler.web.queries.days import Row, of_articles
from crawler.web.queries.dossiers import MOST, reports_naming
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.shown import Shown

SHOWN = 60  # reports of one document on the page
BODIES = 12


@dataclass(frozen=True, slots=True)
class OneDocument:
    """A document as the page shows it, with the reports that cite it, the newest first."""

    cited: Cited
    rows: Sequence[Row]
    provinces: Sequence[tuple[str, int, str]]
    bodies: Sequence[tuple[str, int]]
    picture: tuple[Markup, date, date] | None


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/document")
    def document(request: Request) -> Response:
        return _document(console, request)

    return router


def _document(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    number, province = asked.named("number"), asked.province()
    if number is None and not asked.faults:
        return RedirectResponse(address("/documents", province=province), 307)
    found: list[OneDocument] = []
    told: list[Told] = []
    if number is not None:
        with console.reader.reading() as connection:
            told = reports_naming(connection, "document", number, province)
            rows = of_articles(connection, [one.article for one in told])
        translate = console.translator(request)
        found = [_one(each, rows, number, translate) for each in cited(number, told)]
        found.sort(key=lambda each: -len(each.rows))
        number = found[0].cited.document.number if found else number
    wanted = MeetingFilter(document=number, province=province)
    follow = following(wanted, address("/api/documents", document=number)) if number else None
    return console.page(
        request,
        "document.html",
        400 if asked.faults else 200,
        faults=asked.faults,
        number=number,
        province=province,
        documents=found,
        shown=SHOWN,
        most=MOST if len(told) >= MOST else None,
        feeds=follow.feeds if follow else [],
        following=follow,
    )


def _one(one: Cited, rows: Mapping[str, Row], number: str, translate: Translator) -> OneDocument:
    show = Shown(translate)
    mine = [rows[article] for article in dict.fromkeys(one.reports) if article in rows]
    mine.sort(key=lambda row: (row.day, row.article), reverse=True)
    provinces = Counter(row.province_code for row in mine if row.province_code)
    marks = []
    for row in mine:
        try:
            day = date.fromisoformat(row.day)
        except ValueError:
            continue
        marks.append(Mark(day, "present", f"{show.day(day)}: {row.title}"))
    return OneDocument(
        one,
        mine,
        [(code, count, address("/document", number=number, province=code)) for code, count in provinces.most_common()],
        Counter(row.body_name for row in mine if row.body_name).most_common(BODIES),
        over_time(marks, [], translate("document.picture", count=len(mine))),
    )
