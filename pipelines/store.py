"""Step 5: hand the visit to the run, which commits it whole; the run's beginning and end."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.errors import StoreError
from crawler.storage.visit import Visit
from pipelines.base import Step

logger = logging.getLogger(__name__)


class StoreStep(Step):
    """Commits visits. A store that cannot be written ends the run with its reason; what was stored stays intact."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.fault: StoreError | None = None
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    def process_item(self, visit: Visit) -> Visit:
        """Put the visit in safe hands."""
        if self.fault is None:
            try:
                self.spider.visited(visit)
            except StoreError as error:
                self._give_up(error)
        return visit

    def item_error(self, item: Any, failure: Any, **_: Any) -> None:
        """A step failed on a visit: the page is noted as failed, so that the run goes on without it."""
        if isinstance(item, Visit) and item.due.id in self.spider.run.in_flight and self.fault is None:
            reason = f"cannot be processed: {failure.type.__name__}: {failure.getErrorMessage()}"[:500]
            item.article = None
            self.spider.abandoned(item.due, reason)

    def spider_closed(self, reason: str, **_: Any) -> None:
        """Commit and publish what is left and enter the run's end."""
        try:
            if self.fault is None:
                self.spider.run.finish(reason)
        except StoreError as error:
            self.fault = error
            logger.error("%s", error)
        finally:
            self.spider.run.store.close()
            if self.fault is not None:
                self.spider.fault = self.fault

    def _give_up(self, error: StoreError) -> None:
        self.fault = error
        logger.error("%s", error)
        self.spider.stop_soon("store_error")
