"""Visits that brought no page: requests without an answer, and answers that cannot be read."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from crawler.base import clock
from crawler.model.visit import Due, Status, Visit
from crawler.net import tls
from crawler.net.connecting import PrivateAddressError
from spiders.attachments import Attachments
from spiders.downloader import CrawlEndedError


def failed_visit(request: Request, error: BaseException | None, attachments: Attachments) -> Visit | None:
    """The visit of a request that got no answer: refused by robots.txt, unreachable, cut short, too large.

    None where the crawl ended before the request was sent: its page stays due.
    """
    if isinstance(error, CrawlEndedError):
        return None
    due: Due = request.cb_kwargs["due"]
    if error is not None and (large := attachments.too_large(due, error, clock.now())) is not None:
        return large
    refused = isinstance(error, IgnoreRequest | PrivateAddressError)
    status = Status.BLOCKED if refused else Status.FETCH_ERROR
    return Visit(due, clock.now(), status, reason=described(request.url, error))


def described(url: str, error: BaseException | None) -> str:
    """What went wrong with a request, in words; and what would accept a server whose TLS is refused."""
    reason = f"{type(error).__name__}: {error}"[:500]
    if url.startswith("https:") and (remedy := tls.remedy(reason)) is not None:
        return f"{reason} ({remedy} in the portal's entry would accept it)"
    return reason


def unreadable(response: Response, due: Due, error: Exception) -> Visit:
    """The visit of an answer that breaks whoever reads it."""
    reason = f"cannot be read: {type(error).__name__}: {error}"
    return Visit(due, clock.now(), Status.FETCH_ERROR, response.status, reason)
