"""Which deferred pages are fetched after all, now that more is known of their like."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.discovery.learned import FRUITLESS, Guess, Learned
from crawler.discovery.shapes import shape
from crawler.model.visit import Kind

FRUITLESS_MOST = 80  # pages that led to nothing, beyond which only sure articles are fetched …
FRUITLESS_SHARE = 0.5  # … unless they are fewer than this share of the articles


def released(deferred: Sequence[tuple[int, str, Guess]], learned: Learned, articles: int) -> dict[Kind, list[int]]:
    """Rows to fetch, by the kind that they are fetched as. `deferred`: id, address and guess of each row.

    Sure articles first; of pages of unknown kind as many of a shape as may be tried at once; of a calendar's pages a
    few, old and new, and only when nothing else is left. `articles`: how many the crawl knows of.
    """
    sure = [row for row, _, guess in deferred if guess is Guess.ARTICLE]
    fruitless = learned.fruitless > max(FRUITLESS_MOST, FRUITLESS_SHARE * articles)
    unknown = [(row, url) for row, url, guess in deferred if guess is Guess.UNKNOWN and not fruitless]
    pages = []
    for row, url in unknown:
        if learned.may_try(url):
            learned.await_verdict(url)
            pages.append(row)
    if not sure and not pages:
        pages = _of_calendars([(row, url) for row, url in unknown if shape(url).calendar], learned)
    found: dict[Kind, list[int]] = {"article": sure, "page": pages}
    return {kind: rows for kind, rows in found.items() if rows}


def _of_calendars(rows: Sequence[tuple[int, str]], learned: Learned) -> list[int]:
    chosen = rows[:: max(1, len(rows) // FRUITLESS)][:FRUITLESS]
    for _, url in chosen:
        learned.await_verdict(url)
    return [row for row, _ in chosen]
