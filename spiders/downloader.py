"""Scrapy's downloader, kept to its word about concurrency, and leaving an origin alone that fails."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.misc import load_object
from twisted.internet.defer import Deferred

from crawler.base import clock
from crawler.model.visit import Status, Visit
from crawler.net.breaker import Breaker, BreakerPolicy, retry_after
from crawler.net.urls import origin

# Answers that are the server's own failing, whatever was asked for.
FAILING = frozenset({429, 500, 502, 503, 504, 522, 524})


def refuses_form(request: Request, response: Response) -> bool:
    """Whether a 500 answers what was posted and not who asked: Web Forms say so to a view state that they forgot."""
    return request.method == "POST" and response.status == 500


class CrawlEndedError(Exception):
    """A request that was waiting when the crawl ended: its page stays due."""


class OriginDownError(Exception):
    """A request to an origin that was given up while the crawl goes on with others."""


class _Judged:
    """Scrapy's download handlers, with each outcome shown to `judge`."""

    def __init__(self, handlers: Any, judge: Callable[[Request, Response | None, BaseException | None], None]) -> None:
        self._handlers = handlers
        self._judge = judge

    async def download_request_async(self, request: Request) -> Response:
        try:
            response: Response = await self._handlers.download_request_async(request)
        except Exception as error:
            self._judge(request, None, error)
            raise
        self._judge(request, response, None)
        return response

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handlers, name)


class PoliteDownloader(Downloader):
    """One request at a time means one, without a delay too, and none to an origin that rests (setting DOWNLOADER).

    Scrapy 2.19 counts a request as under way only once its task has begun to run. Without a delay it therefore takes a
    host's whole queue out at once, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.

    The delay counts from the end of the last answer. Scrapy counts from when it sent the request, and one that was held
    up on its way then arrives closer before the next than the delay allows.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        policy = BreakerPolicy(
            settings.getint("TINTINH_FAILURES"),
            settings.getfloat("TINTINH_REST_FIRST"),
            settings.getfloat("TINTINH_REST_MOST"),
            settings.getfloat("TINTINH_REST_TOTAL"),
        )
        site = getattr(crawler.spider, "site", None)
        self.breaker = Breaker(policy, origin(site.start) if site is not None else None)
        self.ended = False
        self.handlers: Any = _Judged(self.handlers, self._judge)
        self._failures: tuple[type[BaseException], ...] = tuple(
            load_object(one) for one in settings.getlist("RETRY_EXCEPTIONS")
        )

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)

    def _process_queue(self, slot: Slot) -> None:
        """Send what may be sent now. Requests to an origin that rests stay queued, those to one given up fail."""
        resting = []
        for request, deferred in [slot.queue.popleft() for _ in range(len(slot.queue))]:
            if self.ended:
                deferred.errback(CrawlEndedError("the crawl ended"))
            elif (reason := self.breaker.given_up(origin(request.url))) is not None:
                deferred.errback(OriginDownError(reason))
            elif self.breaker.rest_left(origin(request.url), monotonic()) > 0:
                resting.append((request, deferred))
            else:
                slot.queue.append((request, deferred))
        if slot.queue:
            super()._process_queue(slot)
        slot.queue.extendleft(reversed(resting))
        if resting and slot.latercall is None:
            rests = [self.breaker.rest_left(origin(request.url), monotonic()) for request, _ in resting]
            slot.latercall = call_later(max(min(rests), 0.001), self._latercall, slot)

    def _judge(self, request: Request, response: Response | None, error: BaseException | None) -> None:
        """Note what became of a request, before the next one goes out."""
        slot, now = self.slots.get(self.get_slot_key(request)), monotonic()
        if slot is not None:
            slot.lastseen = now
        spider: Any = self.crawler.spider
        spider.run.requests[str(response.status) if response is not None else type(error).__name__] += 1
        asked_of = origin(request.url)
        if response is not None and (response.status not in FAILING or refuses_form(request, response)):
            if "dataloss" not in response.flags:  # cut short: the spider will see whether it is whole all the same
                self.breaker.answered(asked_of)
        elif response is not None:
            value = response.headers.get("Retry-After")
            asked = retry_after(value.decode("latin-1") if value else None, clock.now())
            self.breaker.failed(asked_of, now, f"HTTP {response.status}", asked)
        elif isinstance(error, self._failures):
            self.breaker.failed(asked_of, now, type(error).__name__, answered=False)
        self._end_where_given_up(asked_of)

    def read(self, visit: Visit) -> None:
        """Note what a page turned out to be: a block page in its place is the origin's failing, as a 5xx is."""
        asked_of = origin(visit.due.url)
        if visit.status is Status.FETCHED:
            self.breaker.answered(asked_of)
            self.breaker.served(asked_of)
        elif visit.status is Status.BLOCKED and not (visit.reason or "").startswith("login"):
            self.breaker.refused(asked_of, monotonic(), visit.reason or "blocked")
            self._end_where_given_up(asked_of)

    def _end_where_given_up(self, asked_of: str) -> None:
        if not self.ended and (reason := self.breaker.ends_crawl(asked_of)) is not None:
            self.crawler.spider.end_early(reason)  # type: ignore[union-attr]

    def end(self) -> None:
        """Drop what is queued: the crawl ends."""
        self.ended = True
        for slot in list(self.slots.values()):
            if slot.latercall:
                slot.latercall.cancel()
                slot.latercall = None
            self._process_queue(slot)
