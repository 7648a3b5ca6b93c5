"""robots.txt as RFC 9309 has it, where Scrapy's middleware does not.

A robots.txt that is not there (4xx) allows all. One that is unreachable (5xx, 429, no answer) forbids all: where the
portal's own is, the crawl ends and what is due stays due. What was read holds for a day, longer only while the file is
unreachable, and no more than the first 500 KiB are parsed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from urllib.parse import urljoin

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler

from crawler.net.connecting import PrivateAddressError
from crawler.net.urls import origin
from crawler.registry import Portal
from crawler.runs.portal_figures import ROBOTS_UNREACHABLE
from spiders.downloader import CrawlEndedError
from spiders.failures import described

DAY: Final = 24 * 3600.0  # seconds that a copy is used for: RFC 9309, 2.4
ASKED_AGAIN: Final = 3600.0  # seconds after which an unreachable one is asked for again
MOST_PARSED: Final = 500 * 1024  # bytes: RFC 9309, 2.5
_TOO_MANY_REQUESTS: Final = 429


class RobotsUnreachableError(Exception):
    """The robots.txt of an origin is unreachable, so that nothing of it may be fetched."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What an origin's robots.txt says (no parser: all is allowed), and when it was read."""

    parser: RobotParser | None
    read_at: float

    def is_fresh(self) -> bool:
        """Whether it was read within a day."""
        return monotonic() - self.read_at < DAY


class RobotsMiddleware(RobotsTxtMiddleware):
    """Downloader middleware: asks each origin for its rules once a day and forbids what they forbid."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._rules: dict[str, _Rules] = {}
        self._asked: dict[str, asyncio.Future[_Rules]] = {}
        self._unreachable: dict[str, tuple[float, RobotsUnreachableError]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for a request. Raises `RobotsUnreachableError`, or `CrawlEndedError` where that ends the crawl."""
        asked_of = origin(request.url)
        known = self._rules.get(asked_of)
        if known is not None and known.is_fresh():
            return known.parser
        failed_at, failure = self._unreachable.get(asked_of, (0.0, None))
        if failure is not None and monotonic() - failed_at < ASKED_AGAIN:
            raise failure
        if asked_of not in self._asked:
            self._asked[asked_of] = asyncio.ensure_future(self._read(request, asked_of, known))
        try:
            self._rules[asked_of] = rules = await asyncio.shield(self._asked[asked_of])
            return rules.parser
        except RobotsUnreachableError as error:
            self._unreachable[asked_of] = monotonic(), error
            spider: Any = self.crawler.spider
            if walked_origins(spider.site) <= {asked_of}:
                why = f"{ROBOTS_UNREACHABLE} {error}; what is due stays due"
                spider.run.first_failure = spider.run.first_failure or why
                spider.end_early(why)
                raise CrawlEndedError("nothing may be fetched") from error
            raise
        finally:
            self._asked.pop(asked_of, None)

    async def _read(self, request: Request, asked_of: str, before: _Rules | None) -> _Rules:
        engine: Any = self.crawler.engine
        robots = Request(
            f"{asked_of}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await engine.download_async(robots)
        except (IgnoreRequest, PrivateAddressError):  # the guard refuses the pages, too; or more than five redirects
            return _Rules(None, monotonic())
        except CrawlEndedError:
            raise
        except Exception as error:  # noqa: BLE001 whatever keeps robots.txt from being read
            return self._without(asked_of, described(robots.url, error), before, error)
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            return self._without(asked_of, f"HTTP {response.status}", before, None)
        if response.status != 200:
            return _Rules(None, monotonic())
        parser = build_from_crawler(self._parserimpl, self.crawler, parsed_part(response.body))
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return _Rules(parser, monotonic())

    @staticmethod
    def _without(asked_of: str, why: str, before: _Rules | None, error: Exception | None) -> _Rules:
        if before is not None:
            return _Rules(before.parser, monotonic())
        raise RobotsUnreachableError(f"({asked_of}: {why[:300]})") from error


def walked_origins(site: Portal) -> set[str]:
    """The origins at which a crawl of the portal begins."""
    return {origin(urljoin(site.start, path)) for path in site.sections or ("",)}


def parsed_part(body: bytes) -> bytes:
    """As much of a robots.txt as is parsed: whole lines of its first 500 KiB."""
    if len(body) <= MOST_PARSED:
        return body
    return body[: max(body.rfind(b"\n", 0, MOST_PARSED), body.rfind(b"\r", 0, MOST_PARSED)) + 1]
