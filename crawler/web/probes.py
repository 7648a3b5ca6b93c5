"""Addresses for whatever watches over the console: does it live (`/healthz`), can it answer (`/readyz`)?"""

from __future__ import annotations

import threading
from time import monotonic

from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from crawler.base.errors import UserError
from crawler.web.reader import Reader

SECONDS = 1.0  # for which a finding holds: without a token nobody makes the store work


class Readiness:
    """Whether the store answers, asked at most once in `SECONDS`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._found: tuple[float, bool] | None = None

    def ready(self) -> bool:
        """Whether a page could be answered now."""
        with self._lock:
            if self._found is None or monotonic() - self._found[0] > SECONDS:
                self._found = None
                ready = self._asked()
                self._found = (monotonic(), ready)
            return self._found[1]

    def _asked(self) -> bool:
        try:
            with self._reader.reading() as connection:
                connection.execute(text("SELECT 1 FROM counters LIMIT 1"))
        except UserError:
            return False
        return True


def routes(reader: Reader) -> APIRouter:
    """The two addresses; both answer in plain text and tell nothing of what is stored."""
    router = APIRouter(include_in_schema=False)
    readiness = Readiness(reader)

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    async def lives() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    @router.api_route("/readyz", methods=["GET", "HEAD"])
    def ready() -> PlainTextResponse:
        if readiness.ready():
            return PlainTextResponse("ok\n")
        return PlainTextResponse("the store does not answer\n", 503, {"Retry-After": "2"})

    return router
