"""Running crawls: Scrapy in this process, one crawl per portal, from names in settings alone."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.project import get_project_settings

from crawler.archive.reading import ArchiveIndex
from crawler.base.errors import UserError
from crawler.crawl.crawl_run import Purpose
from crawler.crawl.store import Store
from crawler.net import browser
from crawler.registry import Portal
from crawler.runs.locks import Locks, open_locks, take_portal
from crawler.watch.rules import find_rules

# Where Scrapy logs what a portal did wrong with a traceback into itself.
ONE_LINE_LOGGERS = ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.scraper")


@dataclass(frozen=True, slots=True)
class CrawlRequest:
    """What a person asked for on the command line."""

    portals: Sequence[Portal]
    output: Path
    database: str | None = None
    base_urls: Mapping[str, str] = field(default_factory=dict)  # portal id → address to crawl instead of its own
    delay: float | None = None
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    full: bool = False
    section: str | None = None
    archives: Sequence[Path] = field(default_factory=tuple)
    quiet: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    rules: Path | None = None  # whom to tell of new reports, if not OUTPUT/watch.toml
    purpose: Purpose = "visit"
    on_schedule: bool = False  # only those sources are looked at that are due themselves

    @property
    def database_url(self) -> str:
        """The store's address: as given, else SQLite in the output folder."""
        return self.database or f"sqlite:///{self.output / 'tintinh.db'}"

    def site(self, portal: Portal) -> Portal:
        """The portal at the address that it is crawled at."""
        base = self.base_urls.get(portal.id)
        return portal.model_copy(update={"start": base}) if base else portal


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """How the crawl of one portal ended: its counts, Scrapy's closing reason, and the error that ended it, if any."""

    portal: Portal
    counts: dict[str, int]
    why_ended: str
    fault: UserError | None = None
    first_failure: str | None = None
    failed_checks: Mapping[str, str] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """Pages that were had."""
        failed = sum(self.counts.get(name, 0) for name in ("errors", "blocked", "missing"))
        return self.counts.get("pages", 0) - failed


def run_crawls(request: CrawlRequest, held: Locks | None = None) -> list[CrawlResult]:
    """Crawl every portal of the request, at once, and say how each ended. `held` are locks that were taken already.

    Raises `UserError` before anything is fetched where the store, the output folder or an archive can't be used, and
    `BusyError` where another process crawls one of the portals.
    """
    _check(request)
    locks = held or open_locks(request.output, request.database_url)
    for portal in request.portals:
        take_portal(locks, request.site(portal))
    settings = get_project_settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(_settings(request), priority="cmdline")
    process = _Process(settings)
    for name in ONE_LINE_LOGGERS:
        logging.getLogger(name).addFilter(_without_traceback)
    crawlers: list[tuple[Portal, Crawler]] = []
    for portal in request.portals:
        crawler = process.create_crawler(portal.id)
        process.crawl(crawler, **_arguments(request, portal))
        crawlers.append((portal, crawler))
    process.start()
    locks.release()
    return [_result(portal, crawler) for portal, crawler in crawlers]


class _Process(AsyncCrawlerProcess):
    """Scrapy's, but when told to stop (SIGTERM, SIGINT) it drops what waits for a host's delay."""

    async def stop(self) -> None:
        for crawler in list(self.crawlers):
            spider: Any = crawler.spider
            if spider is not None and crawler.engine is not None:
                spider.draw_no_more()
        await super().stop()


def _without_traceback(record: logging.LogRecord) -> bool:
    """A log filter: a portal's faults are a line each."""
    record.exc_info = None
    return True


def _check(request: CrawlRequest) -> None:
    try:
        request.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot write to the output folder {request.output}: {error.strerror}") from error
    find_rules(request.output, request.rules)  # broken rules are told before, not after, reports went unnoticed
    if not request.archives and any(portal.render == "browser" for portal in request.portals):
        browser.executable()
    store = Store.open(request.database_url)
    try:
        store.check_writable()
    finally:
        store.close()
    if request.archives:
        ArchiveIndex(request.archives)


def _settings(request: CrawlRequest) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "TINTINH_OUTPUT": str(request.output),
        "TINTINH_DATABASE": request.database_url,
        "TINTINH_RULES": str(request.rules or ""),
        "TINTINH_LOCKED": True,
        "TINTINH_PROGRESS": sys.stderr.isatty() and not request.quiet,
    }
    if sys.stderr.isatty() or request.quiet:
        settings["LOG_LEVEL"] = "WARNING"
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


def _result(portal: Portal, crawler: Crawler) -> CrawlResult:
    spider: Any = crawler.spider
    if spider is None:
        return CrawlResult(portal, {}, "not started", UserError(f"{portal.id}: the crawl did not start, see the log"))
    stats = crawler.stats.get_stats() if crawler.stats else {}
    return CrawlResult(
        portal,
        dict(spider.run.counts),
        str(stats.get("finish_reason", "stopped")),
        spider.fault,
        spider.run.first_failure,
        spider.run.failed_checks,
    )
