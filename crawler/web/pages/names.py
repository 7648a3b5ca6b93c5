"""Lists of people, bodies and documents: those of the newest reports, and those that begin as somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from crawler.vietnamese import fold
from crawler.web.asking import Asked
from crawler.web.console import Console, address
from crawler.web.pages import page_route
from crawler.web.queries import names as browse
from crawler.web.queries.names import LATELY, Named

FOUND = 40  # names that begin so


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of name: where its list and its pages are, and how names are found."""

    path: str
    page: str
    parameter: str
    lately: Callable[[Connection, str | None], list[Named]]
    beginning: Callable[[Connection, str, int], list[Named]]

    def target(self, one: Named) -> str:
        """The address of a name's page. A body is one of a province; other names are found everywhere."""
        province = one.province if self.page == "/body" else None
        return address(self.page, **{self.parameter: one.name[:200]}, province=province)


KINDS: Final = {
    "people": Kind(
        "/people",
        "/person",
        "name",
        lambda connection, province: browse.lately(connection, "person", province),
        lambda connection, typed, most: browse.beginning(connection, "person", typed, most),
    ),
    "bodies": Kind("/bodies", "/body", "name", browse.bodies_lately, browse.bodies_beginning),
    "documents": Kind(
        "/documents",
        "/document",
        "number",
        lambda connection, province: browse.lately(connection, "document", province),
        lambda connection, typed, most: browse.beginning(connection, "document", typed, most),
    ),
}


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()
    for what, kind in KINDS.items():
        _declare(router, console, what, kind)
    return router


def _declare(router: APIRouter, console: Console, what: str, kind: Kind) -> None:
    @page_route(router, kind.path)
    def names(request: Request) -> Response:
        return _names(console, request, what, kind)


def _names(console: Console, request: Request, what: str, kind: Kind) -> Response:
    asked = Asked(request.query_params)
    typed, province = asked.named("q"), asked.province()
    with console.reader.reading() as connection:
        found = kind.lately(connection, province)
        if typed:
            some = [*with_word(found, typed), *kind.beginning(connection, typed, FOUND)]
            found = list({kind.target(one): one for one in reversed(some)}.values())[::-1]
    return console.page(
        request,
        "names.html",
        400 if asked.faults else 200,
        faults=asked.faults,
        what=what,
        tabs=[(one, address(other.path, province=province)) for one, other in KINDS.items()],
        typed=typed,
        province=province,
        names=[(one, kind.target(one)) for one in found],
        lately=LATELY,
        action=kind.path,
    )


def with_word(found: Sequence[Named], typed: str) -> list[Named]:
    """Names in which every word typed begins a word; diacritics matter where some are typed."""
    marked = not typed.isascii()
    words = fold(typed, marked).split()
    made = []
    for one in found:
        its = fold(one.name, marked).split()
        if all(any(word.startswith(each) for word in its) for each in words):
            made.append(one)
    return made
