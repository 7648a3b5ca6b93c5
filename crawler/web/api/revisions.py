"""The log of revisions, for clients that keep a copy of it or wait for new revisions."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.model.items import Article
from crawler.web.api.answers import JSON, answer, json_answer
from crawler.web.api.parameters import MOST_SEQ, Missing, Parameters, Text
from crawler.web.api.records import MOST_CHARS, whole
from crawler.web.api.routing import api_route, router
from crawler.web.console import Console, address
from crawler.web.queries.log import Logged, revisions_after
from crawler.web.refusals import refuse_faults

NDJSON = "application/x-ndjson"


class RevisionsAsked(Parameters):
    """Parameters of the log."""

    after: int = Field(0, ge=0, le=MOST_SEQ, description="The last `seq` that you have; the next is the first given.")
    limit: int = Field(100, ge=1, le=1000, description="How many at most; fewer where records are long.")
    portal: Text | Missing = Field(None, description="The registry's id of a portal: its revisions only.")
    format: Literal["json", "ndjson"] | Missing = Field(
        None, description="`ndjson`: a record a line, the bytes of the log's files. Else what `Accept` says, else JSON."
    )


class Revision(BaseModel):
    """One revision of one article."""

    seq: int = Field(description="Its place in the log.")
    recorded_at: str = Field(description="When it was stored, ISO 8601 at +07:00.")
    record: Article = Field(description="The article as of then: a line of the log. `revision` 1 is its first.")


class RevisionList(BaseModel):
    """A part of the log."""

    items: list[Revision] = Field(description="In the order of `seq`.")
    next: int = Field(description="For `after`: the last `seq` given, or `after` itself where there is none yet.")


_FORMS: Final = {
    "content": {NDJSON: {"schema": {"type": "string", "description": "A record a line, as the log's files have it."}}},
    "headers": {
        "Link": {
            "description": 'Where to go on, also at the end of the log: an address with `rel="next"`.',
            "schema": {"type": "string"},
        }
    },
}


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("log")

    @api_route(
        made, "/api/revisions", "The log of revisions", "/api/revisions?after=0&limit=10", RevisionList, {200: _FORMS}
    )
    def list_revisions(request: Request, wanted: Annotated[RevisionsAsked, Query()]) -> Response:
        """Every revision of every article, in the order in which they were stored. A client that goes on with `next`
        gets each revision once and misses none, however many are added meanwhile: `seq` has no gaps, and revisions
        are committed in its order. At the end of the log the list is empty and `next` stays the same: ask again
        later, with the ETag. `Link` says the same as `next`, for NDJSON."""
        return _list(console, request, wanted)

    return made


def _list(console: Console, request: Request, wanted: RevisionsAsked) -> Response:
    asked = wanted.asked()
    portal = asked.text("portal")
    refuse_faults(asked)
    with console.reader.reading() as connection:
        found = revisions_after(connection, wanted.after, wanted.limit, MOST_CHARS, portal)
    following = found[-1].seq if found else wanted.after
    rest = {
        name: value for name, value in wanted.model_dump(exclude={"after"}).items() if name in wanted.model_fields_set
    }
    headers = {"Link": f'<{address("/api/revisions", after=str(following), **rest)}>; rel="next"', "Vary": "Accept"}
    changed_at = found[-1].recorded_at if found else None
    if _by_line(request, wanted):
        content = b"".join(one.record.encode() + b"\n" for one in found)
        return answer(request, content, NDJSON, changed_at=changed_at, headers=headers)
    value = {"items": [_item(one) for one in found], "next": following}
    return json_answer(request, value, changed_at=changed_at, headers=headers)


def _by_line(request: Request, wanted: RevisionsAsked) -> bool:
    accepted = request.headers.get("accept", "")
    return wanted.format == "ndjson" or (wanted.format is None and NDJSON in accepted and JSON not in accepted)


def _item(one: Logged) -> dict[str, int | str | orjson.Fragment]:
    return {"seq": one.seq, "recorded_at": one.recorded_at, "record": whole(one)}
