"""Where pages' last whole answers lie in the raw archive: looked up at once for all rows drawn at once."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.http import Request

from crawler.archive.capture import Capture
from crawler.crawl.store import Store
from spiders.archived_url import archived_url


class LastAnswers:
    """What the store knows of one portal's answers. Raises `StoreError`."""

    def __init__(self, store: Store, portal: str) -> None:
        self._store = store
        self._portal = portal
        self._first_time: bool | None = None  # nothing of this portal was archived before this run
        self._expected: dict[str, Capture | None] = {}

    def expect(self, requests: Sequence[Request]) -> None:
        """Look up what `of` will be asked for."""
        if requests and not self._is_first_time():
            urls = [archived_url(request) for request in requests]
            self._expected = dict.fromkeys(urls) | self._store.captures(self._portal, urls)

    def of(self, request: Request) -> Capture | None:
        """Where the page's last whole answer lies; None where there is none."""
        if self._is_first_time():
            return None
        url = archived_url(request)
        if url not in self._expected:  # robots.txt, or a page that is asked for again
            return self._store.captures(self._portal, [url]).get(url)
        return self._expected.pop(url)

    def _is_first_time(self) -> bool:
        if self._first_time is None:
            self._first_time = not self._store.has_captures(self._portal)
        return self._first_time
