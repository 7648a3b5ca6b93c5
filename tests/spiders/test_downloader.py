"""The downloader's queue: origins of one host are judged one by one."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Request
from twisted.internet.defer import Deferred

from crawler.net.breaker import Breaker, BreakerPolicy
from spiders.downloader import CrawlEndedError, OriginDownError, PoliteDownloader

LIVE, DEAD = "https://x.vn/tin", "https://x.vn:8443/tin"


@pytest.fixture
def downloader(monkeypatch: pytest.MonkeyPatch) -> PoliteDownloader:
    """One without Scrapy's engine under it: what it would send is noted in `sent`."""
    made = PoliteDownloader.__new__(PoliteDownloader)
    made.breaker, made.ended = Breaker(BreakerPolicy(), "https://x.vn"), False
    noted: list[Any] = []
    made.sent = noted  # type: ignore[attr-defined]

    def send(_: Downloader, slot: Slot) -> None:
        noted.extend(slot.queue)
        slot.queue.clear()

    monkeypatch.setattr(Downloader, "_process_queue", send)
    monkeypatch.setattr("spiders.downloader.call_later", lambda seconds, *_: seconds)
    return made


def queued(*urls: str) -> tuple[Slot, dict[str, list[BaseException]]]:
    """A host's slot with requests that wait, and what each fails with."""
    slot = Slot(1, 0)
    failures: dict[str, list[BaseException]] = {url: [] for url in urls}
    for url in urls:
        deferred: Deferred[Any] = Deferred()
        deferred.addErrback(lambda failure, url=url: failures[url].append(failure.value))
        slot.queue.append((Request(url), deferred))
    return slot, failures


def sent(downloader: PoliteDownloader) -> list[str]:
    return [request.url for request, _ in downloader.sent]  # type: ignore[attr-defined]


def fail(downloader: PoliteDownloader, origin: str, times: int, *, answered: bool) -> None:
    for _ in range(times):
        downloader.breaker.failed(origin, 0, "HTTP 500", answered=answered)


def test_an_origin_that_never_answers_fails_at_once_and_the_other_goes_on(downloader: PoliteDownloader) -> None:
    fail(downloader, "https://x.vn:8443", 5, answered=False)
    slot, failures = queued(DEAD, LIVE, DEAD + "?2")
    downloader._process_queue(slot)
    assert sent(downloader) == [LIVE]
    assert isinstance(failures[DEAD][0], OriginDownError)
    assert failures[LIVE] == []


def test_requests_to_an_origin_that_rests_wait_in_their_place(
    downloader: PoliteDownloader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.downloader.monotonic", lambda: 1.0)
    fail(downloader, "https://x.vn:8443", 5, answered=True)
    slot, failures = queued(DEAD, LIVE)
    downloader._process_queue(slot)
    assert sent(downloader) == [LIVE]
    assert [request.url for request, _ in slot.queue] == [DEAD]
    assert slot.latercall == 29.0
    assert failures[DEAD] == []


def test_at_the_end_of_the_crawl_nothing_is_sent(downloader: PoliteDownloader) -> None:
    slot, failures = queued(LIVE)
    downloader.ended = True
    downloader._process_queue(slot)
    assert sent(downloader) == []
    assert isinstance(failures[LIVE][0], CrawlEndedError)
