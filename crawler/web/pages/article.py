"""One article: text, provenance, files, copies, revisions and what they changed, and the raw page."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from crawler.articles import captures
from crawler.web import evidence
from crawler.web.asking import Asked
from crawler.web.changes import changes
from crawler.web.citation import citation, repeats
from crawler.web.console import Console
from crawler.web.pages import page_route
from crawler.web.queries import articles as browse
from crawler.web.queries import meetings
from crawler.web.queries.articles import StoredArticle
from crawler.web.raw import NoRawPageError, RawPage, has_raw_page, raw_page

ID_CHARS: Final = 4000
SAME_DAY: Final = 8  # other meetings of its day
# The raw page in its frame: no script, no network, no form, no links out; only the styles in the page itself.
FRAME_POLICY: Final = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)


def routes(console: Console) -> APIRouter:
    """The routes of this part."""
    router = APIRouter()

    @page_route(router, "/article")
    def article(request: Request) -> Response:
        return _article(console, request)

    @page_route(router, "/article/changes")
    def article_changes(request: Request) -> Response:
        return _changes(console, request)

    @page_route(router, "/article/raw")
    def raw(request: Request) -> Response:
        stored = _stored(console, request)
        return console.page(request, "raw.html", article=stored.record, raw=_raw(console, stored))

    @page_route(router, "/article/frame")
    def frame(request: Request) -> Response:
        page = _raw(console, _stored(console, request))
        headers = {"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        kind = "text/html" if page.is_html else "text/plain"
        return Response(page.text.encode("utf-8", "replace"), headers=headers, media_type=f"{kind}; charset=utf-8")

    return router


def _id(request: Request) -> str:
    key = request.query_params.get("id", "")
    if not key or len(key) > ID_CHARS or "\0" in key:
        raise HTTPException(404)
    return key


def _find(connection: Connection, request: Request) -> StoredArticle:
    stored = browse.article(connection, _id(request))
    if stored is None:
        raise HTTPException(404)
    return stored


def _stored(console: Console, request: Request) -> StoredArticle:
    with console.reader.reading() as connection:
        return _find(connection, request)


def _raw(console: Console, stored: StoredArticle) -> RawPage:
    try:
        return raw_page(console.settings.output, stored.record)
    except NoRawPageError as error:
        raise HTTPException(404) from error


def _article(console: Console, request: Request) -> Response:
    with console.reader.reading() as connection:
        stored = _find(connection, request)
        record = stored.record
        copies = browse.copies(connection, record.id, record.duplicate_of)
        revisions = browse.revision_lines(connection, record.id)
        report = meetings.of_article(connection, record.id)
        together = meetings.of_events(connection, [report.event])[report.event] if report else []
        others = browse.records(connection, [one.seq for one in together if one.article != record.id])
        that_day = meetings.same_day(connection, report, SAME_DAY) if report else []
        beside = browse.records(connection, [one.seq for one in that_day])
        capture = captures.find(connection, record.portal, record.url)
    provenance = record.provenance
    cited = capture and (capture.warc_file, capture.warc_offset) == (provenance.warc_file, provenance.warc_offset)
    digest = capture.digest if capture and cited else None
    return console.page(
        request,
        "article.html",
        article=record,
        stored=stored,
        title=evidence.title(record),
        body=evidence.body(record),
        copies=copies,
        revisions=revisions,
        others=list(others.values()),
        beside=list(beside.values()),
        day=report.day if report else None,
        summary=record.summary if record.summary and not repeats(record.summary, record.body) else None,
        section=console.section_name(record.portal, record.section) if record.section else None,
        citation=citation(record, console.portal_name(record.portal), digest, console.translator(request)),
        archived=has_raw_page(console.settings.output, record),
    )


def _changes(console: Console, request: Request) -> Response:
    asked = Asked(request.query_params)
    with console.reader.reading() as connection:
        record = _find(connection, request).record
        newest = record.revision or 1
        later = asked.number("to", 1, newest) or newest
        earlier = asked.number("from", 1, newest) or max(1, later - 1)
        old = browse.revision(connection, record.id, earlier)
        new = browse.revision(connection, record.id, later)
        revisions = browse.revision_lines(connection, record.id)
    if old is None or new is None:
        raise HTTPException(404)
    return console.page(
        request,
        "changes.html",
        400 if asked.faults else 200,
        article=record,
        earlier=earlier,
        later=later,
        changes=changes(old, new, console.translator(request)),
        revisions=revisions,
        faults=asked.faults,
    )
