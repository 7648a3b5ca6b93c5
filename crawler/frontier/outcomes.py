"""What the outcome of a visit makes of a frontier row: its status, and when it is due again. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.frontier.refetch import MISSING_APART, REFETCH_AFTER, next_missing, next_refetch, next_retry
from crawler.model.visit import Status, Visit

MOST_HOPS = 5  # redirects of one page to other addresses of its own, in a row


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far the fetching of a page has come, as the frontier keeps it.

    `errors` counts failures in a row. `run` is the last run that tried the page under this address; None: any run may.
    """

    url: str
    other_url: str | None = None
    status: Status = Status.DISCOVERED
    due_at: int | None = None
    errors: int = 0
    fetched_at: int | None = None
    run: int | None = None
    reason: str | None = None


def after_visit(
    before: Fetching,
    visit: Visit,
    run: int,
    published: datetime | None = None,
    refetch_after: Sequence[int] = REFETCH_AFTER,
) -> Fetching:
    """The row's fetching after `visit`.

    `published`: when the article on the page was published, or first seen where it has no date.
    """
    if visit.moved_to is not None:
        return _moved(before, visit, visit.moved_to, run)
    if visit.missing:
        return _missing(before, visit, run)
    due_at, errors = None, 0
    if visit.status in (Status.FETCH_ERROR, Status.BLOCKED):
        errors = before.errors + 1
        due_at = next_retry(visit.fetched_at, errors)
    elif visit.kind == "article" and visit.status is Status.FETCHED:
        due_at = next_refetch(published, visit.fetched_at, refetch_after)
    return Fetching(
        before.url, before.other_url, visit.status, due_at, errors, _epoch(visit.fetched_at), run, visit.reason
    )


def _moved(before: Fetching, visit: Visit, url: str, run: int) -> Fetching:
    """The page redirects to another address of its own, with a closing slash say: it is fetched there at once.

    More than MOST_HOPS of them in a row are a circle, which is a failure.
    """
    errors, fetched_at = before.errors + 1, _epoch(visit.fetched_at)
    if errors <= MOST_HOPS:
        return Fetching(url, before.other_url, Status.DISCOVERED, fetched_at, errors, fetched_at, None, visit.reason)
    due_at = next_retry(visit.fetched_at, errors)
    reason = "redirects in a circle"
    return Fetching(before.url, before.other_url, Status.FETCH_ERROR, due_at, errors, fetched_at, run, reason)


def _missing(before: Fetching, visit: Visit, run: int) -> Fetching:
    """The page answers 404 or 410: it is tried under its other address, else again days apart, until it is GONE.

    Visits less than MISSING_APART after the last failure count as one. A feed or sitemap is GONE at once: seeds are
    asked for in each run all the same.
    """
    fetched_at = _epoch(visit.fetched_at)
    if before.other_url is not None:
        return Fetching(before.other_url, None, Status.DISCOVERED, fetched_at, 0, fetched_at, None, visit.reason)
    close = before.errors > 0 and before.fetched_at is not None and fetched_at - before.fetched_at < MISSING_APART
    errors = before.errors if close else before.errors + 1
    due_at = None if visit.kind in ("feed", "sitemap") else next_missing(visit.fetched_at, errors)
    status = Status.GONE if due_at is None else visit.status
    return Fetching(before.url, None, status, due_at, errors, fetched_at, run, visit.reason)


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
