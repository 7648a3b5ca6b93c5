"""Trying again: a page's failure is the page's, but one while its origin is failing is the origin's."""

from __future__ import annotations

from time import monotonic
from typing import Any

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response

from crawler.net.urls import origin
from spiders.downloader import refuses_form
from spiders.outcome import is_cut_short


class PatientRetry(RetryMiddleware):
    """Scrapy's, but tries while the circuit breaker is open do not count, and a page that broke off is tried again."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Another try for what the origin failed to give, else the response."""
        if refuses_form(request, response):
            return response  # the same form again would be refused again; its section is walked anew
        if is_cut_short(response):
            self._downloader.breaker.failed(origin(request.url), monotonic(), "connections that break off")
            return self._retry(request, "cut short") or response
        return super().process_response(request, response)

    @property
    def _downloader(self) -> Any:
        assert self.crawler.engine is not None
        return self.crawler.engine.downloader

    def _retry(self, request: Request, reason: str | Exception | type[Exception]) -> Request | None:
        downloader = self._downloader
        if downloader.ended:
            return None
        if downloader.breaker.is_open(origin(request.url), monotonic()):
            again: Request = request.copy()
            again.priority = request.priority + self.priority_adjust
            return again
        return super()._retry(request, reason)
