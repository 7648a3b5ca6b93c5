"""Search over all articles; without words, the newest of them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from crawler.search.candidates import MATCHED
from crawler.search.query import find
from crawler.search.wanted import has_words
from crawler.web.api.feeds import feed_links
from crawler.web.asking import Asked, article_filter, parameters, search_filter
from crawler.web.console import Console, address
from crawler.web.pages import page_route
from crawler.web.queries.articles import lines, newest

HITS = 20  # on a page
DIACRITICS = {"yes": True, "no": False}


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/search")
    def search(request: Request) -> Response:
        return _search(console, request)

    return router


def _search(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    query = asked.text("q")
    if query and not has_words(query):
        asked.faults.append(("fault.empty", query))
        query = None
    within = search_filter(asked)
    marks = asked.text("marks")
    number = asked.number("page", 1, MATCHED // HITS) or 1
    given = {"q": query, "marks": marks if marks in DIACRITICS else None, **parameters(within)}
    values: dict[str, Any] = {"found": None, "newest": None, "lines": {}, "following": None, "before": None}
    with console.reader.reading() as connection:
        if query:
            found = find(connection, query, within, DIACRITICS.get(marks or ""), (number - 1) * HITS, HITS)
            values |= {"found": found, "lines": lines(connection, [hit.article for hit in found.hits])}
            if found.matches > number * HITS:
                values["following"] = address("/search", **given, page=number + 1)
            if number > 1:
                values["before"] = address("/search", **given, page=number - 1)
        else:
            page = newest(connection, article_filter(within), console.today(), asked.cursor(), HITS)
            values["newest"] = page.rows
            if page.following:
                values["following"] = address("/search", **given, after=page.following)
    return console.page(
        request,
        "search.html",
        400 if asked.faults else 200,
        query=query,
        marks=given["marks"],
        within=within,
        faults=asked.faults,
        feeds=feed_links("/feeds/articles", parameters(within)),
        most=MATCHED,
        number=number,
        **values,
    )
