"""The guard: a crawl reaches its own portal and nothing inside the network that it runs in.

A page can name any address. The middleware refuses, by spelling, every private, loopback or link-local address that the
portal's own entry does not spell; the resolver refuses names that resolve to one, the portal's own too: whoever answers
for a name must not point the crawl inward. The resolver's answer is what is connected to, so a name that changes its
answer in between gains nothing. Behind a proxy the proxy resolves, and spelling alone is judged.
"""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.net.connecting import refused
from crawler.net.urls import is_private_host


class PrivateAddressGuard:
    """Downloader middleware: judges each request by its spelling, redirects of robots.txt included."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse what is no http(s) address, or a private one that is not the portal's own."""
        parts = urlsplit(request.url)
        host = (parts.hostname or "").lower()
        own: frozenset[str] = getattr(self.crawler.spider, "site").hosts  # noqa: B009 - scrapy.Spider has no `site`
        if parts.scheme not in ("http", "https") or (host not in own and is_private_host(host)):
            raise IgnoreRequest(f"refused: {host or request.url} is a private address")


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, but for names that resolve to private addresses (setting TWISTED_DNS_RESOLVER)."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return super().getHostByName(name, timeout).addCallback(_public_only, name)


_refusals: dict[str, str] = {}  # by name, why it was refused when it was resolved last


def refusal(name: str) -> str | None:
    """Why a name was refused when it was resolved last; None where it was not."""
    return _refusals.get(name.lower())


def _public_only(address: str, name: str) -> str:
    _refusals.pop(name.lower(), None)
    if refused(name, address):
        _refusals[name.lower()] = why = f"refused: {name} resolves to the private address {address}"
        raise DNSLookupError(why)  # Twisted logs any other with a traceback, and passes on none of them
    return address
