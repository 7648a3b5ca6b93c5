"""What the steps share: access to the crawl that they belong to."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from spiders.portal import PortalSpider


class Step:
    """Base of the pipeline's steps."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def spider(self) -> PortalSpider:
        """The spider whose visits pass through."""
        spider = self.crawler.spider
        assert isinstance(spider, PortalSpider), "the pipelines serve the registry's spiders"
        return spider
