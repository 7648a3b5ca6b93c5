"""Step 6: hand the visit to the run, which commits it whole; the run's end."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from crawler.base.errors import StoreError
from crawler.model.visit import Visit
from pipelines.base import Step

logger = logging.getLogger(__name__)


class StoreStep(Step):
    """Commits visits. A store that cannot be written ends the run; what was stored stays intact."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    async def process_item(self, visit: Visit) -> Visit:
        """Hand the visit to the run."""
        await self.spider.visited(visit)
        return visit

    async def item_error(self, item: Any, failure: Failure, **_: Any) -> None:
        """A step failed on a visit: store the page as failed, and let the run go on."""
        if isinstance(item, Visit) and item.due.id in self.spider.run.in_flight:
            await self.spider.abandoned(item.due, f"cannot be processed: {failure.value!r}"[:500])

    async def close_spider(self) -> None:
        """Commit what is left, before the run is judged by its counts."""
        spider = self.spider
        try:
            if spider.fault is None:
                await spider.run.settle()
        except StoreError as error:
            spider.fault = error

    async def spider_closed(self, reason: str, **_: Any) -> None:
        """Enter the run's end, with the checks that it failed, and publish."""
        spider = self.spider
        try:
            if spider.fault is None:
                await spider.run.finish(reason)
        except StoreError as error:
            spider.fault = error
        finally:
            spider.run.store.close()
        if spider.fault is not None:
            logger.error("%s", spider.fault)
