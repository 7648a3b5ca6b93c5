"""The pages, one module a part of the console: each makes the routes of its part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

Endpoint = Callable[..., Any]


def page_route(router: APIRouter, path: str) -> Callable[[Endpoint], Endpoint]:
    """A page at `path`, for GET and HEAD; pages are no part of the documented API."""
    return router.api_route(path, methods=["GET", "HEAD"], include_in_schema=False)
