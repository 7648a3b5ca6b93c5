"""Feeds of any filter: meeting reports, or all articles; as Atom, RSS and JSON Feed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from crawler.search.query import find
from crawler.watch.feeds import ENTRIES, TITLE_CHARS, Feed, Item, item, render
from crawler.watch.json_feed import render_json
from crawler.watch.plain import plain
from crawler.web.api.answers import answer
from crawler.web.api.parameters import OfFeed, OfMeetings
from crawler.web.api.routing import Declared, api_route, router
from crawler.web.asking import Asked, article_filter, diacritics, meeting_filter, parameters, search_filter
from crawler.web.console import Console, address
from crawler.web.kept import Shelf
from crawler.web.known_portals import check_portal
from crawler.web.languages import Translator
from crawler.web.pages import page_route
from crawler.web.queries import articles, meetings
from crawler.web.queries.log import in_order
from crawler.web.refusals import RefusalError, UnclearError, refuse_faults

Form = Literal["atom", "rss", "json"]
What = Literal["meetings", "articles"]

KEPT_FEEDS: Final = 50
TYPES: Final = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
FORMATS: Final[Sequence[Form]] = ("atom", "rss", "json")
NAMES: Final = {"atom": "Atom", "rss": "RSS 2.0", "json": "JSON Feed 1.1"}


def feed_links(path: str, filters: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The feeds of a filter, for a page's head: media type, what the format is called, and address."""
    return [(TYPES[one], NAMES[one], address(f"{path}.{one}", **filters)) for one in FORMATS]


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    made = router("feeds")
    feeds = Feeds(console)
    for form in FORMATS:
        _declare(made, feeds, form)

    @page_route(made, "/meetings.atom")
    def former(request: Request) -> Response:
        try:
            return feeds.of_meetings(request, Asked(request.query_params), "atom")
        except UnclearError as error:
            raise RefusalError(str(error)) from error  # answered as pages answer it

    return made


def _declare(made: APIRouter, feeds: Feeds, form: Form) -> None:
    """The two feeds in one format."""
    schema = {"type": "object" if form == "json" else "string"}
    also: Declared = {200: {"content": {TYPES[form]: {"schema": schema}}, "description": f"The {ENTRIES} newest."}}

    def meetings_feed(request: Request, wanted: Annotated[OfMeetings, Query()]) -> Response:
        """The newest meeting reports that fit, every report by itself. An edited article is an updated entry."""
        return feeds.of_meetings(request, wanted.asked(), form)

    def articles_feed(request: Request, wanted: Annotated[OfFeed, Query()]) -> Response:
        """The newest articles that fit. An edited article is an updated entry."""
        return feeds.of_articles(request, wanted.asked(), form)

    for what, endpoint in (("meetings", meetings_feed), ("articles", articles_feed)):
        endpoint.__name__ = f"{what}_{form}"
        path = f"/feeds/{what}.{form}"
        summary = f"{what.capitalize()} as {NAMES[form]}"
        api_route(made, path, summary, f"{path}?province=14", None, also)(endpoint)


@dataclass(frozen=True, slots=True)
class Written:
    """A feed, and when the newest of its revisions was stored (None for an empty one)."""

    content: bytes
    changed_at: str | None


class Feeds:
    """Writes feeds, and keeps the latest in memory: the same revisions give the same feed."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._kept: Shelf[Written] = Shelf(KEPT_FEEDS)

    def of_meetings(self, request: Request, asked: Asked, form: Form) -> Response:
        """The feed of meeting reports."""
        wanted = meeting_filter(asked)
        check_portal(self._console, asked)
        refuse_faults(asked)
        with self._console.reader.reading() as connection:
            page = meetings.reports(connection, wanted, most=ENTRIES, events=False)
            seqs = [one.seq for one in page.rows]
            return self._answer(request, connection, "meetings", form, wanted.given, seqs)

    def of_articles(self, request: Request, asked: Asked, form: Form) -> Response:
        """The feed of articles."""
        within, query, marks = search_filter(asked), asked.named("q"), diacritics(asked)
        check_portal(self._console, asked)
        refuse_faults(asked)
        given = {"q": query, "marks": asked.text("marks") if query else None, **parameters(within)}
        given = {name: value for name, value in given.items() if value}
        with self._console.reader.reading() as connection:
            if query:
                found = find(connection, query, within, marks, limit=0, order="date").articles
                seqs = [one.seq for one in found[:ENTRIES]]
            else:
                page = articles.newest(connection, article_filter(within), self._console.today(), None, ENTRIES)
                seqs = [one.seq for one in page.rows]
            return self._answer(request, connection, "articles", form, given, seqs)

    def _answer(
        self,
        request: Request,
        connection: Connection,
        what: What,
        form: Form,
        given: Mapping[str, Any],
        seqs: Sequence[int],
    ) -> Response:
        base = str(request.base_url).rstrip("/")
        own, home = (base + address(path, **given) for path in (f"/feeds/{what}.{form}", _page(what)))
        translate = self._console.translator(request)
        title = plain(" · ".join(["tintinh", *_in_words(what, given, translate)]), TITLE_CHARS)
        key = (own, title, *seqs)
        written = self._kept.get(key)
        if written is None:
            # The feeds of meetings keep their first name, by which feed readers know them.
            feed = Feed("console:" + address("" if what == "meetings" else what, **given), title, list(seqs))
            found = list(in_order(connection, seqs))
            items = [made for one in found if (made := item(one.seq, one.record, one.recorded_at)) is not None]
            content = self._render(feed, items, form, own, home)
            changed_at = max((one.recorded_at for one in found), default=None)
            written = self._kept.put(key, Written(content, changed_at))
        headers = {"Vary": "Accept-Language, Cookie"}
        return answer(request, written.content, TYPES[form], changed_at=written.changed_at, headers=headers)

    def _render(self, feed: Feed, items: Sequence[Item], form: Form, own: str, home: str) -> bytes:
        names = {one.id: one.name for one in self._console.portals.get().values()}
        if form == "json":
            return render_json(feed, items, names, own, home)
        return render(feed, items, form, None, names, own, home)


def _page(what: What) -> str:
    return "/" if what == "meetings" else "/search"


def _in_words(what: What, given: Mapping[str, Any], translate: Translator) -> Iterable[str]:
    """The filter's values in words."""
    if what == "articles":
        yield translate("search.newest")
    elif not given:
        yield translate("meetings.title")
    for name, value in given.items():
        if name == "marks":
            yield translate(f"search.marks_{value}")
        elif name == "kind":
            yield translate(f"kind.{value}")
        elif name == "meetings":
            yield translate("search.meetings_only")
        else:
            yield str(value)
