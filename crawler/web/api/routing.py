"""How a route of the API is declared: for GET and HEAD, with all that its answers can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

Endpoint = Callable[..., Any]
Declared = dict[int | str, dict[str, Any]]


class Problem(BaseModel):
    """Why there is no answer."""

    detail: str = Field(description="In words.")


_TEXT: Final = {"text/plain": {"schema": {"type": "string"}}}
_HEADERS: Final = {
    "ETag": {
        "description": "Of these very bytes: strong, or weak where they are compressed. Sent back as If-None-Match it"
        " gives 304 while they are the same.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "Always private; how long a copy may serve unasked.",
        "schema": {"type": "string"},
    },
}
REFUSED: Final[Declared] = {
    304: {
        "description": "Unchanged since the ETag that If-None-Match names, or the time of If-Modified-Since. No body."
    },
    400: {
        "model": Problem,
        "content": _TEXT,
        "description": "No place in this list (`after`), or, as text, a host name that is not the console's.",
    },
    401: {"content": _TEXT, "description": "The console asks for its token: `Authorization: Bearer TOKEN`."},
    414: {"content": _TEXT, "description": "Path and query are longer than 8,000 characters."},
    422: {"model": Problem, "description": "A parameter that could not be understood; `detail` says which and why."},
    503: {
        "model": Problem,
        "description": "The query took too long, or the store cannot be read now: try again after `Retry-After`.",
        "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
    },
}
MISSING: Final[Declared] = {404: {"model": Problem, "description": "There is nothing of this id."}}


def conditional(
    if_none_match: Annotated[
        str | SkipJsonSchema[None],
        Header(alias="If-None-Match", description="ETags of answers that are at hand, or `*`."),
    ] = None,
) -> None:
    """Documents the header; `answers` reads it."""


def router(tag: str) -> APIRouter:
    """A router of one part of the API."""
    return APIRouter(tags=[tag], dependencies=[Depends(conditional)])


def api_route(
    to: APIRouter, path: str, summary: str, example: str, model: Any = None, also: Declared | None = None
) -> Callable[[Endpoint], Endpoint]:
    """A documented route. Its description is the function's docstring; `example` a path and query to try, in which
    `{article}` and `{portal}` stand for ids that there are.

    `model`: what the answer 200 holds, as documented; `also`: further answers, or other forms of it.
    """

    def declare(endpoint: Endpoint) -> Endpoint:
        given = dict(also or {})
        usual = given.pop(200, {})
        usual = {"description": "What was asked for.", **usual, "headers": _HEADERS | usual.get("headers", {})}
        to.get(
            path,
            summary=summary,
            operation_id=endpoint.__name__,
            response_model=model,
            responses={200: usual, **REFUSED, **given},
            openapi_extra={"x-example": example},
        )(endpoint)
        to.head(path, include_in_schema=False)(endpoint)
        return endpoint

    return declare
