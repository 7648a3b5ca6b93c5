"""The progress line of a crawl on a terminal, fed by every crawl of the process."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from spiders.portal import PortalSpider

REFRESH_SECONDS = 0.5


class ProgressExtension:
    """One line for all running portals: pages, articles, new/updated/unchanged, pages/s (setting TINTINH_PROGRESS)."""

    _spiders: list[PortalSpider] = []  # noqa: RUF012 - shared by the crawls of one process, on purpose
    _live: Live | None = None
    _loop: AsyncioLoopingCall | LoopingCall | None = None
    _started = 0.0

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("TINTINH_PROGRESS"):
            raise NotConfigured
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self, spider: PortalSpider) -> None:
        """Show the line with the first portal that opens."""
        shared = ProgressExtension
        shared._spiders.append(spider)
        if shared._live is None:
            shared._started = monotonic()
            shared._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
            shared._live.start()
            shared._loop = create_looping_call(shared._show)
            shared._loop.start(REFRESH_SECONDS, now=True)

    def spider_closed(self, spider: PortalSpider) -> None:
        """Take the line away with the last portal that closes."""
        shared = ProgressExtension
        shared._spiders.remove(spider)
        if not shared._spiders and shared._live is not None:
            if shared._loop is not None:
                shared._loop.stop()
            shared._live.stop()
            shared._live = shared._loop = None

    @classmethod
    def _show(cls) -> None:
        if cls._live is not None:
            counts: Counter[str] = Counter()
            for spider in cls._spiders:
                counts.update(spider.run.counts)
            names = ", ".join(spider.name for spider in cls._spiders[:3])
            names += f" and {len(cls._spiders) - 3} more" if len(cls._spiders) > 3 else ""
            cls._live.update(Text(progress_line(names, counts, monotonic() - cls._started)), refresh=True)


def progress_line(names: str, counts: Counter[str], seconds: float) -> str:
    """What the line says, as in 'son-la: 120 pages, 98 articles (90 new, 1 updated, 7 unchanged), 1.0 pages/s'."""
    rate = counts["pages"] / seconds if seconds > 0 else 0.0
    failed = counts["errors"] + counts["blocked"] + counts["missing"]
    return (
        f"{names}: {counts['pages']} pages, {counts['articles']} articles "
        f"({counts['new']} new, {counts['updated']} updated, {counts['unchanged']} unchanged)"
        f"{f', {failed} failed' if failed else ''}, {rate:.1f} pages/s"
    )
