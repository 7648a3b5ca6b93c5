"""Articles: the newest of a filter, and one by its id."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from crawler.model.items import Article
from crawler.model.stored import stored_fields
from crawler.web.api.answers import JSON, answer, json_answer
from crawler.web.api.parameters import ID_CHARS, MOST_SEQ, Missing, OfArticles, Paged, Parameters
from crawler.web.api.records import MOST_CHARS, ArticleWithoutBody, whole, without_body
from crawler.web.api.routing import MISSING, api_route, router
from crawler.web.asking import article_filter, search_filter
from crawler.web.console import Console
from crawler.web.known_portals import check_portal
from crawler.web.queries import articles as browse
from crawler.web.refusals import NoSuchError, refuse_faults

UNCHANGING = 24 * 3600  # seconds: what a revision says never changes


class ArticlesAsked(Paged, OfArticles):
    """Parameters of the list."""

    bodies: bool = Field(True, description="Whether records have their `body`: without, answers are far shorter.")


class ArticleAsked(Parameters):
    """Parameters of one article."""

    id: str = Field(min_length=1, max_length=ID_CHARS, description="The record's `id`: portal, colon, key.")
    seq: int | Missing = Field(None, ge=1, le=MOST_SEQ, description="An older revision, by its `seq`.")


class ArticleList(BaseModel):
    """A page of the list."""

    items: list[Article] | list[ArticleWithoutBody] = Field(description="Records as the log has them.")
    next: str | None = Field(description="For `after`; null on the last page.")


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("articles")

    @api_route(made, "/api/articles", "Articles, newest first", "/api/articles?province=14&limit=5", ArticleList)
    def list_articles(request: Request, wanted: Annotated[ArticlesAsked, Query()]) -> Response:
        """The newest revision of each dated article that fits, by publication. Articles without a date are not in the
        list, nor are those dated later than tomorrow; `/api/revisions` has them all."""
        return _list(console, request, wanted)

    @api_route(made, "/api/article", "One article", "/api/article?id={article}", Article, MISSING)
    def get_article(request: Request, wanted: Annotated[ArticleAsked, Query()]) -> Response:
        """The newest revision of an article, or an older one; `Last-Modified` says when it was stored."""
        return _one(console, request, wanted)

    return made


def _list(console: Console, request: Request, wanted: ArticlesAsked) -> Response:
    asked = wanted.asked()
    within = article_filter(search_filter(asked))
    check_portal(console, asked)
    refuse_faults(asked)
    after, today = asked.cursor(), console.today()
    with console.reader.reading() as connection:
        page = browse.newest_logged(connection, within, today, after, wanted.limit, MOST_CHARS)
    form: Any = whole if wanted.bodies else without_body
    return json_answer(request, {"items": [form(one) for one in page.rows], "next": page.following})


def _one(console: Console, request: Request, wanted: ArticleAsked) -> Response:
    with console.reader.reading() as connection:
        found = browse.logged_of(connection, wanted.id, wanted.seq)
    if found is None:
        raise NoSuchError("no article of this id" + (" has this seq" if wanted.seq else " was ever stored"))
    if stored_fields(found.seq, found.record) is None:
        raise NoSuchError("the record of this article is damaged in the store")
    keep = UNCHANGING if wanted.seq else 0
    return answer(request, found.record.encode(), JSON, changed_at=found.recorded_at, keep=keep)
