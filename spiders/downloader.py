"""Scrapy's downloader, kept to its word about concurrency."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Request, Response
from twisted.internet.defer import Deferred


class PoliteDownloader(Downloader):
    """One request at a time means one, without a delay too (setting DOWNLOADER).

    Scrapy 2.19 counts a request as under way only once its task has begun to run. Without a delay it therefore takes a
    host's whole queue out at once, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.
    """

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)
