"""Cron expressions of registry entries, in Vietnamese time.

cronsim reads them as Debian's cron does: weekdays count from Sunday, and where both a day of the month and a weekday
are given, either suffices.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise

from cronsim import CronSim, CronSimError

from crawler.base.clock import VIETNAM

_WHEN = datetime(2024, 1, 1, tzinfo=VIETNAM)
_FIELDS = 5
_GAPS = 50


@lru_cache(maxsize=1024)
def check_cron(expression: str) -> None:
    """Raises `ValueError` where the text is no cron expression of five fields, or names a day that never comes."""
    if (count := len(expression.split())) != _FIELDS:
        raise ValueError(f"{expression!r} has {count} fields; cron has 5: minute hour day month weekday")
    try:
        found = next(CronSim(expression, _WHEN), None)
    except (CronSimError, AssertionError, ValueError) as error:
        raise ValueError(f"{expression!r} is no cron expression: {error or 'it mixes steps and weekdays'}") from error
    if found is None:
        raise ValueError(f"{expression!r} names a day that never comes")


def ticks(expression: str, after: datetime) -> Iterator[datetime]:
    """The moments, in order, that the expression names later than `after`. Raises `ValueError` as `check_cron` does."""
    check_cron(expression)
    return CronSim(expression, after.astimezone(VIETNAM))


def next_tick(expression: str, after: datetime) -> datetime:
    """The first moment that the expression names later than `after`."""
    return next(ticks(expression, after))


@lru_cache(maxsize=1024)
def shortest_gap(expression: str) -> timedelta:
    """The least time between two of the next ticks: how often the expression means to look."""
    return min(later - earlier for earlier, later in pairwise(islice(ticks(expression, _WHEN), _GAPS)))
