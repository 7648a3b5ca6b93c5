"""Bulk: the files of the log of a month, and exports, with their digests."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from crawler.log.manifest import Head, read_head
from crawler.web import bulk
from crawler.web.api.answers import json_answer
from crawler.web.api.parameters import Missing, Parameters
from crawler.web.api.routing import api_route, router
from crawler.web.console import Console
from crawler.web.pages import page_route

KEPT_SECONDS = 300  # a client may use a file without asking again
_TAG = re.compile(r'"[^"]*"')
_TYPES = {"jsonl": "application/x-ndjson", "parquet": "application/vnd.apache.parquet", "csv": "text/csv"}


class BulkAsked(Parameters):
    """Parameters of the list of files."""

    month: Annotated[str, Field(pattern=r"^\d{4}-\d\d$")] | Missing = Field(
        None, description="YYYY-MM: the month in which the revisions were stored. The newest if not given."
    )


class BulkFile(BaseModel):
    """One file."""

    path: str = Field(description="Below the output folder.")
    url: str = Field(description="Where to get it from this console. It answers `Range`, `If-Range` and ETags.")
    format: str = Field(description="jsonl, parquet or csv; compressed where the name ends in .zst or .gz.")
    bytes: int = Field(description="How long it is.")
    sha256: str = Field(description="Hexadecimal, also its ETag.")
    portal: str | None = Field(description="Of a segment of the log: its portal.")
    first_seq: int | None = Field(description="Of a segment: the first `seq` in it.")
    last_seq: int | None = Field(description="Of a segment: the last.")


class Bulk(BaseModel):
    """The files of one month, and the exports beside the log."""

    store: str | None = Field(description="Identity of the store that publishes the log; null where there is none yet.")
    published_through: int = Field(description="The `seq` up to which the log's files miss nothing. Read no further.")
    months: list[str] = Field(description="Months that the log has, the newest first.")
    month: str | None = Field(description="The month listed.")
    segments: list[BulkFile] = Field(description="The log's files of the month: every revision, a record a line.")
    snapshots: list[BulkFile] = Field(description="Exports in the folder `snapshots`, Parquet for example.")


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("log")

    @api_route(made, "/api/bulk", "Files to download", "/api/bulk", Bulk)
    def list_bulk(request: Request, wanted: Annotated[BulkAsked, Query()]) -> Response:
        """The files of the log of one month with their digests, and the exports that the operator has put into the
        folder `snapshots` of the output folder. Segments of open months are merged later: the lines stay the same."""
        return _list(console, request, wanted.month)

    @page_route(made, "/api/bulk/file/{path:path}")
    def bulk_file(request: Request, path: str) -> Response:
        return _file(console, request, path)

    return made


def _list(console: Console, request: Request, month: str | None) -> Response:
    output = console.settings.output
    head = read_head(output) if output is not None else Head()
    months = bulk.months(head)
    month = month or (months[0] if months else None)
    segments = bulk.of_month(output, head, month) if output is not None and month in months and month else []
    kept = bulk.snapshots(output) if output is not None else []
    value = {
        "store": head.store,
        "published_through": head.published_through,
        "months": months,
        "month": month,
        "segments": [_shown(one) for one in segments],
        "snapshots": [_shown(one) for one in kept],
    }
    return json_answer(request, value)


def _shown(one: bulk.File) -> dict[str, object]:
    return {
        "path": one.path,
        "url": f"/api/bulk/file/{quote(one.path)}",
        "format": one.format,
        "bytes": one.bytes,
        "sha256": one.sha256,
        "portal": one.portal,
        "first_seq": one.first_seq,
        "last_seq": one.last_seq,
    }


def _file(console: Console, request: Request, path: str) -> Response:
    """The file, a part of it, or 304."""
    output = console.settings.output
    found = bulk.find(output, path) if output is not None and "\0" not in path else None
    if found is None:
        raise HTTPException(404)
    place, one = found
    headers = {"ETag": f'"{one.sha256}"', "Cache-Control": f"private, max-age={KEPT_SECONDS}"}
    asked = request.headers.get("if-none-match", "")
    if asked.strip() == "*" or headers["ETag"] in _TAG.findall(asked):
        return Response(status_code=304, headers=headers)
    return FileResponse(place, headers=headers, media_type=_TYPES[one.format], filename=place.name)
