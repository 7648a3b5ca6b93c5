"""Search over all articles; without words, the newest of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from crawler.search.candidates import MATCHED, SearchFilter
from crawler.search.facets import Facets, facets
from crawler.search.query import Order, find
from crawler.search.suggesting import suggestion
from crawler.search.wanted import former_provinces, has_words, read_query
from crawler.web.api.feeds import feed_links
from crawler.web.asking import Asked, article_filter, diacritics, parameters, search_filter
from crawler.web.bars import over_time
from crawler.web.console import Console, address
from crawler.web.known_portals import check_portal
from crawler.web.pages import page_route
from crawler.web.queries.articles import lines, newest
from crawler.web.watch_rule import search_rule_toml

HITS = 20  # on a page
VALUES = 8  # shown of a facet at most


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
    within, marks = search_filter(asked), diacritics(asked)
    check_portal(console, asked)
    order: Order = "date" if asked.text("order") == "date" else "relevance"
    filters = {"q": query, "marks": asked.text("marks") if marks is not None else None, **parameters(within)}
    given = {**filters, "order": order if order == "date" else None}
    values: dict[str, Any] = {"found": None, "newest": None, "lines": {}, "following": None, "before": None}
    number = asked.number("page", 1, MATCHED // HITS) or 1
    with console.reader.reading() as connection:
        if query:
            found = find(connection, query, within, marks, (number - 1) * HITS, HITS, order)
            values |= {"found": found, "lines": lines(connection, [hit.article for hit in found.hits])}
            counted = facets(found.articles)
            values |= _beside(connection, query, within, marks, given, counted, found.matches)
            values["chart"] = over_time(counted.months, console.translator(request))
            if found.matches > number * HITS:
                values["following"] = address("/search", **given, page=number + 1)
            if number > 1:
                values["before"] = address("/search", **given, page=number - 1)
            values["rule"] = search_rule_toml(query, marks, within)
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
        marks=filters["marks"],
        within=within,
        faults=asked.faults,
        feeds=feed_links("/feeds/articles", filters),
        filters=filters,
        order=order,
        most=MATCHED,
        number=number,
        **values,
    )


def _beside(
    connection: Connection,
    query: str,
    within: SearchFilter,
    marks: bool | None,
    given: Mapping[str, Any],
    counted: Facets,
    matches: int,
) -> dict[str, Any]:
    """What stands beside the hits: other queries, and narrower ones."""

    def narrower(values: Mapping[str, int], name: str) -> list[tuple[str, int, str]]:
        shown = list(values.items())[:VALUES]
        return [(value, count, address("/search", **{**given, name: value})) for value, count in shown]

    years = [
        (year, count, address("/search", **{**given, "since": f"{year}-01-01", "until": f"{year}-12-31"}))
        for year, count in list(counted.years.items())[: VALUES * 2]
    ]
    near = suggestion(connection, query, within, matches)
    former = former_provinces(read_query(query, marks)).values()
    return {
        "facets": {
            "province": narrower(counted.provinces, "province"),
            "portal": narrower(counted.portals, "portal"),
            "kind": narrower(counted.kinds, "kind"),
            "year": years,
        },
        "suggestion": (near, address("/search", **{**given, "q": near})) if near else None,
        "former": [(one.name, address("/search", province=one.code)) for one in former],
    }
