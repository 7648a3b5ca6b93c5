"""Where a redirect leads: to a page of the portal, to itself, or away."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from crawler.extraction.address import Addresses
from crawler.model.visit import Link, Status, Visit
from spiders.outcome import header
from spiders.scripted import RENDERED


def followed_by_browser(response: Response, visit: Visit, addresses: Addresses) -> bool:
    """Whether a browser, which follows redirects by itself, was led to another page than the one asked for."""
    if RENDERED not in response.flags or visit.status is not Status.FETCHED:
        return False
    own = addresses.own(response.url)
    return own is None or addresses.page_key(own) != addresses.page_key(visit.due.url)


MOST_REDIRECTS = 10  # from page to page, in a row: what browsers and people meet is one or two


class RedirectChains:
    """How many redirects in a row led to each page of a crawl."""

    def __init__(self) -> None:
        self._hops: dict[str, int] = {}  # by key

    def bound(self, visit: Visit) -> None:
        """Count the visit's redirect to another page; one too many makes it a failure."""
        link = visit.redirected_to
        if link is None or link.key == visit.due.key:  # the same page under another address is bounded by its row
            return
        hops = self._hops.get(visit.due.key, 0) + 1
        if hops > MOST_REDIRECTS:
            visit.status, visit.redirected_to = Status.FETCH_ERROR, None
            visit.reason = f"more than {MOST_REDIRECTS} redirects in a row"
            return
        self._hops[link.key] = max(hops, self._hops.get(link.key, 0))


def read_redirect(response: Response, visit: Visit, addresses: Addresses, key: Callable[[str], str]) -> None:
    """Enter the redirect's target in the visit; one that is no page of the portal makes it a failure."""
    location = response.url if RENDERED in response.flags else header(response, "Location")
    joined = _joined(response.url, location)
    target = addresses.own(joined) if joined else None
    if target is None or addresses.skipped(target):
        visit.status = Status.FETCH_ERROR
        visit.reason = f"redirects to {location or 'nowhere'}, which is not a page of this portal"
        visit.led_away = _other_host(joined or response.url, addresses.portal.hosts)
        return
    if target == visit.due.url and key(target) == visit.due.key:
        visit.status, visit.reason = Status.FETCH_ERROR, "redirects to itself"
        return
    visit.redirected_to = Link(key(target), target, visit.due.kind, visit.due.section)


def _joined(url: str, location: str | None) -> str | None:
    try:
        return urljoin(url, location) if location else None
    except ValueError:  # 'https://[', which is no address
        return None


def _other_host(url: str, hosts: frozenset[str]) -> str | None:
    host = (urlsplit(url).hostname or "").lower()
    return host if host and host not in hosts else None
