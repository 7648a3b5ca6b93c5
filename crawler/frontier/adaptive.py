"""How often a source (a section's listing, a feed, a sitemap) is fetched on schedule: as often as it has news.

As StormCrawler's AdaptiveScheduler does: the interval between fetches shrinks when a fetch finds something new and
grows when it does not. The portal's schedule bounds it below, the entry's `quiet_visit` above. Runs that a person
starts, and sweeps, fetch every source.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

GROWTH = 1.5  # times the interval, after a fetch without news
SHRINKAGE = 2.0  # the interval is divided by this, after a fetch with news


class IntervalBounds(NamedTuple):
    """The shortest and the longest time between two fetches of a source."""

    shortest: timedelta
    longest: timedelta


DEFAULT_BOUNDS = IntervalBounds(timedelta(hours=1), timedelta(days=1))


def next_interval(interval: int, changed: bool, bounds: IntervalBounds) -> int:
    """Seconds until a source's next fetch. `interval`: the seconds before, 0 before the first fetch.

    `changed`: the last fetch found something new.
    """
    shortest, longest = (int(bound.total_seconds()) for bound in bounds)
    if interval == 0:
        return shortest
    wanted = interval / SHRINKAGE if changed else max(interval, shortest) * GROWTH
    return int(min(max(wanted, shortest), max(shortest, longest)))


def tolerance(bounds: IntervalBounds) -> int:
    """Seconds by which a source is due early: a tick must find due what the tick before fetched a moment late."""
    return int(bounds.shortest.total_seconds() / 2)
