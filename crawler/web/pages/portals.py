"""Portals: the 34 provinces on one page, and one portal with its runs, sources, coverage and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from crawler.discovery.entry_file import entry_toml
from crawler.web.api.feeds import feed_links
from crawler.web.bars import Bar, chart, labels_below
from crawler.web.console import Console
from crawler.web.kept import Kept
from crawler.web.languages import Translator
from crawler.web.overview import NOTHING, WEEKS, Overview, Row, one_portal
from crawler.web.pages import page_route
from crawler.web.pictures.lines import Span, with_gaps
from crawler.web.queries import portals as browse
from crawler.web.queries.portals import Gap
from crawler.web.shown import Shown

ID_CHARS = 80
COMING = 6  # next visits shown


def routes(console: Console, overview: Kept[Overview]) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/portals")
    def portals(request: Request) -> Response:
        groups = overview.get().groups
        translate, now, today = console.translator(request), console.now(), console.today()
        crawled = [row for group in groups for row in group.rows if row.figures]
        unwell = sorted((row for row in crawled if row.verdict.word.unwell), key=_gravest)
        return console.page(
            request,
            "portals.html",
            groups=groups,
            known=sum(len(group.rows) for group in groups),
            unwell=unwell,
            well=[row for row in crawled if not row.verdict.word.unwell],
            running=[(row, run) for row in crawled for run in row.runs[:1] if run.ended_at is None],
            coming=sorted(((row, row.due) for row in crawled if row.due), key=lambda one: one[1])[:COMING],
            now=now,
            chart=_weeks(sum((group.days for group in groups), Counter()), today, translate),
        )

    @page_route(router, "/portal")
    def portal(request: Request) -> Response:
        return _portal(console, request)

    return router


def _gravest(row: Row) -> tuple[int, str]:
    return -row.verdict.word.gravity, row.name


def _weeks(days: Mapping[date, int], today: date, translate: Translator, gaps: Sequence[Gap] | None = None) -> Markup:
    """Articles a week as bars; for one portal over its gaps."""
    show = Shown(translate)
    weeks = browse.by_week(days, today, WEEKS)
    bars = [Bar(count, translate("chart.week", day=show.day(day), count=show.number(count))) for day, count in weeks]
    total = show.number(sum(count for _, count in weeks))
    summary = translate("chart.weeks", weeks=len(bars), total=total)
    axis = _axis(show.day(weeks[0][0]), bars, show.day(weeks[-1][0]), translate)
    if gaps is None:
        return chart(bars, summary, axis)
    placed = [(day, bar) for (day, _), bar in zip(weeks, bars, strict=True)]
    return with_gaps(placed, _shaded(gaps, translate), today, summary) + labels_below(axis)


def _months(days: Mapping[date, int], today: date, translate: Translator, gaps: Sequence[Gap]) -> Markup | None:
    """Articles a month as bars over the gaps."""
    show = Shown(translate)
    months = browse.by_month(days, today)
    if not months:
        return None
    bars = [
        (month, Bar(count, translate("chart.month", month=show.day(month, "month"), count=show.number(count))))
        for month, count in months
    ]
    ends = show.day(months[0][0], "month"), show.day(months[-1][0], "month")
    axis = _axis(ends[0], [bar for _, bar in bars], ends[1], translate)
    summary = translate("chart.months", months=len(bars))
    return with_gaps(bars, _shaded(gaps, translate), today, summary) + labels_below(axis)


def _shaded(gaps: Sequence[Gap], translate: Translator) -> list[Span]:
    show = Shown(translate)
    return [
        Span(one.first, one.last, translate(
            "portal.gap", first=show.day(one.first), last=show.day(one.last), days=show.number(one.days)
        ))
        for one in gaps
    ]  # fmt: skip


def _axis(first: str, bars: Sequence[Bar], last: str, translate: Translator) -> tuple[str, str, str]:
    most = Shown(translate).number(max(bar.value for bar in bars))
    return first, translate("chart.most", count=most), last


def _portal(console: Console, request: Request) -> Response:
    portal_id = request.query_params.get("id", "")
    found = one_portal(console, portal_id) if 0 < len(portal_id) <= ID_CHARS and "\0" not in portal_id else None
    if found is None:
        raise HTTPException(404)
    row = found.row
    today = console.today()
    translate = console.translator(request)
    return console.page(
        request,
        "portal.html",
        id=portal_id,
        portal=row.portal,
        name=row.name,
        figures=row.figures or NOTHING,
        verdict=row.verdict,
        entry=entry_toml(row.portal) if row.portal else None,
        weeks=_weeks(row.days, today, translate, found.gaps),
        months=_months(row.days, today, translate, found.gaps),
        gaps=found.gaps,
        total=sum(row.days.values()),
        feeds=feed_links("/feeds/articles", {"portal": portal_id}),
    )
