"""The JSONL log follows the store while a crawl goes on, whether or not pages arrive."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.base.environment import environment
from crawler.base.errors import StoreError
from spiders.portal import PortalSpider


class PublishExtension:
    """Commits what waits and publishes it every TINTINH_PUBLISH_SECONDS."""

    def __init__(self, crawler: Crawler) -> None:
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self, spider: PortalSpider) -> None:
        """Begin with the crawl."""
        self._task = asyncio.ensure_future(self._publish(spider))

    def spider_closed(self) -> None:
        """End with the crawl, whose end publishes all. A commit that goes on is not cut off."""
        self._ended.set()

    async def _publish(self, spider: PortalSpider) -> None:
        seconds = max(environment().publish_seconds, 0.1)
        while spider.fault is None:
            try:
                await asyncio.wait_for(self._ended.wait(), seconds)
                return
            except TimeoutError:
                pass
            try:
                await spider.run.flush()
            except StoreError as error:
                spider.give_up(error)
