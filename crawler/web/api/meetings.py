"""Meeting reports with their facts."""

from __future__ import annotations

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.model.items import Meeting
from crawler.model.upcasting import upcast
from crawler.web.api.answers import json_answer
from crawler.web.api.parameters import OfMeetings, Paged
from crawler.web.api.routing import api_route, router
from crawler.web.asking import meeting_filter
from crawler.web.console import Console
from crawler.web.known_portals import check_portal
from crawler.web.queries import meetings as browse
from crawler.web.queries.log import Logged, in_order
from crawler.web.queries.meetings import Listed
from crawler.web.refusals import refuse_faults

# Of the article's record.
_NAMES: Final = (
    "id",
    "portal",
    "province_code",
    "url",
    "title",
    "published_at",
    "published_precision",
    "seq",
    "meeting",
)


class MeetingsAsked(Paged, OfMeetings):
    """Parameters of the list."""


class MeetingReport(BaseModel):
    """An article that reports a meeting."""

    id: str = Field(description="The article's, for `/api/article`.")
    portal: str = Field(description="The registry's id of its portal.")
    province_code: str | None = Field(description="Statistics office's code, 34 provinces since 2025-07-01.")
    url: str = Field(description="Address that it was fetched from.")
    title: str = Field(description="The headline.")
    published_at: str | None = Field(description="ISO 8601 at +07:00; midnight where the time is unknown.")
    published_precision: str | None = Field(description="How exactly `published_at` is stated: minute, day or month.")
    seq: int = Field(description="The article's newest revision in the log.")
    event: int = Field(description="Reports of one meeting have the same number. Two may become one, when a report"
                       " shows that they are.")  # fmt: skip
    meeting: Meeting = Field(description="The facts that the report states.")


class MeetingList(BaseModel):
    """A page of the list."""

    items: list[MeetingReport] = Field(description="Every report by itself, also where several are of one meeting.")
    next: str | None = Field(description="For `after`; null on the last page.")


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("meetings")

    @api_route(
        made, "/api/meetings", "Meeting reports, newest first", "/api/meetings?kind=council_session", MeetingList
    )
    def list_meetings(request: Request, wanted: Annotated[MeetingsAsked, Query()]) -> Response:
        """By publication; with `since` or `until` by day: the meeting's where the report states one, else the
        report's."""
        return _list(console, request, wanted)

    return made


def _list(console: Console, request: Request, wanted: MeetingsAsked) -> Response:
    asked = wanted.asked()
    within = meeting_filter(asked)
    check_portal(console, asked)
    refuse_faults(asked)
    with console.reader.reading() as connection:
        page = browse.reports(connection, within, asked.cursor(), wanted.limit, events=False)
        places = {one.seq: one for one in page.rows}
        found = [_report(places[one.seq], one) for one in in_order(connection, list(places))]
    items = [one for one in found if one["meeting"] is not None]  # whatever the tables beside the records say
    return json_answer(request, {"items": items, "next": page.following})


def _report(listed: Listed, logged: Logged) -> dict[str, Any]:
    record = upcast(orjson.loads(logged.record))
    return {**{name: record.get(name) for name in _NAMES}, "event": listed.event}
