"""How often a source (a section's listing, a feed, a sitemap) is visited on schedule: as often as it proves worth it.

As StormCrawler's AdaptiveScheduler does: the time between visits shrinks when a visit finds something new and grows
when it does not. The portal's schedule bounds it below, the entry's `quiet_visit` above. Runs that were asked for by
hand, and sweeps, visit every source.
"""

from __future__ import annotations

from datetime import timedelta

GROWS = 1.5
SHRINKS = 2.0

Between = tuple[timedelta, timedelta]  # the least and the most time between visits
USUAL: Between = (timedelta(hours=1), timedelta(days=1))


def next_interval(interval: int, news: bool, between: Between) -> int:
    """Seconds until a source's next visit, after one that brought news or not; `interval` is 0 before the first."""
    least, most = (int(bound.total_seconds()) for bound in between)
    if interval == 0:
        return least
    wanted = interval / SHRINKS if news else max(interval, least) * GROWS
    return int(min(max(wanted, least), max(least, most)))


def slack(between: Between) -> int:
    """Seconds that a source is due early, so that a tick finds due what was visited a moment after the tick before."""
    return int(between[0].total_seconds() / 2)
