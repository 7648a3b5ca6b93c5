"""Crawls in this process, side by side in one event loop: one of Scrapy's crawlers a portal, named in settings."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.ossignal import install_shutdown_handlers
from scrapy.utils.project import get_project_settings

from crawler.archive.reading import ArchiveIndex
from crawler.base import clock
from crawler.base.errors import UserError
from crawler.crawl.healing import PAUSE, Healer, heal_options, may_heal
from crawler.crawl.limits import JOBS
from crawler.crawl.request import CrawlRequest, CrawlResult
from crawler.crawl.store import Store
from crawler.discovery.correcting import walked
from crawler.log.identity import check_fits
from crawler.net import browser
from crawler.registry import Portal
from crawler.runs.healings import Healing
from crawler.runs.locks import Locks, give_portal, open_locks, take_portal
from crawler.watch.rules import find_rules

# The loggers with which Scrapy reports a portal's fault as a traceback into its own code.
ONE_LINE_LOGGERS = ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.scraper")

Outcome = TypeVar("Outcome")


def run_crawls(request: CrawlRequest, held: Locks | None = None) -> list[CrawlResult]:
    """Crawl every portal of the request, JOBS at once, and say how each ended. `held` are locks taken before.

    Raises `UserError` before anything is fetched where the store, the output folder or an archive can't be used, and
    `BusyError` where another process crawls one of the portals.
    """
    check(request)
    locks = held or open_locks(request.output, request.database_url)
    for portal in request.portals:
        take_portal(locks, request.site(portal))
    process = CrawlProcess(request)
    slots = asyncio.Semaphore(JOBS)

    async def one(portal: Portal) -> CrawlResult:
        async with slots:
            return await process.crawl_portal(request, portal)

    async def every() -> list[CrawlResult]:
        return await asyncio.gather(*(one(portal) for portal in request.portals))

    results = process.run(every)
    for portal in request.portals:
        give_portal(locks, request.site(portal))
    if held is None:
        locks.release()
    return results


def check(request: CrawlRequest) -> None:
    """Raise `UserError` where the store, the output folder, the rules or an archive can't be used."""
    try:
        request.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot write to the output folder {request.output}: {error.strerror}") from error
    find_rules(request.output, request.rules)  # broken rules are an error before the crawl, not after it
    if not request.archives and any(portal.render == "browser" for portal in request.portals):
        browser.executable()
    store = Store.open(request.database_url)
    try:
        store.check_writable()
        check_fits(store.engine, request.output)
    finally:
        store.close()
    if request.archives:
        ArchiveIndex(request.archives)


class CrawlProcess(AsyncCrawlerProcess):
    """Scrapy's, for crawls that begin and end at any time while the event loop runs.

    SIGTERM and SIGINT ask each crawl to end: requests that wait for a host's delay are dropped and stay due. A second
    signal ends the process.
    """

    def __init__(self, request: CrawlRequest) -> None:
        """`request` gives what all crawls of the process share: the store, the output folder, the delay."""
        settings = get_project_settings()
        settings.setmodule("crawler.settings", priority="project")
        settings.update(_settings(request), priority="cmdline")
        super().__init__(settings)
        for name in ONE_LINE_LOGGERS:
            logging.getLogger(name).addFilter(_without_traceback)
        self.stopping = False

    def run(self, main: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Run the event loop until `main` is done; its result."""
        loop = asyncio.get_event_loop()
        ended: asyncio.Task[Outcome] = loop.create_task(_awaited(main))
        ended.add_done_callback(self._stop_reactor)
        self._setup_reactor(install_signal_handlers=True)
        reactor: Any = _reactor()
        reactor.run(installSignalHandlers=False)
        return ended.result()

    async def crawl_portal(self, request: CrawlRequest, portal: Portal) -> CrawlResult:
        """Crawl one portal to the end; never raises: a crawl that does not start is a result, too."""
        if self.stopping:
            return CrawlResult(portal, {}, "not started")
        try:
            return await self._crawl_healing(request, portal)
        except Exception as error:
            logging.getLogger(__name__).error("%s: the crawl did not start", portal.id, exc_info=True)
            return CrawlResult(portal, {}, "not started", f"{portal.id}: the crawl did not start: {error}")

    async def _crawl_healing(self, request: CrawlRequest, portal: Portal) -> CrawlResult:
        """A crawl by the portal's entry; where that finds nothing any more, by what a probe found, see `healing`."""
        if not may_heal(request):
            return _result(portal, await self._crawled(portal.id, _arguments(request, portal)))
        store = Store.of_process(request.database_url)
        try:
            healer = Healer(store, portal, request.site(portal), _pause(request, portal))
            known = healer.open()
            if known is not None and known.is_fresh(clock.now()) and known.entry and known.successor is None:
                return await self._crawl_healed(request, healer, known, request.on_schedule)
            crawler = await self._crawled(portal.id, _arguments(request, portal))
            result, spider = _result(portal, crawler), _spider(crawler)
            if result.fault or result.why_ended != "finished" or self.stopping:
                return result
            trouble = healer.trouble(spider.run.signs, clock.now())
            if trouble is None:
                if known is not None and spider.run.signs.sources:
                    await healer.end(clock.now())
                return result
            if known is not None and known.is_fresh(clock.now()):
                return result
            found = await healer.heal(trouble, clock.now())
            if found is None or found.entry is None or found.successor is not None:
                return result
            return await self._crawl_healed(request, healer, found, on_schedule=False)
        finally:
            store.close()

    async def _crawl_healed(
        self, request: CrawlRequest, healer: Healer, healing: Healing, on_schedule: bool
    ) -> CrawlResult:
        entry = healing.entry
        assert entry is not None, "only what can be walked is walked"
        loader: Any = self.spider_loader
        arguments = {**_arguments(request, healer.portal), **heal_options(healing, on_schedule)}
        arguments.pop("base_url", None)
        crawler = await self._crawled(loader.spider_of(walked(entry)), arguments)
        spider = _spider(crawler)
        if spider.run.number is not None and spider.fault is None:
            await healer.propose(spider.run.number)
        return _result(healer.portal, crawler)

    async def _crawled(self, spider: Any, arguments: dict[str, Any]) -> Crawler:
        crawler = self.create_crawler(spider)
        await self.crawl(crawler, **{name: value for name, value in arguments.items() if value})
        return crawler

    async def stop(self) -> None:
        """Ask each crawl to end."""
        self.stopping = True
        for crawler in list(self.crawlers):
            spider: Any = crawler.spider
            if spider is not None and getattr(crawler, "engine", None) is not None:
                spider.draw_no_more()
        await super().stop()

    def _signal_shutdown(self, signum: int, _: Any) -> None:
        install_shutdown_handlers(self._signal_kill)
        reactor: Any = _reactor()
        reactor.callFromThread(self._log_shutdown, signum)
        reactor.callFromThread(lambda: deferred_from_coro(self.stop()))


def _reactor() -> Any:
    from twisted.internet import reactor  # importing it installs one: only once Scrapy has chosen

    return reactor


async def _awaited(main: Callable[[], Awaitable[Outcome]]) -> Outcome:
    return await main()


def _without_traceback(record: logging.LogRecord) -> bool:
    """A log filter: a portal's faults are a line each."""
    record.exc_info = None
    return True


def _settings(request: CrawlRequest) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "TINTINH_OUTPUT": str(request.output),
        "TINTINH_DATABASE": request.database_url,
        "TINTINH_RULES": str(request.rules or ""),
        "TINTINH_LOCKED": True,
        "TINTINH_PROGRESS": sys.stderr.isatty() and not request.quiet,
        # What a person must know; Scrapy's own lines on settings and versions are for developers.
        "LOG_LEVEL": "WARNING",
    }
    if request.delay is not None:
        settings["DOWNLOAD_DELAY"] = request.delay
        settings["AUTOTHROTTLE_ENABLED"] = request.delay > 0
    if request.archives:
        handler = "spiders.from_archive.ArchiveDownloadHandler"
        settings |= {
            "TINTINH_FROM_ARCHIVE": [str(path) for path in request.archives],
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "HTTPPROXY_ENABLED": False,
        }
    return settings | request.settings


def _arguments(request: CrawlRequest, portal: Portal) -> dict[str, Any]:
    arguments = {
        "base_url": request.base_urls.get(portal.id),
        "since": request.since.isoformat() if request.since else None,
        "until": request.until.isoformat() if request.until else None,
        "limit": request.limit,
        "full": request.full,
        "section": request.section,
        "purpose": request.purpose,
        "on_schedule": request.on_schedule,
    }
    return {name: value for name, value in arguments.items() if value}


def _spider(crawler: Crawler) -> Any:
    return crawler.spider


def _pause(request: CrawlRequest, portal: Portal) -> float:
    """Seconds between the requests of a probe."""
    return max(PAUSE, portal.delay or 0.0) if request.delay is None else request.delay


def _result(portal: Portal, crawler: Crawler) -> CrawlResult:
    spider = _spider(crawler)
    stats = crawler.stats.get_stats() if crawler.stats else {}
    return CrawlResult(
        portal,
        dict(spider.run.counts),
        str(stats.get("finish_reason", "stopped")),
        str(spider.fault) if spider.fault is not None else None,
        spider.run.first_failure,
        dict(spider.run.failed_checks),
    )
