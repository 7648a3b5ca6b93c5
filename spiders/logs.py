"""Log lines for visits: an address and an outcome, never a whole article."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from crawler.model.visit import Visit


class VisitLogFormatter(LogFormatter):
    """Scrapy's formatter with short lines for visits (setting LOG_FORMATTER)."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """A failed visit is worth a line at INFO; a good one only at DEBUG."""
        if not isinstance(item, Visit):
            return super().scraped(item, response, spider)
        level = logging.INFO if item.reason else logging.DEBUG
        return {
            "level": level,
            "msg": "%(status)s %(url)s%(reason)s",
            "args": {
                "status": item.status,
                "url": item.due.url,
                "reason": f" ({item.reason})" if item.reason else "",
            },
        }
