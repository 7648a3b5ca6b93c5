"""Names that begin as somebody types, of people, bodies, documents and provinces: with the pages that they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from crawler.registry import provinces
from crawler.vietnamese import fold
from crawler.web.api.answers import json_answer
from crawler.web.api.parameters import Parameters, Text
from crawler.web.api.routing import api_route, router
from crawler.web.console import Console, address
from crawler.web.kept import Kept
from crawler.web.pages.names import KINDS, with_word
from crawler.web.queries.names import Named
from crawler.web.refusals import refuse_faults

KEEP = 60  # seconds
What = Literal["province", "person", "body", "document"]
_WHAT: dict[str, What] = {"people": "person", "bodies": "body", "documents": "document"}


class NamesAsked(Parameters):
    """Parameters of the names."""

    q: Text = Field(min_length=1, description="How the name begins; diacritics matter where some are typed.",
                    examples=["lo thi"])  # fmt: skip
    limit: int = Field(4, ge=1, le=20, description="How many of each kind at most.")


class OneName(BaseModel):
    """A name that somebody may mean."""

    what: What = Field(description="What the name is of.")
    name: str = Field(description="As a report prints it.")
    about: str | None = Field(description="A person's post, a document's kind, a body's province; null where unknown.")
    page: str = Field(description="Path of its page on this console.")


class Names(BaseModel):
    """Names, provinces first."""

    items: list[OneName] = Field(description="Names of the newest reports first, by any of their words; then others by"
                                 " their beginning.")  # fmt: skip


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("meetings")
    lately = Kept(lambda: _lately(console))

    @api_route(made, "/api/names", "Names that begin so", "/api/names?q=lo+thi", Names)
    def list_names(request: Request, wanted: Annotated[NamesAsked, Query()]) -> Response:
        """People, bodies, documents and provinces whose name begins so: for a field that completes what is typed."""
        asked = wanted.asked()
        typed = asked.named("q") or ""
        refuse_faults(asked)
        with console.reader.reading() as connection:
            found = list(_found(connection, lately.get(), typed, wanted.limit))
        return json_answer(request, Names(items=found).model_dump(), keep=KEEP)

    return made


def _lately(console: Console) -> dict[str, list[Named]]:
    with console.reader.reading() as connection:
        return {what: kind.lately(connection, None) for what, kind in KINDS.items()}


def _found(connection: Connection, lately: dict[str, list[Named]], typed: str, most: int) -> Iterator[OneName]:
    here = [Named(one.name, 0, "", one.type) for one in provinces.all_provinces().values()]
    for one in [*with_word(here, typed), *_former(typed)][:most]:
        yield OneName(what="province", name=one.name, about=one.about, page=address("/province", id=one.name))
    for what, kind in KINDS.items():
        some = [*with_word(lately[what], typed), *kind.beginning(connection, typed, most)]
        for target, one in list({kind.target(one): one for one in reversed(some)}.items())[::-1][:most]:
            about = _province(one) if what == "bodies" else one.about
            yield OneName(what=_WHAT[what], name=one.name, about=about, page=target)


def _former(typed: str) -> Iterator[Named]:
    for name, one in provinces.successors().items():
        if fold(name, not typed.isascii()).startswith(fold(typed, not typed.isascii())):
            yield Named(name, 0, "", one.name)


def _province(one: Named) -> str | None:
    found = provinces.all_provinces().get(one.province or "")
    return found.name if found else None
