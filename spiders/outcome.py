"""What an HTTP answer means for the frontier, before anybody reads the page."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response, TextResponse

from crawler.archive.capture import Capture
from crawler.model.visit import Due, Kind, Status, Visit
from spiders.answer import Answer
from spiders.from_archive import ARCHIVED
from spiders.scripted import RENDERED

REFUSED = frozenset({401, 403, 407, 429, 451})
MISSING = frozenset({404, 410})
MOVED = frozenset({301, 302, 303, 307, 308})


def judge(response: Response, kind: Kind = "article") -> tuple[Status, str | None]:
    """The status word for an answer's HTTP status, and the reason in words where it is no page to read."""
    if response.status in MOVED:
        return Status.REDIRECTED, None
    if response.status in MISSING:
        return Status.FETCH_ERROR, f"HTTP {response.status}"
    if response.status in REFUSED:
        return Status.BLOCKED, f"HTTP {response.status}"
    if response.status >= 400:
        return Status.FETCH_ERROR, f"HTTP {response.status}"
    if response.status == 304:
        return Status.FETCHED, None
    if response.status != 200:
        return Status.FETCH_ERROR, f"unexpected HTTP status {response.status}"
    if not isinstance(response, TextResponse) and kind not in ("feed", "sitemap", "attachment"):
        declared = header(response, "Content-Type") or "no content type"
        return Status.FETCH_ERROR, f"not a page: {declared}" if response.body else "an empty answer"
    if is_cut_short(response):
        return Status.FETCH_ERROR, "cut short"
    if not response.body.strip():
        return Status.FETCH_ERROR, "an empty answer"
    return Status.FETCHED, None


def is_cut_short(response: Response) -> bool:
    """Whether the connection broke before the whole page was sent. One that has its end (a PDF, too) is whole."""
    tail = response.body[-2000:].lower()
    return "dataloss" in response.flags and b"</html" not in tail and b"%%eof" not in tail


def clock_skew(response: Response, now: datetime) -> int | None:
    """Seconds by which the server's clock is ahead of `now`, by its Date header; None where that says nothing.

    A cache's answer is as old as its Age header says (RFC 9111, 5.1).
    """
    stated = header(response, "Date")
    try:
        moment = parsedate_to_datetime(stated) if stated else None
    except (ValueError, OverflowError):
        return None
    if moment is None or moment.tzinfo is None:
        return None
    age = header(response, "Age") or ""
    seconds = (moment - now).total_seconds() + (int(age) if age.isascii() and age.isdigit() and len(age) < 9 else 0)
    return round(seconds)


def header(response: Response, name: str) -> str | None:
    """A header's value as text, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def answer_of(response: Response) -> Answer:
    """The answer without Scrapy."""
    cut_short, archived = "dataloss" in response.flags, ARCHIVED in response.flags
    return Answer(response.url, response.status, response.body, header(response, "Content-Type"), cut_short, archived)


def begun(response: Response, due: Due, now: datetime) -> Visit:
    """A visit with what the answer says of itself, before it is read."""
    status, reason = judge(response, due.kind)
    visit = Visit(due, now, status, response.status, reason, bytes=len(response.body))
    capture = response.meta.get("capture")
    visit.capture = capture if isinstance(capture, Capture) else None
    if RENDERED not in response.flags:  # a validator of the shell says nothing of what fills it
        visit.etag, visit.last_modified = header(response, "ETag"), header(response, "Last-Modified")
    visit.clock_skew = None if ARCHIVED in response.flags else clock_skew(response, now)
    visit.missing = response.status in MISSING
    visit.not_modified = response.status == 304
    return visit
