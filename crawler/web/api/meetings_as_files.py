"""The meeting reports of a filter as a calendar to subscribe to, and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection, select

from crawler.database.tables import articles, meetings, revisions
from crawler.watch.plain import web_address
from crawler.web.api.answers import answer
from crawler.web.api.icalendar import Entry, render
from crawler.web.api.parameters import OfMeetings
from crawler.web.api.routing import Declared, api_route, router
from crawler.web.api.tables import CSV, table
from crawler.web.asking import meeting_filter
from crawler.web.console import Console, address
from crawler.web.known_portals import check_portal
from crawler.web.languages import Translator
from crawler.web.queries import meetings as browse
from crawler.web.queries.meetings import MeetingFilter
from crawler.web.refusals import refuse_faults

CALENDAR = "text/calendar; charset=utf-8"
ENTRIES = 300  # of a calendar, the newest
ROWS = 1000  # of a table, the newest
COLUMNS = (
    "article", "event", "portal", "province_code", "day", "kind", "status", "body_name", "ordinal", "term", "tenure",
    "held_on", "place", "chairs", "documents", "title", "url",
)  # fmt: skip


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("meetings")
    forms: Declared = {200: {"content": {CALENDAR: {"schema": {"type": "string"}}}, "description": "A calendar."}}

    @api_route(made, "/feeds/meetings.ics", "Meetings as a calendar", "/feeds/meetings.ics?province=14", None, forms)
    def meetings_calendar(request: Request, wanted: Annotated[OfMeetings, Query()]) -> Response:
        """The newest meetings whose day a report states, announced ones among them, as whole days; every meeting
        once. A cancelled or postponed one has the status CANCELLED, an announced one TENTATIVE."""
        return _calendar(console, request, wanted)

    rows: Declared = {200: {"content": {CSV: {"schema": {"type": "string"}}}, "description": "A table with a heading."}}

    @api_route(made, "/api/meetings.csv", "Meeting reports as a table", "/api/meetings.csv?province=14", None, rows)
    def meetings_table(request: Request, wanted: Annotated[OfMeetings, Query()]) -> Response:
        """Up to a thousand reports, the newest first. Several names in a cell are divided by semicolons; an
        apostrophe stands before cells that a spreadsheet would run."""
        return _table(console, request, wanted)

    return made


def _within(console: Console, wanted: OfMeetings) -> MeetingFilter:
    asked = wanted.asked()
    within = meeting_filter(asked)
    check_portal(console, asked)
    refuse_faults(asked)
    return within


def _calendar(console: Console, request: Request, wanted: OfMeetings) -> Response:
    within = _within(console, wanted)
    base = str(request.base_url).rstrip("/")
    translate = console.translator(request)
    with console.reader.reading() as connection:
        listed = browse.reports(connection, within, None, ENTRIES).rows
        first = _first_reports(connection, [one.event for one in listed])
        rows = _rows(connection, [one.article for one in listed])
    entries = []
    for one in listed:
        row = rows.get(one.article)
        if row is not None and (entry := _entry(row, first.get(one.event, one.article), base, translate)) is not None:
            entries.append(entry)
    words = [str(value) for value in within.given.values()] or [translate("meetings.title")]
    headers = {"Vary": "Accept-Language, Cookie"}
    changed_at = max((one.changed_at for one in entries), default=None)
    content = render(" · ".join(["tintinh", *words]), entries)
    return answer(request, content, CALENDAR, changed_at=changed_at, headers=headers)


def _entry(row: Any, key: str, base: str, translate: Translator) -> Entry | None:
    """The report as an entry; None where it states no day, or its facts are damaged."""
    facts = _facts(row)
    try:
        first = date.fromisoformat(facts["held_on"])
        last = date.fromisoformat(facts.get("ends_on") or facts["held_on"])
    except (KeyError, TypeError, ValueError):
        return None
    if facts.get("held_on_precision") not in (None, "day", "minute") or first.year < 1990 or last.year > 2100:
        return None
    kind = translate.known(f"kind.{row.kind}", row.kind)
    what = f"{kind}: {row.body_name}" if row.body_name else row.title
    named = [("chairs", "; ".join(_names(facts, "chairs"))), ("documents_cited", "; ".join(_numbers(facts)))]
    lines = [row.title, *(f"{translate(f'fact.{name}')}: {value}" for name, value in named if value)]
    if agenda := facts.get("agenda"):
        lines.append(str(agenda))
    if source := web_address(row.url):
        lines.append(source)
    place = facts.get("place")
    return Entry(
        key, first, last, what, row.status, row.recorded_at, str(place) if place else None, "\n".join(lines),
        base + address("/article", id=row.article), kind,
    )  # fmt: skip


def _first_reports(connection: Connection, events: list[int]) -> dict[int, str]:
    """The report of each event that was stored first: what the event is known by, whatever joins it later."""
    c = meetings.c
    query = select(c.event, c.article).where(c.event.in_(events)).order_by(c.found_at.desc(), c.article.desc())
    return {row.event: row.article for row in connection.execute(query)}


def _rows(connection: Connection, keys: list[str]) -> dict[str, Any]:
    m = meetings.c
    query = (
        select(*m, articles.c.title, articles.c.url, revisions.c.recorded_at)
        .join(articles, articles.c.id == m.article)
        .join(revisions, revisions.c.seq == articles.c.seq)
        .where(m.article.in_(keys))
    )
    return {row.article: row for row in connection.execute(query)}


def _table(console: Console, request: Request, wanted: OfMeetings) -> Response:
    within = _within(console, wanted)
    with console.reader.reading() as connection:
        keys = [one.article for one in browse.reports(connection, within, None, ROWS, events=False).rows]
        rows = _rows(connection, keys)
    return answer(request, table(COLUMNS, (_cells(rows[key]) for key in keys if key in rows)), CSV)


def _cells(row: Any) -> Iterator[object]:
    facts = _facts(row)
    also = {
        "place": facts.get("place"),
        "chairs": "; ".join(_names(facts, "chairs")),
        "documents": "; ".join(_numbers(facts)),
    }
    yield from (also[name] if name in also else getattr(row, name) for name in COLUMNS)


def _facts(row: Any) -> dict[str, Any]:
    try:
        found = orjson.loads(row.facts)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _names(facts: dict[str, Any], field: str) -> list[str]:
    return [str(one["name"]) for one in facts.get(field) or () if isinstance(one, dict) and one.get("name")]


def _numbers(facts: dict[str, Any]) -> list[str]:
    cited = facts.get("documents_cited") or ()
    return [str(one["number"]) for one in cited if isinstance(one, dict) and one.get("number")]
