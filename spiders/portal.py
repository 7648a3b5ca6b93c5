"""The base of all spiders: it drives one portal's crawl from the frontier, from its first request to its last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, ClassVar, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.base import clock
from crawler.base.errors import StoreError
from crawler.crawl.crawl_run import CrawlRun
from crawler.discovery.data_listing import is_data
from crawler.extraction.address import addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due, Link, Status, Visit
from crawler.readers.sharing import give_back
from crawler.registry import Portal
from crawler.runs.locks import Locks
from spiders.attachments import Attachments
from spiders.exploring import Exploration
from spiders.failures import failed_visit, unreadable
from spiders.host_slot import HostSlot
from spiders.json_listing import read_json_listing
from spiders.last_answers import LastAnswers
from spiders.options import crawl_options
from spiders.page_reader import PageReader
from spiders.redirects import RedirectChains
from spiders.requests import make_request
from spiders.scripted import scripted
from spiders.seeds import seeds_of
from spiders.setup import open_run, share_readers, take_locks, take_slot
from spiders.walk import Found, read_listing

# Flag of articles found by a healed walk.
HEALED = "its portal changed: found by a healed entry that nobody has checked"
MOST_IN_FLIGHT = 16  # rows of the frontier: enough to keep a fast host busy, little to fetch again after a kill


class PortalSpider(scrapy.Spider):
    """Walks one portal: sections' listings, their further pages, the articles on them.

    The registry's spider loader makes one subclass per entry. Arguments (all optional, as `-a name=value`):
    base_url, since, until, horizon (ISO dates), limit, full, section, purpose (visit, sweep, gaps), on_schedule,
    healed.
    A family overrides `walk`, `listing_key` or `request`.
    """

    portal: ClassVar[Portal]

    def __init__(
        self,
        name: str | None = None,
        base_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name)
        self.arguments = kwargs
        self.site = self.portal.model_copy(update={"start": base_url}) if base_url else self.portal
        self.addresses = addresses(self.site)
        self.exploration: Exploration | None = None
        if not self.site.sections:
            self.exploration = Exploration(
                self.addresses, self.listing_key, self.walk, only_section=bool(kwargs.get("section"))
            )
        self.options = crawl_options(self.site, kwargs)
        self.slot: HostSlot
        self.locks: Locks | None = None  # where nobody took them before
        self.attachments = Attachments(self.site, self.addresses)
        self.reader = PageReader(self.addresses, self.exploration, self.listing_key, self.walk)
        self.run: CrawlRun
        self.last_answers: LastAnswers
        self.fault: StoreError | None = None  # why the store ended the run, for the command's exit code
        self._chains = RedirectChains()
        self._arrival = asyncio.Event()
        self._stopping = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The entry's own manners, below what the command line says."""
        super().update_settings(settings)
        if cls.portal.delay is not None:
            settings.set("DOWNLOAD_DELAY", cls.portal.delay, priority="spider")
        settings.set("DOWNLOAD_VERIFY_CERTIFICATES", cls.portal.verify_tls, priority="spider")
        settings.set("TINTINH_LEGACY_TLS", cls.portal.legacy_tls, priority="spider")
        if cls.portal.render == "browser" and not settings.getlist("TINTINH_FROM_ARCHIVE"):
            from spiders.browser import use_browser  # an extra

            use_browser(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor: store, locks, archive and pace as the settings say."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        refetch_after = tuple(int(seconds) for seconds in settings.getlist("TINTINH_REVISIT_AFTER"))
        if refetch_after:
            spider.options = crawl_options(spider.site, spider.arguments, refetch_after)
        spider.attachments.set_up(settings)
        spider.reader.files = spider.attachments.wanted
        spider.locks = take_locks(spider.site, settings)
        spider.run = open_run(spider.portal, spider.options, settings)
        spider.last_answers = LastAnswers(spider.run.store, spider.portal.id)
        spider.slot = take_slot(spider.site, spider.run, settings)
        spider.reader.readers = share_readers(settings)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Draw due rows from the frontier while any is due or in flight."""
        await self.slot.acquire()
        try:
            await self.run.start(self.seeds())
            async for request in self._draw():
                yield request
        except StoreError as error:
            self.give_up(error)

    async def _draw(self) -> AsyncIterator[Request]:
        while not self._stopping:
            self._arrival.clear()
            asked = MOST_IN_FLIGHT - len(self.run.in_flight)
            drawn = await self.run.draw(asked)
            requests = [self.request(due) for due in drawn]
            if self.run.archive is not None:
                self.last_answers.expect(requests)
            for request in requests:
                yield request
            if not drawn and not self.run.in_flight:
                if self.exploration is None or not await self.exploration.release(self.run):
                    return
                continue
            # Where fewer rows were due than asked for, the next ones are of a further level: that begins when all of
            # this one are there.
            await self._arrivals(MOST_IN_FLIGHT // 2 if len(drawn) == asked else 0)

    async def _arrivals(self, most: int) -> None:
        """Wait until no more than `most` rows are in flight."""
        while len(self.run.in_flight) > most and not self._stopping:
            self._arrival.clear()
            await self._arrival.wait()

    async def visited(self, visit: Visit) -> None:
        """Called by the store step with each visit: the run takes it, and more rows may be drawn.

        Returns once the visit waits for its commit, or once the commit that was due is made.
        """
        if self.fault is not None:
            return
        self.run.add(visit)
        self._arrival.set()
        try:
            await self.run.flush_in_time()
        except StoreError as error:
            self.give_up(error)

    async def abandoned(self, due: Due, reason: str) -> None:
        """Called where a visit was lost to a fault of ours: the row is noted as failed."""
        await self.visited(Visit(due, clock.now(), Status.FETCH_ERROR, reason=reason))

    def give_up(self, error: StoreError) -> None:
        """End the crawl because the store cannot be used; what was stored stays as it is."""
        if self.fault is None:
            self.fault = error
            self.end_early("store_error")

    def end_early(self, reason: str) -> None:
        """End the crawl before all is done; what is due stays due."""
        if self._stopping:
            return
        self.logger.warning("ends early: %s", reason)
        self.draw_no_more()
        engine = self.crawler.engine
        assert engine is not None
        # Not awaited: closing waits for the visits in process, and the caller may be one of them.
        self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def draw_no_more(self) -> None:
        """Ask for nothing more: requests that wait for their host's delay are dropped, and their pages stay due."""
        self._stopping = True
        self._arrival.set()
        self._downloader.end()

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's interface
        """Called by Scrapy at the end: other crawls may ask the portal's hosts."""
        self.attachments.close()
        give_back(self.reader.readers)
        self.slot.release()

    def seeds(self) -> list[Link]:
        """The pages a crawl begins at: as the entry says, or, without sections in it, what earlier crawls found."""
        if self.exploration is not None and not self.options.section:
            return self.exploration.seeds(self.run)
        return seeds_of(self.site, self.options.section, self.listing_key, self.reader.key)

    def robots_parsed(self, robotparser: Any, **_: Any) -> None:
        """Called by Scrapy once robots.txt was read: it may name sitemaps."""
        if self.exploration is not None and hasattr(robotparser, "rp"):
            self.exploration.robots_sitemaps = list(robotparser.rp.sitemaps)

    def listing_key(self, url: str) -> str:
        """The key of a listing page; a family whose pagers add noise to addresses overrides it."""
        return self.addresses.page_key(url)

    def walk(self, page: Page, due: Due, read_at: datetime) -> Found:
        """The entries and further pages of a listing."""
        if self.site.json_listing is not None and is_data(page.html):
            return read_json_listing(page, due, self.addresses, self.site.json_listing, read_at)
        return read_listing(page, due, self.addresses, read_at, self.listing_key)

    def request(self, due: Due) -> Request:
        """The request for a frontier row, conditional where the page was fetched before."""
        by_browser = scripted(self.site, due) and not self.settings.getlist("TINTINH_FROM_ARCHIVE")
        request = make_request(due, self.site, conditional=not by_browser and not self.options.needs_links(due))
        request.callback = self.parse_attachment if due.kind == "attachment" else self.parse_page
        request.errback = self.failed
        if due.kind == "attachment":
            self.attachments.prepare(request)
        if by_browser:
            from spiders.browser import rendered  # an extra

            return rendered(request, self.settings["USER_AGENT"], self.site.verify_tls)
        return request

    async def parse_page(self, response: Response, due: Due) -> Visit:
        """One visit from one answer. A page that cannot be read costs itself and no other."""
        try:
            visit = await self.reader.visit(response, due, clock.now())
        except Exception as error:
            self.logger.error("cannot read %s", response.url, exc_info=True)
            return unreadable(response, due, error)
        self._chains.bound(visit)
        self._downloader.read(visit)
        if self.options.healed and visit.article is not None:
            visit.article.flags.append(HEALED)
        return visit

    async def parse_attachment(self, response: Response, due: Due) -> Visit:
        """One visit from the answer to the request for an attachment."""
        try:
            visit = await self.attachments.visit(response, due, clock.now(), self.run.store.known_file)
        except Exception as error:
            self.logger.error("cannot read %s", response.url, exc_info=True)
            return unreadable(response, due, error)
        self._chains.bound(visit)
        self._downloader.read(visit)
        return visit

    async def failed(self, failure: Failure) -> Visit | None:
        """One visit from a request that got no answer, or None where the crawl ended before it was sent."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit = failed_visit(request, failure.value, self.attachments)
        if visit is not None:
            await self.reader.no_page(visit)
        return visit

    @property
    def _downloader(self) -> Any:
        engine = self.crawler.engine
        assert engine is not None
        return engine.downloader
