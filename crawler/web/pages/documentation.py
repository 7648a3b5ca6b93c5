"""The documentation of the API as a page, made from its OpenAPI document: the console runs no script to do it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from crawler.web.api.answers import json_answer
from crawler.web.console import Console
from crawler.web.pages import page_route
from crawler.web.queries.articles import ArticleFilter, newest

Document = Mapping[str, Any]
DESCRIPTION: Final = (
    "Articles of Vietnam's provincial portals, their meeting reports and every revision of them, as a store of tintinh"
    " has them. Read-only: GET and HEAD. Where the console has a token, show it as `Authorization: Bearer TOKEN`."
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as the page shows it; `kind`: what it may be, in words."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Described:
    """A route as the page shows it; `example` is its path and query, `command` what a shell takes."""

    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    example: str
    command: str


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/api/openapi.json")
    def openapi(request: Request) -> Response:
        return json_answer(request, request.app.openapi())

    @page_route(router, "/api")
    def documentation(request: Request) -> Response:
        document = request.app.openapi()
        token = console.settings.token is not None
        described = list(_routes(document, str(request.base_url).rstrip("/"), token, _there(console)))
        return console.page(request, "api.html", routes=described, token=token)

    return router


def _there(console: Console) -> dict[str, str]:
    """The newest article and its portal, so that the examples show something."""
    with console.reader.reading() as connection:
        rows = newest(connection, ArticleFilter(), console.today(), most=1).rows
    return {"article": quote(rows[0].id), "portal": quote(rows[0].portal)} if rows else {"article": "", "portal": ""}


def _routes(document: Document, base: str, token: bool, there: Mapping[str, str]) -> Iterator[Described]:
    show_token = ["-H", "Authorization: Bearer TOKEN"] if token else []
    for path, methods in document["paths"].items():
        route = methods["get"]
        example = route["x-example"].format(**there)
        yield Described(
            path,
            route["summary"],
            " ".join(route["description"].split()),
            [_parameter(one, document) for one in route.get("parameters", []) if one["in"] == "query"],
            example,
            shlex.join(["curl", "-s", *show_token, base + example]),
        )


def _parameter(one: Document, document: Document) -> Parameter:
    return Parameter(
        one["name"], _kind(one["schema"], document), one.get("required", False), one.get("description", "")
    )


def _kind(schema: Document, document: Document) -> str:
    """What a value may be, in words: type, or the values, and the bounds."""
    if "$ref" in schema:
        schema = {**document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], **schema}
    parts = [" | ".join(schema["enum"]) if "enum" in schema else schema.get("format", schema["type"])]
    if "minimum" in schema:
        parts.append(f"{schema['minimum']}–{schema['maximum']}")
    if "maxLength" in schema:
        parts.append(f"at most {schema['maxLength']} characters")
    if schema.get("default") is not None:
        parts.append(f"default {str(schema['default']).lower()}")
    return ", ".join(parts)
