"""The way into a portal: robots.txt first, then the start page, from host to host where one redirects to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.base.errors import UserError
from crawler.net.fetch import Fetched, FetchError, LedAwayError, fetch
from crawler.net.tls import remedy
from crawler.net.urls import is_private_host

AGENT = "tintinh"
MOST_ROBOTS = 500 * 1024  # bytes of robots.txt that count: RFC 9309, 2.5
LONGEST_DELAY = 60.0  # seconds between requests that a robots.txt may ask for
MOST_HOPS = 5  # from host to host
TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Tls:
    """How much of TLS's demands is given up to reach a server."""

    verify: bool = True
    legacy: bool = False


# Tried in this order: the least that is given up comes first.
LADDER = (Tls(), Tls(legacy=True), Tls(verify=False), Tls(verify=False, legacy=True))


class ForbiddenError(UserError):
    """robots.txt forbids the page, or cannot be reached, which forbids all; `status` is then what it answered."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's robots.txt. `unreachable`: why nothing may be fetched (5xx, 429, no answer: RFC 9309, 2.3.1.4)."""

    rules: Protego | None = None
    unreachable: FetchError | None = None

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched."""
        return self.unreachable is None and (self.rules is None or bool(self.rules.can_fetch(url, AGENT)))

    @property
    def delay(self) -> float:
        """Seconds between requests that it asks for."""
        return min(float(self.rules.crawl_delay(AGENT) or 0), LONGEST_DELAY) if self.rules is not None else 0.0

    @property
    def sitemaps(self) -> list[str]:
        """The sitemaps that it names."""
        return list(self.rules.sitemaps) if self.rules is not None else []


@dataclass(frozen=True, slots=True)
class Entrance:
    """A portal's start page, the TLS that it takes, the robots.txt of its host, and the addresses that led there."""

    first: Fetched
    tls: Tls
    robots: Robots
    hops: tuple[str, ...] = field(default=())


def read_robots(url: str, tls: Tls) -> Robots:
    """The robots.txt of the host of `url`. Raises `FetchError` where TLS alone stands in the way."""
    try:
        found = fetch(urljoin(url, "/robots.txt"), tls.verify, tls.legacy)
    except FetchError as error:
        if error.status is not None and error.status < 500 and error.status != TOO_MANY_REQUESTS:
            return Robots()
        if error.status is None and url.startswith("https://") and remedy(str(error)) is not None:
            raise
        return Robots(unreachable=error)
    return Robots(Protego.parse(found.body[:MOST_ROBOTS].decode("utf-8", "replace")))


def enter(url: str, wait: Callable[[float], None], delay: float, ladder: tuple[Tls, ...] = LADDER) -> Entrance:
    """Fetch the start page at `url` as robots.txt allows, by the strictest TLS that the server speaks.

    A redirect to another host is followed, at most `MOST_HOPS` of them, and each host's robots.txt is read; a private
    host is none unless it is the one in `url`. Raises `ForbiddenError`, or `FetchError` where no page or answer comes.
    """
    hops: list[str] = []
    named = (urlsplit(url).hostname or "").lower()
    for _ in range(MOST_HOPS + 1):
        tls, robots = _by_ladder(url, ladder)
        if (error := robots.unreachable) is not None:
            told = f"{error}: without robots.txt nothing may be fetched (RFC 9309)"
            raise FetchError(told) if error.status is None else ForbiddenError(told, error.status)
        if not robots.allows(url):
            raise ForbiddenError(f"{url}: robots.txt forbids it")
        wait(max(delay, robots.delay))
        try:
            first = fetch(url, tls.verify, tls.legacy, stay=True)
        except LedAwayError as led:
            host = (urlsplit(led.target).hostname or "").lower()
            if host != named and is_private_host(host):
                raise FetchError(f"{url} redirects to the private address {host}: refused") from led
            hops.append(url)
            url = led.target
            wait(delay)
            continue
        return Entrance(first, tls, robots, tuple(hops))
    raise FetchError(f"{hops[0]}: more than {MOST_HOPS} redirects from host to host")


def _by_ladder(url: str, ladder: tuple[Tls, ...]) -> tuple[Tls, Robots]:
    for tls in ladder:
        try:
            return tls, read_robots(url, tls)
        except FetchError:
            if tls is ladder[-1]:
                raise
    raise AssertionError("the last rung returns or raises")
