"""What follows crawls: verdicts, feeds and notices. A thread makes them once for all crawls that ended meanwhile."""

from __future__ import annotations

import threading

from crawler.crawl.request import CrawlRequest
from crawler.registry import Portal
from crawler.schedule.host import Ended
from crawler.terminal import watch_report


class AfterCrawls:
    """Collects portals whose crawl ended, and makes the round of watching for them."""

    def __init__(self, request: CrawlRequest) -> None:
        self._request = request
        self._ended: list[Portal] = []
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="after crawls", daemon=True)
        self._thread.start()

    def ended(self, one: Ended) -> None:
        """A crawl has ended; returns at once."""
        if one.result is not None:
            with self._changed:
                self._ended.append(one.result.portal)
                self._changed.notify()

    def close(self) -> None:
        """Wait until the round for the last ended crawl is done."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._closing)
                portals, self._ended = self._ended, []
                if not portals:
                    return
            request = self._request
            watch_report.after_crawl(request.database_url, request.output, request.rules, portals)
