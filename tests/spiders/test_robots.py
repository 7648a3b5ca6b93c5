"""robots.txt by RFC 9309: what is unreachable forbids all, what was read holds for a day, 500 KiB are parsed."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import StatsCollector

from spiders import robots
from spiders.downloader import CrawlEndedError
from spiders.robots import MOST_PARSED, RobotsMiddleware, RobotsUnreachableError, parsed_part, walked_origins
from tests.health.world import SimPortal, office

SITE = SimPortal("so", office).entry
PAGE = "https://so.example.vn/tin-tuc"
FILE = "https://tep.example.vn/a.pdf"
SHUT = b"User-agent: *\nDisallow: /tin-tuc\n"


class World:
    """A middleware over answers to robots.txt, one after the other; what was asked for, and how the crawl ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: int | bytes | Exception) -> None:
        self.now = 0.0
        self.asked: list[str] = []
        self.ended: list[str] = []
        self._answers = list(answers)
        monkeypatch.setattr(robots, "monotonic", lambda: self.now)
        crawler: Any = SimpleNamespace(
            engine=SimpleNamespace(download_async=self._download),
            signals=SignalManager(self),
            spider=SimpleNamespace(site=SITE, end_early=self.ended.append, run=SimpleNamespace(first_failure=None)),
        )
        made = RobotsMiddleware.__new__(RobotsMiddleware)
        made.crawler, made._parserimpl = crawler, ProtegoRobotParser
        made._stats = StatsCollector(SimpleNamespace(settings=Settings()))  # type: ignore[arg-type]
        made._robotstxt_useragent, made._default_useragent = "tintinh", "tintinh"
        made._rules, made._asked, made._unreachable = {}, {}, {}
        self._middleware = made

    async def _download(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = (200, answer) if isinstance(answer, bytes) else (answer, b"")
        return Response(request.url, status=status, body=body)

    def allowed(self, url: str = PAGE) -> bool:
        """Whether a page may be fetched; raises what the middleware raises but for a rule's no."""
        try:
            asyncio.run(self._middleware.process_request(Request(url)))
        except IgnoreRequest:
            return False
        return True

    def allowed_at_once(self, *urls: str) -> list[Any]:
        async def all_of_them() -> list[Any]:
            return await asyncio.gather(
                *(self._middleware.process_request(Request(url)) for url in urls), return_exceptions=True
            )

        return asyncio.run(all_of_them())


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(SHUT, False), (b"User-agent: *\nDisallow: /khac", True), (b"", True), (404, True), (403, True), (301, True)],
)
def test_what_robots_txt_says_holds_and_where_there_is_none_all_is_allowed(
    monkeypatch: pytest.MonkeyPatch, answer: int | bytes, expected: bool
) -> None:
    world = World(monkeypatch, answer)
    assert world.allowed() is expected
    assert world.allowed() is expected
    assert world.asked == ["https://so.example.vn/robots.txt"]
    assert world.ended == []


@pytest.mark.parametrize("answer", [500, 503, 599, 429, ConnectionResetError("reset"), TimeoutError("60 s")])
def test_an_unreachable_one_ends_the_crawl_of_its_portal(
    monkeypatch: pytest.MonkeyPatch, answer: int | Exception
) -> None:
    world = World(monkeypatch, answer)
    found = world.allowed_at_once(PAGE, PAGE + "?p=2")
    assert all(isinstance(one, CrawlEndedError) for one in found)
    assert len(world.asked) == 1
    assert world.ended[0].startswith("robots.txt is unreachable (https://so.example.vn: ")


def test_that_of_another_host_costs_what_lies_there_and_is_asked_for_once_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch, 503, 404)
    for _ in range(3):
        with pytest.raises(RobotsUnreachableError):
            world.allowed(FILE)
    assert len(world.asked) == 1
    assert world.ended == []
    world.now += 3600
    assert world.allowed(FILE)


def test_it_is_read_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, SHUT, 404)
    assert not world.allowed()
    world.now = 24 * 3600 - 1
    assert not world.allowed()
    assert len(world.asked) == 1
    world.now = 24 * 3600
    assert world.allowed()
    assert len(world.asked) == 2


def test_what_was_read_holds_on_while_it_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, SHUT, 503)
    assert not world.allowed()
    world.now = 25 * 3600
    assert not world.allowed()
    assert (len(world.asked), world.ended) == (2, [])


def test_many_requests_at_once_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, b"User-agent: *\nDisallow: /khac\n")
    assert world.allowed_at_once(*[PAGE] * 5) == [None] * 5
    assert len(world.asked) == 1


def test_http_and_https_have_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, SHUT, 404)
    assert not world.allowed(PAGE)
    assert world.allowed(PAGE.replace("https:", "http:"))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_whole_lines_of_500_kib_are_parsed(end: bytes) -> None:
    line = b"Disallow: /x" + end
    body = line * (MOST_PARSED // len(line) + 1000)
    part = parsed_part(body)
    assert MOST_PARSED - len(line) < len(part) <= MOST_PARSED
    assert part.endswith(end[-1:])
    assert parsed_part(body[:MOST_PARSED]) == body[:MOST_PARSED]
    assert parsed_part(b"x" * (MOST_PARSED + 1)) == b""


def test_a_crawl_begins_where_the_sections_lie() -> None:
    assert walked_origins(SITE) == {"https://so.example.vn"}
    elsewhere = SITE.model_copy(update={"sections": ("/a", "https://khac.example.vn/b")})
    assert walked_origins(elsewhere) == {"https://so.example.vn", "https://khac.example.vn"}
    assert walked_origins(SITE.model_copy(update={"sections": ()})) == {"https://so.example.vn"}
