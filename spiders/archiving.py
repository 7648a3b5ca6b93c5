"""Every answer goes into the raw archive, robots.txt and errors too, before anybody reads it."""

from __future__ import annotations

import http.client

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Request, Response

from crawler.archive.capture import Capture
from crawler.archive.writing import Exchange
from crawler.base import clock
from crawler.base.errors import StoreError
from spiders.archived_url import archived_url
from spiders.portal import PortalSpider

CAPTURE = "capture"  # keys of request.meta: where the answer lies …
KNOWN = "known_capture"  # … and the last whole one before it
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class ArchiveMiddleware:
    """Writes each exchange and leaves in `request.meta` where the answer lies. Off with TINTINH_ARCHIVE=0.

    A page whose last answer is not in the archive any more is asked for without conditions, and is kept whole again.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("TINTINH_ARCHIVE") or crawler.settings.getlist("TINTINH_FROM_ARCHIVE"):
            raise NotConfigured
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Note the page's last answer, and ask for a whole one where that is gone."""
        spider = self._spider()
        writer = spider.run.archive
        if writer is None or spider.fault is not None:
            return
        try:
            known = spider.last_answers.of(request)
        except StoreError as error:
            spider.give_up(error)
            return
        request.meta[KNOWN] = known if known is not None and writer.holds(known) else None
        if request.meta[KNOWN] is None:
            for name in _CONDITIONS:
                request.headers.pop(name, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the answer; an archive that can't be written ends the run, as a store that can't be does."""
        spider = self._spider()
        writer = spider.run.archive
        if writer is None or spider.fault is not None:
            return response
        url = archived_url(request)
        exchange = Exchange(
            url,
            request.method,
            _pairs(request.headers),
            response.status,
            http.client.responses.get(response.status, ""),
            _pairs(response.headers),
            response.body,
            clock.now(),
        )
        metadata = {"portal": spider.portal.id, "run": str(spider.run.number)}
        try:
            found: Capture | None = writer.write(exchange, metadata, request.meta.get(KNOWN))
            request.meta[CAPTURE] = found
        except StoreError as error:
            spider.give_up(error)
        return response

    def _spider(self) -> PortalSpider:
        spider = self.crawler.spider
        assert isinstance(spider, PortalSpider), "the archive is kept of the registry's spiders"
        return spider


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
