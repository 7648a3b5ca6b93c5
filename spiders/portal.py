"""The base of all spiders: it drives one portal's crawl from the frontier."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlencode, urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler import __version__
from crawler.archive.writing import ArchiveWriter
from crawler.base import clock
from crawler.base.errors import StoreError
from crawler.crawl.crawl_run import CrawlRun
from crawler.crawl.store import Store
from crawler.discovery.data_listing import is_data
from crawler.discovery.xml import LONGEST
from crawler.extraction.address import addresses
from crawler.extraction.article import read_article
from crawler.extraction.detect import detect
from crawler.extraction.page import Page
from crawler.model.visit import SOURCES, Due, Kind, Link, Status, Visit
from crawler.net import tls
from crawler.registry import Portal
from crawler.runs.locks import Locks, open_locks, take_portal
from crawler.vietnamese import decode
from crawler.watch.rules import find_rules
from crawler.watch.watcher import Watcher
from spiders.canonical import article_key
from spiders.complete import complete
from spiders.downloader import CrawlEndedError
from spiders.exploring import Exploration
from spiders.files import Files
from spiders.form_state import StatefulForms
from spiders.guard import PrivateAddressError
from spiders.json_listing import read_json_listing
from spiders.options import crawl_options
from spiders.outcome import OBSTACLES, begun, header, refuse
from spiders.scripted import RENDERED, scripted
from spiders.sources import Sources
from spiders.turns import Turn
from spiders.walk import Found, read_listing

WINDOW = 16  # rows of the frontier out at once: enough to keep a fast host busy, little to fetch again after a kill


class PortalSpider(scrapy.Spider):
    """Walks one portal: sections' listings, their further pages, the articles on them.

    The registry's spider loader makes one subclass per entry. Arguments (all optional, as `-a name=value`):
    base_url, since, until (ISO dates), limit, full, section, purpose (visit, sweep, gaps), on_schedule.
    """

    portal: ClassVar[Portal]

    def __init__(
        self,
        name: str | None = None,
        base_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name)
        self.site = self.portal.model_copy(update={"start": base_url}) if base_url else self.portal
        self.addresses = addresses(self.site)
        self.exploration: Exploration | None = None
        if not self.site.sections:
            self.exploration = Exploration(
                self.addresses, self.listing_key, self.walk, only_section=bool(kwargs.get("section"))
            )
        self.sources = Sources(self.addresses, self.exploration.explorer if self.exploration else None, self.key)
        self.options = crawl_options(self.site, kwargs)
        self.turn: Turn
        self.locks: Locks | None = None  # where nobody took them before
        self.forms = StatefulForms()
        self.files = Files(self.site, self.addresses)
        self.run: CrawlRun
        self.fault: StoreError | None = None  # why the store ended the run, for the command's exit code
        self._news = asyncio.Event()
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
        spider = super().from_crawler(crawler, *args, **kwargs)
        output = Path(crawler.settings["TINTINH_OUTPUT"])
        store = Store.open(crawler.settings["TINTINH_DATABASE"] or f"sqlite:///{output / 'tintinh.db'}")
        given = crawler.settings["TINTINH_RULES"]
        if rules := find_rules(output, Path(given) if given else None):
            store.on_revisions = Watcher(store.engine, rules, clock.now())
        revisit_after = [int(seconds) for seconds in crawler.settings.getlist("TINTINH_REVISIT_AFTER")]
        options = replace(spider.options, revisit_after=tuple(revisit_after) or spider.options.revisit_after)
        spider.files.set_up(crawler.settings)
        if not crawler.settings.getbool("TINTINH_LOCKED"):
            database = crawler.settings["TINTINH_DATABASE"] or f"sqlite:///{output / 'tintinh.db'}"
            spider.locks = open_locks(output, database)  # held until the process ends
            take_portal(spider.locks, spider.site)
        delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        pause = store.pause(spider.portal.id, clock.now(), delay, crawler.settings.getfloat("TINTINH_HANDOVER"))
        spider.turn = Turn(spider.site.hosts, delay, pause)
        keep = crawler.settings.getbool("TINTINH_ARCHIVE") and not crawler.settings.getlist("TINTINH_FROM_ARCHIVE")
        software = f"tintinh/{__version__}"
        limit = crawler.settings.getint("TINTINH_ARCHIVE_SEGMENT")
        archive = ArchiveWriter(output / "archive", spider.portal.id, software, limit) if keep else None
        spider.run = CrawlRun(store, output, spider.portal.id, options, archive=archive)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Draw due rows from the frontier while any is due or in flight."""
        await self.turn.come()
        try:
            self.run.seed(self.seeds())
            async for request in self._draw():
                yield request
        except StoreError as error:
            self.give_up(error)

    async def _draw(self) -> AsyncIterator[Request]:
        while not self._stopping:
            self._news.clear()
            drawn = self.run.draw(WINDOW - len(self.run.in_flight))
            for due in drawn:
                yield self.request(due)
            if not drawn and not self.run.in_flight:
                if self.exploration is None or not self.exploration.release(self.run):
                    return
                continue
            if len(self.run.in_flight) > WINDOW // 2 or not drawn:
                await self._settled(WINDOW // 2 if drawn else len(self.run.in_flight) - 1)

    async def _settled(self, most: int) -> None:
        """Wait until no more than `most` rows are out."""
        while len(self.run.in_flight) > most and not self._stopping:
            self._news.clear()
            await self._news.wait()

    def visited(self, visit: Visit) -> None:
        """Called by the store step with each visit: into safe hands, and more rows may be drawn."""
        if self.fault is None:
            try:
                self.run.add(visit)
            except StoreError as error:
                self.give_up(error)
        self._news.set()

    def abandoned(self, due: Due, reason: str) -> None:
        """Called where a visit was lost to a fault of ours: the row is noted as failed."""
        self.visited(Visit(due, clock.now(), Status.FETCH_ERROR, reason=reason))

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
        """Ask for nothing more: what waits for its host's delay is dropped, and stays due."""
        self._stopping = True
        self._news.set()
        engine = self.crawler.engine
        assert engine is not None
        downloader: Any = engine.downloader
        downloader.end()

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's interface
        """Called by Scrapy once all is over: others may ask the portal's hosts."""
        self.files.close()
        self.turn.end()

    def seeds(self) -> list[Link]:
        """The pages a crawl begins at: the entry's sections, else its start page."""
        if self.exploration is not None and not self.options.section:
            return self.exploration.seeds(self.run)
        paths = [self.options.section] if self.options.section else list(self.site.sections)
        urls = [(path, urljoin(self.site.start, path)) for path in paths]
        seeds = [Link(self.listing_key(url), url, "listing", path) for path, url in urls]
        if not self.options.section:
            kinds: dict[Kind, tuple[str, ...]] = {"feed": self.site.feeds, "sitemap": self.site.sitemaps}
            named = [(kind, urljoin(self.site.start, path)) for kind, paths in kinds.items() for path in paths]
            seeds += [Link(self.key(url), url, kind) for kind, url in named]
        return seeds

    def key(self, url: str) -> str:
        """The key of a page that is no listing."""
        return self.exploration.explorer.key(url) if self.exploration else self.addresses.key(url)

    def robots_parsed(self, robotparser: Any, **_: Any) -> None:
        """Called by Scrapy once robots.txt was read: it may name sitemaps."""
        if self.exploration is not None and hasattr(robotparser, "rp"):
            self.exploration.robots_sitemaps = list(robotparser.rp.sitemaps)

    def listing_key(self, url: str) -> str:
        """The key of a listing page; a family whose pagers add noise to addresses overrides it."""
        return self.addresses.page_key(url)

    def request(self, due: Due) -> Request:
        """The request for a frontier row, conditional where the page was had before."""
        headers: dict[str, str] = {}
        if due.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
            headers["Referer"] = urljoin(self.site.start, due.section) if due.section else self.site.start
        elif not self._must_have(due) and not self._by_browser(due):
            if due.etag:
                headers["If-None-Match"] = due.etag
            if due.last_modified:
                headers["If-Modified-Since"] = due.last_modified
        request = Request(
            due.url,
            method="GET" if due.form is None else "POST",
            body="" if due.form is None else urlencode(due.form.fields),
            callback=self.parse_file if due.kind == "attachment" else self.parse_visit,
            errback=self.failed,
            headers=headers,
            dont_filter=True,  # the frontier is the filter
            meta={"dont_redirect": True},  # so is a redirect's target: a row of its own
            cb_kwargs={"due": due},
        )
        if due.kind == "sitemap":
            request.meta["download_maxsize"] = LONGEST
        elif due.kind == "attachment":
            self.files.prepare(request)
        if self._by_browser(due):
            from spiders.browser import rendered  # an extra

            return rendered(request, self.settings["USER_AGENT"], self.site.verify_tls)
        return request

    def _by_browser(self, due: Due) -> bool:
        return scripted(self.site, due) and not self.settings.getlist("TINTINH_FROM_ARCHIVE")

    def _must_have(self, due: Due) -> bool:
        """Whether 'not modified' will not do: a walk to the end, or to days gone by, needs the links of the page."""
        options = self.options
        return due.kind in SOURCES and (options.full or bool(options.since or options.until))

    def parse_visit(self, response: Response, due: Due) -> Visit:
        """One visit from one answer. A page that cannot be read costs itself and no other."""
        try:
            return self._visit(response, due, clock.now())
        except Exception as error:
            self.logger.error("cannot read %s", response.url, exc_info=True)
            return _unread(response, due, error)

    async def parse_file(self, response: Response, due: Due) -> Visit:
        """One visit from the answer to the request for an attachment."""
        try:
            visit = await self.files.visit(response, due, clock.now(), self.run.store.known_file)
        except Exception as error:
            self.logger.error("cannot read %s", response.url, exc_info=True)
            return _unread(response, due, error)
        self._tell_downloader(visit)
        return visit

    def failed(self, failure: Failure) -> Visit | None:
        """One visit from a request that got no answer: refused by robots.txt, unreachable, cut short.

        None where the crawl ended before it was asked for: its page stays due.
        """
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, CrawlEndedError):
            return None
        due = request.cb_kwargs["due"]
        if error is not None and (large := self.files.too_large(due, error, clock.now())) is not None:
            return large
        reason = f"{type(error).__name__}: {error}"[:500]
        if request.url.startswith("https:") and (remedy := tls.remedy(reason)) is not None:
            reason = f"{reason} ({remedy} in the portal's entry would accept it)"
        refused = isinstance(error, IgnoreRequest | PrivateAddressError)
        status = Status.BLOCKED if refused else Status.FETCH_ERROR
        visit = Visit(due, clock.now(), status, reason=reason)
        if self.exploration is not None and due.kind != "attachment":
            self.exploration.not_had(visit)
        return visit

    def _visit(self, response: Response, due: Due, now: datetime) -> Visit:
        visit = begun(response, due, now)
        if RENDERED in response.flags and visit.status is Status.FETCHED:
            self._led_elsewhere(response, visit)
        status = visit.status
        if status is Status.REDIRECTED:
            self._redirect(response, visit)
        elif status is Status.FETCHED and not visit.not_modified and due.kind in ("feed", "sitemap"):
            self.sources.read(response, visit)
        elif status is Status.FETCHED and not visit.not_modified:
            text = decode(response.body, header(response, "Content-Type"))
            page = Page(text.text, response.url)
            if due.kind == "listing" and due.depth == 0:
                visit.cms = detect(page)
            self._read(page, visit, response)
            if visit.article is not None:
                visit.files = self.files.links(visit.article, due)
                visit.article.flags.extend(text.flags)
                if "dataloss" in response.flags:
                    visit.article.flags.append("its Content-Length promises more than was sent")
        self._tell_downloader(visit)
        if self.exploration is not None and (visit.status is not Status.FETCHED or visit.not_modified):
            self.exploration.not_had(visit)
        if due.kind == "listing":
            self.forms.check(visit)
        return visit

    def _tell_downloader(self, visit: Visit) -> None:
        downloader: Any = getattr(self.crawler.engine, "downloader", None)
        if downloader is not None:
            downloader.read(visit)

    def _led_elsewhere(self, response: Response, visit: Visit) -> None:
        """A browser follows redirects by itself: where they led to another page, that is a row of its own."""
        own = self.addresses.own(response.url)
        if own is None or self.addresses.page_key(own) != self.addresses.page_key(visit.due.url):
            visit.status = Status.REDIRECTED

    def _redirect(self, response: Response, visit: Visit) -> None:
        location = response.url if RENDERED in response.flags else header(response, "Location")
        target = self.addresses.own(urljoin(response.url, location)) if location else None
        if target is None or self.addresses.skipped(target):
            visit.status = Status.FETCH_ERROR
            visit.reason = f"redirects to {location or 'nowhere'}, which is not a page of this portal"
            visit.led_away = self._other_host(urljoin(response.url, location or ""))
            return
        key = self.listing_key(target) if visit.due.kind == "listing" else self.key(target)
        if key == visit.due.key and target == visit.due.url:
            visit.status, visit.reason = Status.FETCH_ERROR, "redirects to itself"
            return
        visit.redirected_to = Link(key, target, visit.due.kind, visit.due.section)

    def _other_host(self, url: str) -> str | None:
        host = (urlsplit(url).hostname or "").lower()
        return host if host and host not in self.site.hosts else None

    def _read(self, page: Page, visit: Visit, response: Response) -> None:
        if self.exploration is not None:
            reading = self.exploration.read(page, visit)
            if visit.kind == "article" and reading.article is not None:
                visit.article = complete(reading.article, visit, response, self.addresses)
                visit.article.id = f"{self.portal.id}:{self.exploration.explorer.canonical_key(page, visit.due)}"
                visit.article.section = visit.due.section or self.exploration.explorer.section_of(page.url)
            elif reading.outcome in OBSTACLES:  # which may show no entry, either
                refuse(visit, reading)
            return
        if visit.due.kind == "listing":
            found = self.walk(page, visit.due, visit.fetched_at)
            visit.links, visit.further, visit.later = found.entries, found.further, found.later
            visit.follow = found.follow
            if not found.entries and not is_data(page.html):
                reading = read_article(page, page.url, self.site, visit.fetched_at)
                if reading.outcome in OBSTACLES:
                    refuse(visit, reading)
            return
        reading = read_article(page, page.url, self.site, visit.fetched_at)
        if reading.article is None:
            refuse(visit, reading)
            return
        visit.article = complete(reading.article, visit, response, self.addresses)
        visit.article.id = f"{self.portal.id}:{article_key(page, visit.due, self.addresses)}"

    def walk(self, page: Page, due: Due, read_at: datetime) -> Found:
        """The entries and further pages of a listing."""
        if self.site.json_listing is not None and is_data(page.html):
            return read_json_listing(page, due, self.addresses, self.site.json_listing, read_at)
        return read_listing(page, due, self.addresses, read_at, self.listing_key)


def _unread(response: Response, due: Due, error: Exception) -> Visit:
    reason = f"cannot be read: {type(error).__name__}: {error}"
    return Visit(due, clock.now(), Status.FETCH_ERROR, response.status, reason)
