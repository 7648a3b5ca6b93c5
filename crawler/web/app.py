"""The console as an ASGI application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles

import crawler
from crawler.errors import StoreError, UserError
from crawler.web.console import Console
from crawler.web.guard import Guard
from crawler.web.pages import article, meetings, portals, search
from crawler.web.reader import SlowQueryError
from crawler.web.settings import ConsoleSettings

logger = logging.getLogger(__name__)


def create_app(settings: ConsoleSettings) -> FastAPI:
    """The console for these settings. Raises `StoreError` where the store can't be read."""
    console = Console(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        console.close()

    # The documentation pages that FastAPI makes would load scripts from elsewhere.
    app = FastAPI(
        title="tintinh",
        version=crawler.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.console = console
    for part in (meetings, search, article, portals):
        app.include_router(part.routes(console))
    app.mount("/static", StaticFiles(directory=str(files("crawler.web") / "static")))
    _add_errors(app, console)
    app.add_middleware(Guard, hosts=settings.hosts, token=settings.token)
    return app


def _add_errors(app: FastAPI, console: Console) -> None:
    """Errors are pages in the reader's language, and JSON below /api."""

    def answer(request: Request, status: int, message: str, detail: str = "") -> Response:
        if request.url.path.startswith("/api/"):
            translate = console.translator(request)
            return JSONResponse({"detail": detail or translate(f"error.{message}")}, status)
        return console.page(request, "error.html", status, message=message, detail=detail)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, "missing" if error.status_code == 404 else "wrong")

    @app.exception_handler(UserError)
    async def user_error(request: Request, error: UserError) -> Response:
        if isinstance(error, SlowQueryError):
            return answer(request, 503, "slow")
        if isinstance(error, StoreError):
            # Its text may name hosts and folders: that is for the log, not for pages.
            logger.error("%s", error)
            return answer(request, 503, "store")
        return answer(request, 400, "wrong", str(error))

    @app.exception_handler(Exception)
    async def fault(request: Request, _error: Exception) -> Response:
        return answer(request, 500, "fault")
