"""When a page is fetched again: articles after publication, failed and missing pages after a back-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

HOUR = 3600
DAY = 24 * HOUR

# Seconds after publication. An article is edited soon after it appears or hardly ever.
REFETCH_AFTER: tuple[int, ...] = (HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)

RETRY_FIRST = HOUR  # a failed page is due again after this long, doubling with each failure in a row …
RETRY_MOST = 7 * DAY  # … up to this.

# A page counts as gone when it was missing on so many visits, each at least MISSING_APART after the last.
MISSING_VISITS = 3
MISSING_APART = DAY


def next_refetch(published: datetime | None, fetched: datetime, after: Sequence[int] = REFETCH_AFTER) -> int | None:
    """Epoch second of an article's next fetch, or None after the last one.

    An article without a date, or dated in the future, counts as published when it was first fetched.
    """
    start = published if published is not None and published <= fetched else fetched
    for seconds in after:
        moment = start + timedelta(seconds=seconds)
        if moment > fetched:
            return int(moment.timestamp())
    return None


def next_retry(fetched: datetime, errors: int) -> int:
    """Epoch second of the next try after `errors` failures in a row (1 for the first)."""
    return int(fetched.timestamp()) + min(RETRY_FIRST << (min(errors, 16) - 1), RETRY_MOST)


def next_missing(fetched: datetime, errors: int) -> int | None:
    """Epoch second of the next look at a missing page, or None where it was missing on enough visits."""
    return None if errors >= MISSING_VISITS else int(fetched.timestamp()) + MISSING_APART
