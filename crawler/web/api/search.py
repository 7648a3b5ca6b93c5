"""Full-text search."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.search.candidates import MATCHED, SearchFilter
from crawler.search.query import Hit, find
from crawler.search.wanted import has_words
from crawler.web.api.answers import answer, json_answer
from crawler.web.api.parameters import Limit, Marks, OfArticles, Text
from crawler.web.api.routing import Declared, api_route, router
from crawler.web.api.tables import CSV, table
from crawler.web.asking import Asked, diacritics, search_filter
from crawler.web.console import Console
from crawler.web.known_portals import check_portal
from crawler.web.refusals import refuse_faults

COLUMNS = ("id", "portal", "province_code", "published_at", "meeting_kind", "title", "url")
Mark = Annotated[list[int], Field(min_length=2, max_length=2)]


class Words(Marks):
    """What is searched for."""

    q: Text = Field(
        min_length=1,
        description="Words that must all be there, in title, text or files; in double quotes together, in that order.",
        examples=["đường giao thông"],
    )
    order: Literal["relevance", "date"] = Field("relevance", description="The best first, or the newest.")


class TableAsked(OfArticles, Words):
    """Parameters of a search's table."""


class SearchAsked(TableAsked):
    """Parameters of a search."""

    page: int = Field(1, ge=1, le=MATCHED, description="Which part of what was found.")
    limit: Limit = Field(20, description="How many on a page.")


class FoundText(BaseModel):
    """A line of text and where in it the words stand."""

    text: str = Field(description="In one line; `…` where it is cut out of a longer text.")
    marks: list[Mark] = Field(description="First and behind the last character of each.")


class FoundArticle(BaseModel):
    """An article that was found."""

    id: str = Field(description="For `/api/article`.")
    portal: str = Field(description="The registry's id of its portal.")
    url: str = Field(description="Address that it was fetched from.")
    title: str = Field(description="The headline.")
    title_marks: list[Mark] = Field(description="Where the words stand in it.")
    published_at: str | None = Field(description="ISO 8601 at +07:00.")
    duplicate_of: str | None = Field(description="Id of the earliest article with (nearly) the same text.")
    snippet: FoundText = Field(description="The text around the words.")


class SearchResult(BaseModel):
    """A page of what was found."""

    items: list[FoundArticle] = Field(
        description="Best first: words side by side in the title, in the text, near each other."
    )
    matches: int = Field(description=f"How many articles were found, counted up to {MATCHED}.")
    next: int | None = Field(description="For `page`; null on the last page.")


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("articles")

    @api_route(made, "/api/search", "Search articles by their words", "/api/search?q=hoi+nghi&limit=5", SearchResult)
    def search_articles(request: Request, wanted: Annotated[SearchAsked, Query()]) -> Response:
        """With or without diacritics. `since` and `until` leave out undated articles."""
        return _search(console, request, wanted)

    also: Declared = {200: {"content": {CSV: {"schema": {"type": "string"}}}, "description": "A table with a heading."}}

    @api_route(made, "/api/search.csv", "A search as a table", "/api/search.csv?q=hoi+nghi", None, also)
    def search_table(request: Request, wanted: Annotated[TableAsked, Query()]) -> Response:
        """All that was found, up to about a thousand articles. An apostrophe stands before cells that a spreadsheet
        would run."""
        return _table(console, request, wanted)

    return made


def _asked(console: Console, wanted: TableAsked) -> tuple[Asked, str, SearchFilter]:
    """The query and the filter. Raises `UnclearError`."""
    asked = wanted.asked()
    query = asked.text("q") or ""
    if not asked.faults and not has_words(query):
        asked.faults.append(("fault.empty", query))
    within = search_filter(asked)
    check_portal(console, asked)
    refuse_faults(asked)
    return asked, query, within


def _table(console: Console, request: Request, wanted: TableAsked) -> Response:
    asked, query, within = _asked(console, wanted)
    with console.reader.reading() as connection:
        found = find(connection, query, within, diacritics(asked), limit=0, order=wanted.order).articles
    rows = (
        (one.article, one.portal, one.province, one.published_at, one.meeting_kind, one.title, one.url) for one in found
    )
    return answer(request, table(COLUMNS, rows), CSV)


def _search(console: Console, request: Request, wanted: SearchAsked) -> Response:
    asked, query, within = _asked(console, wanted)
    skip = (wanted.page - 1) * wanted.limit
    with console.reader.reading() as connection:
        found = find(connection, query, within, diacritics(asked), skip, wanted.limit, wanted.order)
    following = wanted.page + 1 if found.matches > skip + wanted.limit else None
    result = SearchResult(items=[_shown(one) for one in found.hits], matches=found.matches, next=following)
    return json_answer(request, result.model_dump())


def _shown(hit: Hit) -> FoundArticle:
    return FoundArticle(
        id=hit.article,
        portal=hit.portal,
        url=hit.url,
        title=hit.title,
        title_marks=[list(mark) for mark in hit.title_marks],
        published_at=hit.published_at,
        duplicate_of=hit.duplicate_of,
        snippet=FoundText(text=hit.snippet.text, marks=[list(mark) for mark in hit.snippet.marks]),
    )
