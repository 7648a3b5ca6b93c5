"""Obeying the Crawl-delay that a robots.txt asks for, which Scrapy's middleware reads over."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request

logger = logging.getLogger(__name__)

LONGEST = 60.0  # seconds: what asks for more means 'go away', and a robots.txt says that by Disallow


class CrawlDelayExtension:
    """Slows a host down to the delay of its robots.txt; a longer delay of ours stays."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def robots_parsed(self, robotparser: Any, request: Request, **_: Any) -> None:
        """Called by Scrapy once a host's robots.txt was read (Protego's parser tells the delay)."""
        agent = self.crawler.settings["ROBOTSTXT_USER_AGENT"]
        asked = robotparser.rp.crawl_delay(agent) if hasattr(robotparser, "rp") else None
        engine = self.crawler.engine
        if not asked or engine is None:
            return
        delay = min(float(asked), LONGEST)
        slot = engine.downloader.slots.get(engine.downloader.get_slot_key(request))
        if slot is not None and slot.delay < delay:
            logger.info("%s asks for %g s between requests", request.url, delay)
            slot.delay = delay
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
