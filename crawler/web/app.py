"""The console as an ASGI application."""

from __future__ import annotations

import difflib
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles

import crawler
from crawler.base.errors import StoreError, UserError
from crawler.web import api, probes
from crawler.web.console import Console
from crawler.web.guard import Guard
from crawler.web.kept import Kept
from crawler.web.languages import Translator
from crawler.web.overview import overview as survey
from crawler.web.pages import (
    article,
    bodies,
    calendar,
    documentation,
    documents,
    front,
    names,
    people,
    portals,
    provinces,
    search,
)
from crawler.web.reader import CONNECTIONS, SlowQueryError
from crawler.web.refusals import RefusalError
from crawler.web.settings import ConsoleSettings

RETRY_SECONDS = "10"
MOST_NAMED = 5  # faults of one request

logger = logging.getLogger(__name__)


def create_app(settings: ConsoleSettings) -> FastAPI:
    """The console for these settings. Raises `StoreError` where the store can't be read."""
    console = Console(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # No more threads than connections: further threads would only wait for these, and slow the interpreter.
        current_default_thread_limiter().total_tokens = CONNECTIONS
        yield
        console.close()

    # The documentation pages that FastAPI makes would load scripts from elsewhere: ours is made on the server.
    app = FastAPI(
        title="tintinh",
        version=crawler.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        description=documentation.DESCRIPTION,
        lifespan=lifespan,
    )
    app.state.console = console
    overview = Kept(lambda: survey(console))
    for part in (front, calendar, search, article, people, bodies, documents, names, documentation):
        app.include_router(part.routes(console))
    app.include_router(portals.routes(console, overview))
    app.include_router(provinces.routes(console, overview))
    app.include_router(probes.routes(console.reader))
    for router in api.routers(console, overview):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("crawler.web") / "static")))
    _add_errors(app, console)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, hosts=settings.hosts, token=settings.token, rate=settings.rate)
    return app


def _fault(request: Request, fault: Mapping[str, Any]) -> str:
    """A faulty parameter in words; an unknown one with the nearest that there is."""
    name = str(fault["loc"][1])
    if fault["type"] != "extra_forbidden":
        return f"{name}: {fault['msg']}."
    models = [one.field_info.annotation for one in request.scope["route"].dependant.query_params]
    known = [known for model in models for known in getattr(model, "model_fields", ())]
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}."
    return f"There is no parameter {name!r} here; {meant}"


def _add_errors(app: FastAPI, console: Console) -> None:
    """Errors are pages in the reader's language; where programs ask, JSON with words in English."""

    def answer(request: Request, status: int, message: str, detail: str = "") -> Response:
        found: Response
        if request.url.path.startswith(api.PREFIXES):
            found = JSONResponse({"detail": detail or Translator("en")(f"error.{message}")}, status)
        else:
            found = console.page(request, "error.html", status, message=message, detail=detail)
        if status == 503:
            found.headers["Retry-After"] = RETRY_SECONDS
        return found

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, "missing" if error.status_code == 404 else "wrong")

    @app.exception_handler(UserError)
    async def user_error(request: Request, error: UserError) -> Response:
        if isinstance(error, SlowQueryError):
            return answer(request, 503, "slow")
        if isinstance(error, StoreError):
            # Its text may name hosts and folders: it goes to the log, not to pages.
            logger.error("%s", error)
            return answer(request, 503, "store")
        status = error.status if isinstance(error, RefusalError) else 400
        return answer(request, status, "wrong", str(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # 'none_required' is the other half of "nothing or one of these": nothing cannot be asked for in an address.
        named = [_fault(request, one) for one in error.errors() if one["type"] != "none_required"]
        return answer(request, 422, "wrong", " ".join(named[:MOST_NAMED]))

    @app.exception_handler(Exception)
    async def fault(request: Request, _error: Exception) -> Response:
        return answer(request, 500, "fault")
