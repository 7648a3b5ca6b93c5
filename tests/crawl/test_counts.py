"""What each visit adds to the counts of its run: a table."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from crawler.crawl.counts import counts_of
from crawler.model.visit import Due, Status, Visit
from tests.records import NOON, article, link

FAILED, FETCHED = Status.FETCH_ERROR, Status.FETCHED


def seen(kind: str, status: Status = FETCHED, depth: int = 0, **more: object) -> Visit:
    return Visit(Due(1, "k", "https://x.vn/k", kind, "/tin", depth, None, None), NOON, status, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visit", "counts"),
    [
        (seen("article", depth=1, article=article("1"), bytes=9), {"pages": 1, "articles": 1, "bytes": 9}),
        (seen("article", FAILED), {"pages": 1, "errors": 1}),
        (seen("article", FAILED, missing=True), {"pages": 1, "missing": 1}),
        (seen("article", Status.BLOCKED), {"pages": 1, "blocked": 1}),
        (seen("article", Status.REDIRECTED), {"pages": 1, "redirected": 1}),
        (seen("article", not_modified=True), {"pages": 1, "not_modified": 1}),
        (
            seen("listing", links=[link("1"), link("2")]),
            {"pages": 1, "listings": 1, "sources_tried": 1, "sources": 1, "entries": 2},
        ),
        (seen("listing", depth=1, links=[link("1")]), {"pages": 1, "listings": 1}),
        (
            seen("listing", not_modified=True),
            {"pages": 1, "listings": 1, "not_modified": 1, "sources_tried": 1, "sources": 1, "sources_unchanged": 1},
        ),
        (seen("listing", FAILED), {"pages": 1, "errors": 1, "sources_tried": 1}),
        (seen("listing", Status.REDIRECTED), {"pages": 1, "redirected": 1}),
        (
            seen("listing", FAILED, led_away="khac.vn"),
            {"pages": 1, "errors": 1, "led_away": 1, "sources_tried": 1},
        ),
        (seen("sitemap", shown=5), {"pages": 1, "sources_tried": 1, "sources": 1, "entries": 5}),
        (seen("attachment", bytes=3), {"files": 1, "bytes": 3}),
        (seen("attachment", not_modified=True), {}),
        (seen("attachment", FAILED), {"files_failed": 1}),
        (seen("attachment", Status.REDIRECTED), {}),
    ],
)
def test_what_a_visit_adds(visit: Visit, counts: Mapping[str, int]) -> None:
    assert dict(counts_of(visit)) == counts
