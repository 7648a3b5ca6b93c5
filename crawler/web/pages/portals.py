"""Portals: the 34 provinces at a glance, and one portal with its runs, sources, coverage and gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from crawler.discovery.entry_file import entry_toml
from crawler.registry import Portal, provinces
from crawler.storage import yields
from crawler.storage.browse import portals as browse
from crawler.storage.browse.portals import Activity
from crawler.web.bars import Bar, chart
from crawler.web.console import Console, Kept
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.shown import Shown
from crawler.web.verdict import Judged, Verdict, verdict_of

WEEKS = 26
LONG_AGO = date(1990, 1, 1)
LEAST_GAP = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Row:
    """One portal in the overview."""

    id: str
    name: str
    portal: Portal | None
    activity: Activity
    judged: Judged


@dataclass(slots=True)
class Group:
    """A province and its portals; `weeks`: articles of each week, with its Monday."""

    province: provinces.Province | None
    rows: list[Row] = field(default_factory=list)
    weeks: list[tuple[date, int]] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        """The worst verdict on a portal that was crawled; `NEVER` where none was."""
        found = {row.judged.verdict for row in self.rows}
        return next((one for one in Verdict if one in found), Verdict.NEVER)

    @property
    def newest(self) -> str | None:
        """The newest article of any of them."""
        return max((row.activity.newest for row in self.rows if row.activity.newest), default=None)

    @property
    def crawled(self) -> int:
        """How many of them were ever crawled."""
        return sum(row.activity.last_run is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Overview:
    """All groups in the provinces' order, the portals of no province last, and all of their weeks together."""

    groups: Sequence[Group]
    weeks: list[tuple[date, int]]


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()
    overview: Kept[Overview] = Kept(lambda: _overview(console))

    @page_route(router, "/portals")
    def portals(request: Request) -> Response:
        seen = overview.get()
        charts = {
            group.province.code if group.province else "": week_chart(group.weeks, console.translator(request))
            for group in seen.groups
            if group.crawled
        }
        return console.page(
            request,
            "portals.html",
            overview=seen,
            verdicts=list(Verdict),
            charts=charts,
            chart=week_chart(seen.weeks, console.translator(request), axis=True),
        )

    @page_route(router, "/portal")
    def portal(request: Request) -> Response:
        return _portal(console, request)

    return router


def _overview(console: Console) -> Overview:
    known = console.portals.get()
    now, today = console.now(), console.today()
    groups = {code: Group(one) for code, one in provinces.all_provinces().items()}
    elsewhere = Group(None)
    since = today - timedelta(weeks=WEEKS + 1)
    everything: defaultdict[date, int] = defaultdict(int)
    with console.reader.reading() as connection:
        crawled = browse.crawled(connection)
        for portal_id in dict.fromkeys([*known, *crawled]):
            portal = known.get(portal_id)
            if portal_id not in crawled and (portal is None or portal.kind == "demo" or not portal.stands(today)):
                continue
            group = groups.get((portal.province if portal else None) or "", elsewhere)
            activity = browse.activity(connection, portal_id) if portal_id in crawled else Activity(None, None)
            name = portal.name if portal else portal_id
            group.rows.append(Row(portal_id, name, portal, activity, verdict_of(portal, activity, now)))
            if activity.newest:
                days = browse.articles_by_day(connection, portal_id, since)
                group.weeks = _sum(group.weeks, browse.by_week(days, today, WEEKS))
                for day, count in days.items():
                    everything[day] += count
    shown = [*groups.values(), *([elsewhere] if elsewhere.rows else [])]
    return Overview(shown, browse.by_week(everything, today, WEEKS))


def _sum(one: Sequence[tuple[date, int]], other: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    return [(day, a + b) for (day, a), (_, b) in zip(one, other, strict=True)] if one else list(other)


def week_chart(weeks: Sequence[tuple[date, int]], translate: Translator, axis: bool = False) -> Markup:
    """Articles a week as bars."""
    show = Shown(translate)
    bars = [Bar(count, translate("chart.week", day=show.day(day), count=show.number(count))) for day, count in weeks]
    total = show.number(sum(count for _, count in weeks))
    ends = _axis(show.day(weeks[0][0]), bars, show.day(weeks[-1][0]), translate) if axis and weeks else ()
    return chart(bars, translate("chart.weeks", weeks=len(bars), total=total), ends)


def _axis(first: str, bars: Sequence[Bar], last: str, translate: Translator) -> tuple[str, str, str]:
    most = Shown(translate).number(max(bar.value for bar in bars))
    return first, translate("chart.most", count=most), last


def _month_chart(months: Sequence[tuple[str, int]], translate: Translator) -> Markup:
    show = Shown(translate)
    bars = [
        Bar(count, translate("chart.month", month=show.day(f"{month}-01", "month"), count=show.number(count)))
        for month, count in months
    ]
    axis: tuple[str, ...] = ()
    if months:
        first, last = (show.day(f"{month}-01", "month") for month in (months[0][0], months[-1][0]))
        axis = _axis(first, bars, last, translate)
    return chart(bars, translate("chart.months", months=len(bars)), axis)


def _portal(console: Console, request: Request) -> Response:
    portal_id = request.query_params.get("id", "")
    known: Mapping[str, Portal] = console.portals.get()
    portal = known.get(portal_id)
    today = console.today()
    translate = console.translator(request)
    with console.reader.reading() as connection:
        runs = browse.run_lines(connection, portal_id) if 0 < len(portal_id) <= 80 and "\0" not in portal_id else []
        if portal is None and not runs:
            raise HTTPException(404)
        activity = browse.activity(connection, portal_id)
        days = browse.articles_by_day(connection, portal_id, LONG_AGO)
        months = browse.by_month(connection, portal_id, today)
        sources = yields.of(connection, portal_id, activity.newest[:10] if activity.newest else None)
    least = max(LEAST_GAP, (portal.max_silence if portal else None) or LEAST_GAP)
    return console.page(
        request,
        "portal.html",
        id=portal_id,
        portal=portal,
        name=portal.name if portal else portal_id,
        activity=activity,
        judged=verdict_of(portal, activity, console.now()),
        runs=runs,
        sources=sources,
        entry=entry_toml(portal) if portal else None,
        weeks=week_chart(browse.by_week(days, today, WEEKS), translate, axis=True),
        months=_month_chart(months, translate),
        gaps=browse.gaps(days, today, least),
        total=sum(days.values()),
    )
