"""Where pages' last answers lie is asked of the store once for all rows drawn at once, and never on a first run."""

from collections.abc import Sequence
from typing import Any

import pytest
from scrapy.http import Request

from crawler.archive.capture import Capture
from spiders.last_answers import LastAnswers

PAGES = [f"https://p.gov.vn/{n}" for n in range(3)]


class _Store:
    """Knows the first page; notes what it is asked for."""

    def __init__(self, empty: bool) -> None:
        self.empty = empty
        self.asked: list[list[str]] = []

    def has_captures(self, _portal: str) -> bool:
        return not self.empty

    def captures(self, _portal: str, urls: Sequence[str]) -> dict[str, Capture]:
        self.asked.append(list(urls))
        return {url: Capture(url, "sha1:A", "a.warc.gz", 7, "2026-11-01T00:00:00Z") for url in urls if url == PAGES[0]}


def _answers(empty: bool) -> tuple[Any, LastAnswers]:
    store: Any = _Store(empty)
    return store, LastAnswers(store, "p")


def test_pages_drawn_at_once_are_looked_up_at_once() -> None:
    store, answers = _answers(empty=False)
    requests = [Request(url) for url in PAGES]
    answers.expect(requests)
    found = [answers.of(request) for request in requests]
    assert [one.warc_offset if one else None for one in found] == [7, None, None]
    assert store.asked == [PAGES]


@pytest.mark.parametrize("page", [PAGES[0], "https://p.gov.vn/robots.txt"])
def test_a_page_that_is_asked_for_again_or_was_not_drawn_is_looked_up_anew(page: str) -> None:
    store, answers = _answers(empty=False)
    answers.expect([Request(PAGES[0])])
    answers.of(Request(PAGES[0]))
    found = answers.of(Request(page))
    assert (found is not None) == (page == PAGES[0])
    assert store.asked == [[PAGES[0]], [page]]


def test_the_first_run_of_a_portal_looks_nothing_up() -> None:
    store, answers = _answers(empty=True)
    answers.expect([Request(PAGES[0])])
    assert answers.of(Request(PAGES[0])) is None
    assert store.asked == []
