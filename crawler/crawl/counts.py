"""What each visit adds to the counts of its run.

The counts: pages, listings, articles, new, updated, unchanged, errors, blocked, missing, redirected, not_modified,
led_away, bytes; sources_tried, sources, sources_unchanged (feeds, sitemaps and first pages of listings: tried,
answered, and unchanged); entries that sources showed; of attachments files, files_failed; filled: articles whose
attachments were read.
"""

from __future__ import annotations

from collections import Counter

from crawler.model.visit import SOURCES, Status, Visit

_OF_STATUS = {Status.FETCH_ERROR: "errors", Status.BLOCKED: "blocked", Status.REDIRECTED: "redirected"}


def counts_of(visit: Visit) -> Counter[str]:
    """What one visit adds."""
    if visit.kind == "attachment":
        return Counter({"bytes": visit.bytes}) + _attachment(visit)
    return Counter(pages=1, bytes=visit.bytes) + _page(visit) + _source(visit)


def _attachment(visit: Visit) -> Counter[str]:
    if visit.status is Status.FETCHED:
        return Counter(files=int(not visit.not_modified))
    return Counter(files_failed=int(visit.status is not Status.REDIRECTED))


def _page(visit: Visit) -> Counter[str]:
    counts = Counter(
        articles=int(visit.article is not None),
        listings=int(visit.kind == "listing" and visit.status is Status.FETCHED),
        not_modified=int(visit.not_modified),
        led_away=int(visit.led_away is not None),
    )
    name = "missing" if visit.missing else _OF_STATUS.get(visit.status)
    if name is not None:
        counts[name] += 1
    return counts


def _source(visit: Visit) -> Counter[str]:
    """Of a feed, a sitemap or the first page of a listing; nothing of other pages."""
    if visit.kind not in SOURCES or not visit.is_first or visit.status is Status.REDIRECTED:
        return Counter()
    if visit.status is not Status.FETCHED:
        return Counter(sources_tried=1)
    shown = len(visit.links) if visit.shown is None else visit.shown
    return Counter(sources_tried=1, sources=1, sources_unchanged=int(visit.not_modified), entries=shown)
