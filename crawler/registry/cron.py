"""Cron expressions of registry entries, in Vietnamese time.

APScheduler reads the fields, but counts weekdays from Monday where cron counts them from Sunday (its own documentation
says so); here numbers mean what they mean to cron. Where both a day of the month and a weekday are given, both must
match; cron would take either.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

from crawler.base.clock import VIETNAM

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHEN = datetime(2024, 1, 1, tzinfo=VIETNAM)  # a leap year begins: 29 February comes within the horizon …
_HORIZON = timedelta(days=366 * 2)  # … and what does not come within it is a slip of the pen


@lru_cache(maxsize=1024)
def cron_trigger(expression: str) -> CronTrigger:
    """The trigger of a cron expression of five fields. Raises `ValueError` where it is none, or never comes."""
    fields = expression.split()
    if len(fields) != 5:
        raise ValueError(f"{expression!r} has {len(fields)} fields; cron has 5: minute hour day month weekday")
    minute, hour, day, month, weekday = fields
    named = {"minute": minute, "hour": hour, "day": day, "month": month, "day_of_week": _weekdays(weekday)}
    limited = CronTrigger(**named, timezone=VIETNAM, end_date=_WHEN + _HORIZON)
    if limited.get_next_fire_time(None, _WHEN) is None:
        raise ValueError(f"{expression!r} names a day that does not come")
    return CronTrigger(**named, timezone=VIETNAM)


def next_tick(expression: str, after: datetime) -> datetime:
    """The first moment that the expression names later than `after`."""
    found: datetime = cron_trigger(expression).get_next_fire_time(None, after + timedelta(microseconds=1))
    return found.astimezone(VIETNAM)


@lru_cache(maxsize=1024)
def shortest_gap(expression: str) -> timedelta:
    """The least time between two ticks of those that come next: how often the expression means to look."""
    moment = next_tick(expression, _WHEN)
    gap = timedelta(days=366)
    for _ in range(50):
        following = next_tick(expression, moment)
        gap = min(gap, following - moment)
        moment = following
    return gap


def _weekdays(field: str) -> str:
    """Numbers as names: 0 and 7 are Sunday. Ranges become lists, since APScheduler's week begins on Monday."""

    def name(number: re.Match[str]) -> str:
        value = int(number[0])
        if value > 7:
            raise ValueError(f"no weekday {value}: cron has 0 to 7")
        return WEEKDAYS[value]

    parts = []
    for part in field.split(","):
        span = re.fullmatch(r"(\d|sun)-(\d)(?:/(\d))?", part)
        if span:
            first = 0 if span[1] == "sun" else int(span[1])
            last, step = int(span[2]), int(span[3] or 1)
            if first > last or last > 7 or step < 1:
                raise ValueError(f"no range of weekdays: {part}")
            parts += [WEEKDAYS[day] for day in range(first, last + 1, step)]
        else:
            steps = re.fullmatch(r"\*/(\d)", part)
            if steps and int(steps[1]) > 0:
                parts += [WEEKDAYS[day] for day in range(0, 7, int(steps[1]))]
            else:
                parts.append(re.sub(r"\d+", name, part))
    return ",".join(dict.fromkeys(parts))
