"""The country as a map of provinces, and one province: its portals, bodies, people, meetings, and articles a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from crawler.registry import provinces
from crawler.vietnamese import fold
from crawler.web.api.feeds import feed_links
from crawler.web.asking import Asked
from crawler.web.bars import Bar, chart
from crawler.web.console import Console, address
from crawler.web.kept import Kept
from crawler.web.languages import Translator
from crawler.web.overview import Group, Overview
from crawler.web.pages import page_route
from crawler.web.pages.things import WEEKS, first_week, following, weeks_by_kind
from crawler.web.pictures.tiles import Tile, steps, tile_map
from crawler.web.queries import days as browse
from crawler.web.queries import meetings as reports
from crawler.web.queries import names
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.queries.portals import by_week
from crawler.web.shown import Shown

DAYS: Final = 30
ASPECTS: Final = ("meetings", "articles", "health")
SHOWN = 20  # meetings of a province
NAMES = 12  # bodies and people of a province
SIGNS: Final = {"healthy": "✓", "quiet": "–", "degraded": "!", "silent": "…", "moved": "→", "blocked": "✕"}


@dataclass(frozen=True, slots=True)
class Line:
    """A province in the table beside the map."""

    group: Group
    meetings: int
    articles: int


def routes(console: Console, overview: Kept[Overview]) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/provinces")
    def country(request: Request) -> Response:
        return _country(console, overview, request)

    @page_route(router, "/province")
    def province(request: Request) -> Response:
        return _province(console, overview, request)

    return router


def _country(console: Console, overview: Kept[Overview], request: Request) -> Response:
    asked = Asked(request.query_params)
    by = asked.text("by") or ASPECTS[0]
    if by not in ASPECTS:
        asked.faults.append(("fault.aspect", by))
        by = ASPECTS[0]
    today, translate = console.today(), console.translator(request)
    since = today - timedelta(days=DAYS - 1)
    groups = {group.province.code: group for group in overview.get().groups if group.province}
    with console.reader.reading() as connection:
        met = browse.by_province(connection, groups, since, today)
        kinds = browse.by_kind(connection, MeetingFilter(since=first_week(today), until=today))
    lines = [
        Line(group, met.get(code, 0), sum(count for day, count in group.days.items() if since <= day <= today))
        for code, group in groups.items()
    ]
    tiles, legend = _tiles(lines, by, translate)
    return console.page(
        request,
        "provinces.html",
        400 if asked.faults else 200,
        faults=asked.faults,
        by=by,
        aspects=[(one, address("/provinces", by=one)) for one in ASPECTS],
        lines=sorted(lines, key=lambda line: (-line.meetings, -line.articles)),
        map=tile_map(tiles, translate("provinces.map")),
        legend=legend,
        days=DAYS,
        weeks=weeks_by_kind(kinds, today, translate),
    )


def _tiles(lines: Sequence[Line], by: str, translate: Translator) -> tuple[Mapping[str, Tile], list[tuple[str, str]]]:
    """The tiles, and the legend: a class of the style sheet with what it stands for."""
    show = Shown(translate)
    tiles = {}
    values = {_code(line): line.meetings if by == "meetings" else line.articles for line in lines}
    found, bounds = steps(values)
    for line in lines:
        code, word = _code(line), line.group.word.value
        if by == "health":
            shade, text = f"c-{word}", SIGNS.get(word, "○")
            what = translate(f"verdict.{word}")
        else:
            shade, text = f"t{found[code]}", show.number(values[code]) if values[code] else "–"
            key = "provinces.tip_meetings" if by == "meetings" else "provinces.tip_articles"
            what = translate(key, count=show.number(values[code]))
        name = line.group.province.name if line.group.province else ""
        tiles[code] = Tile(shade, text, f"{name}: {what}", address("/province", id=code))
    if by == "health":
        words = dict.fromkeys(line.group.word.value for line in lines)
        return tiles, [(f"c-{word}", f"{SIGNS.get(word, '○')} {translate(f'verdict.{word}')}") for word in words]
    legend = [("t0", "0")]
    for step, (least, most) in enumerate(bounds, 1):
        ends = [show.number(least)] if least == most else [show.number(least), show.number(most)]
        legend.append((f"t{step}", "–".join(ends)))
    return tiles, legend


def _code(line: Line) -> str:
    return line.group.province.code if line.group.province else ""


def _province(console: Console, overview: Kept[Overview], request: Request) -> Response:
    given = request.query_params.get("id", "")
    asked = Asked({"province": given})
    code = asked.province()
    if code is None:
        if not asked.faults:
            return RedirectResponse("/provinces", 307)
        return console.page(request, "province.html", 400, faults=asked.faults, province=None, feeds=[])
    one = provinces.by_code(code)
    translate, today = console.translator(request), console.today()
    group = next(found for found in overview.get().groups if found.province and found.province.code == code)
    wanted = MeetingFilter(province=code)
    with console.reader.reading() as connection:
        page = reports.reports(connection, wanted, None, SHOWN)
        rows = browse.of_articles(connection, [listed.article for listed in page.rows])
        kinds = browse.by_kind(connection, MeetingFilter(province=code, since=first_week(today), until=today))
        bodies = names.bodies_lately(connection, code)[:NAMES]
        people = names.lately(connection, "person", code)[:NAMES]
    weeks = by_week(group.days, today, WEEKS)
    return console.page(
        request,
        "province.html",
        faults=[],
        province=one,
        full_name=one.full_name[:1].upper() + one.full_name[1:],
        former=_former(one, given),
        group=group,
        recent=sum(count for day, count in group.days.items() if (today - day).days < DAYS),
        days=DAYS,
        rows=[rows[listed.article] for listed in page.rows if listed.article in rows],
        kinds=weeks_by_kind(kinds, today, translate),
        weeks=_articles(weeks, translate),
        weeks_first=weeks[0][0],
        bodies=bodies,
        people=people,
        feeds=feed_links("/feeds/meetings", wanted.given),
        articles=feed_links("/feeds/articles", wanted.given),
        following=following(wanted),
    )


def _former(one: provinces.Province, given: str) -> str | None:
    """The province's name of before, where somebody asked for one that was merged into it."""
    asked = fold(given, False)
    names = [name for name, successor in provinces.successors().items() if successor is one]
    return next((name for name in names if asked.endswith(fold(name, False))), None)


def _articles(weeks: Sequence[tuple[date, int]], translate: Translator) -> object:
    show = Shown(translate)
    bars = [Bar(count, translate("chart.week", day=show.day(day), count=show.number(count))) for day, count in weeks]
    total = show.number(sum(count for _, count in weeks))
    most = translate("chart.most", count=show.number(max(count for _, count in weeks)))
    axis = (show.day(weeks[0][0]), most, show.day(weeks[-1][0]))
    return chart(bars, translate("chart.weeks", weeks=len(bars), total=total), axis)
