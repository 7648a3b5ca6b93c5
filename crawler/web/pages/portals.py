"""Portals: the 34 provinces at a glance, and one portal with its runs, sources, coverage and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from crawler.discovery.entry_file import entry_toml
from crawler.health.finding import Word
from crawler.health.marks import machine_skew
from crawler.health.survey import CLOCKS_SEEN
from crawler.health.verdict import Verdict, judge
from crawler.reasons import Reason
from crawler.registry import Portal, provinces
from crawler.storage import daily
from crawler.storage.browse import portals as browse
from crawler.storage.health import PortalFigures, portal_figures
from crawler.web.bars import Bar, chart
from crawler.web.console import Console
from crawler.web.kept import Kept
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.shown import Shown

WEEKS = 26
LEAST_GAP = timedelta(days=14)
ID_CHARS = 80
NOTHING = PortalFigures(None, (), (), (), (), None)
UNKNOWN = Verdict(Word.UNVERIFIED, Reason.of("not_known"), None, ())


@dataclass(frozen=True, slots=True)
class Row:
    """One portal in the overview; `portal` is null where the registry does not know it."""

    id: str
    name: str
    portal: Portal | None
    figures: PortalFigures | None
    verdict: Verdict


@dataclass(slots=True)
class Group:
    """A province and its portals; `days`: articles of each day."""

    province: provinces.Province | None
    rows: list[Row] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)

    @property
    def word(self) -> Word:
        """The gravest verdict on a portal that was crawled; unverified where none was."""
        found = [row.verdict.word for row in self.rows if row.figures]
        return max(found, key=lambda one: one.gravity, default=Word.UNVERIFIED)

    @property
    def newest(self) -> date | None:
        """The newest article of any of them."""
        return max((row.figures.newest for row in self.rows if row.figures and row.figures.newest), default=None)

    @property
    def crawled(self) -> int:
        """How many of them were ever crawled."""
        return sum(row.figures is not None for row in self.rows)


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()
    overview: Kept[list[Group]] = Kept(lambda: _overview(console))

    @page_route(router, "/portals")
    def portals(request: Request) -> Response:
        groups = overview.get()
        translate, today = console.translator(request), console.today()
        return console.page(
            request,
            "portals.html",
            groups=groups,
            words=list(Word),
            charts=[_weeks(group.days, today, translate) if group.crawled else None for group in groups],
            chart=_weeks(sum((group.days for group in groups), Counter()), today, translate, axis=True),
        )

    @page_route(router, "/portal")
    def portal(request: Request) -> Response:
        return _portal(console, request)

    return router


def _overview(console: Console) -> list[Group]:
    """The provinces in their order, then what is of none. Portals that were never crawled count if they still stand."""
    known = console.portals.get()
    now, today = console.now(), console.today()
    groups = {code: Group(one) for code, one in provinces.all_provinces().items()}
    elsewhere = Group(None)
    since = today - timedelta(weeks=WEEKS + 1)
    with console.reader.reading() as connection:
        crawled = browse.crawled(connection)
        machine = machine_skew(daily.clocks(connection, today - CLOCKS_SEEN))
    figures: dict[str, PortalFigures] = {}
    days: dict[str, Mapping[date, int]] = {}
    for portal_id in crawled:  # each with its own time, however many there are
        with console.reader.reading() as connection:
            figures[portal_id] = portal_figures(connection, portal_id, now)
            days[portal_id] = browse.published(connection, portal_id, since)
    for portal_id in dict.fromkeys([*known, *crawled]):
        portal, its = known.get(portal_id), figures.get(portal_id)
        if its is None and (portal is None or portal.kind == "demo" or not portal.stands(today)):
            continue
        verdict = judge(portal, its or NOTHING, now, machine) if portal else UNKNOWN
        group = groups.get((portal.province if portal else None) or "", elsewhere)
        group.rows.append(Row(portal_id, portal.name if portal else portal_id, portal, its, verdict))
        group.days.update(days.get(portal_id, {}))
    return [*groups.values(), *([elsewhere] if elsewhere.rows else [])]


def _weeks(days: Mapping[date, int], today: date, translate: Translator, axis: bool = False) -> Markup:
    """Articles a week as bars."""
    show = Shown(translate)
    weeks = browse.by_week(days, today, WEEKS)
    bars = [Bar(count, translate("chart.week", day=show.day(day), count=show.number(count))) for day, count in weeks]
    total = show.number(sum(count for _, count in weeks))
    ends = _axis(show.day(weeks[0][0]), bars, show.day(weeks[-1][0]), translate) if axis else ()
    return chart(bars, translate("chart.weeks", weeks=len(bars), total=total), ends)


def _months(days: Mapping[date, int], today: date, translate: Translator) -> Markup | None:
    """Articles a month as bars."""
    show = Shown(translate)
    months = browse.by_month(days, today)
    if not months:
        return None
    bars = [
        Bar(count, translate("chart.month", month=show.day(month, "month"), count=show.number(count)))
        for month, count in months
    ]
    axis = _axis(show.day(months[0][0], "month"), bars, show.day(months[-1][0], "month"), translate)
    return chart(bars, translate("chart.months", months=len(bars)), axis)


def _axis(first: str, bars: Sequence[Bar], last: str, translate: Translator) -> tuple[str, str, str]:
    most = Shown(translate).number(max(bar.value for bar in bars))
    return first, translate("chart.most", count=most), last


def _portal(console: Console, request: Request) -> Response:
    portal_id = request.query_params.get("id", "")
    portal = console.portals.get().get(portal_id)
    now, today = console.now(), console.today()
    translate = console.translator(request)
    if not 0 < len(portal_id) <= ID_CHARS or "\0" in portal_id:
        raise HTTPException(404)
    with console.reader.reading() as connection:
        figures = portal_figures(connection, portal_id, now)
        days = browse.published(connection, portal_id)
    if portal is None and not figures.runs:
        raise HTTPException(404)
    least = max(LEAST_GAP, (portal.max_silence if portal else None) or LEAST_GAP)
    return console.page(
        request,
        "portal.html",
        id=portal_id,
        portal=portal,
        name=portal.name if portal else portal_id,
        figures=figures,
        verdict=judge(portal, figures, now) if portal else UNKNOWN,
        entry=entry_toml(portal) if portal else None,
        weeks=_weeks(days, today, translate, axis=True),
        months=_months(days, today, translate),
        gaps=browse.gaps(days, today, least),
        total=sum(days.values()),
    )
