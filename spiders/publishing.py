"""The JSONL log follows the store while a crawl goes on, whether or not pages arrive."""

from __future__ import annotations

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from crawler.base.environment import environment
from crawler.base.errors import StoreError
from spiders.portal import PortalSpider


class PublishExtension:
    """Commits what waits and publishes it every TINTINH_PUBLISH_SECONDS."""

    def __init__(self, crawler: Crawler) -> None:
        self._loop: AsyncioLoopingCall | LoopingCall | None = None
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self, spider: PortalSpider) -> None:
        """Begin with the crawl."""
        self._loop = create_looping_call(self._publish, spider)
        self._loop.start(max(environment().publish_seconds, 0.1), now=False)

    def spider_closed(self) -> None:
        """End with the crawl, whose end publishes all."""
        if self._loop is not None:
            self._loop.stop()

    @staticmethod
    def _publish(spider: PortalSpider) -> None:
        if spider.fault is not None:
            return
        try:
            spider.run.flush()
        except StoreError as error:
            spider.give_up(error)
