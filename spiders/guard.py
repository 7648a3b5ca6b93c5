"""The guard: a crawl reaches its own portal and nothing inside the network that it runs in.

A page can name any address. The middleware refuses, by spelling, every private, loopback or link-local address
but the portal's own; the resolver refuses names that resolve to one, at the moment of connecting, so that a name
which changes its answer in between gains nothing. Behind a proxy the proxy resolves, and spelling alone is judged.
"""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from crawler.net.urls import is_private_address, is_private_host

# Hosts that may be private: portals that are being crawled (an entry or --base-url names them), and proxies.
_allowed: set[str] = {(urlsplit(proxy).hostname or "").lower() for proxy in getproxies().values()}


class PrivateAddressError(Exception):
    """A name that resolves to a private address."""


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
        if host in own:
            _allowed.add(host)
        elif parts.scheme not in ("http", "https") or is_private_host(host):
            raise IgnoreRequest(f"refused: {host or request.url} is a private address")


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, but for names that resolve to private addresses (setting TWISTED_DNS_RESOLVER)."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return super().getHostByName(name, timeout).addCallback(_public_only, name)


def _public_only(address: str, name: str) -> str:
    if is_private_address(address) and name.lower() not in _allowed:
        raise PrivateAddressError(f"refused: {name} resolves to the private address {address}")
    return address
