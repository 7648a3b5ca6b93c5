"""A portal's rhythm: on which days it publishes and how long it pauses, learned from the days of its articles.

Silence is counted in *publishing days missed*: each day counts with the share of such weekdays on which the portal
published before, holidays with nothing. So one measure serves a newspaper, an office that rests at weekends and a
council that writes once a week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import quantiles

from crawler.health.holidays import holiday

WINDOW = timedelta(weeks=26)
LEAST_DAYS = 5  # publishing days …
LEAST_SPAN = timedelta(days=14)  # … over so long a time: with less the rhythm is not known
PATIENCE = 2.0  # publishing days that any portal may miss …
STRETCH = 1.5  # … or so many times its longest pause, if that is more
_DAY = timedelta(days=1)
_WEEKEND = 5  # weekday() of Saturday


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`weights`: for Monday to Sunday, how likely the portal publishes on it; `usual` and `longest`: its pauses, in
    publishing days missed, nine of ten and the longest; `a_day`: articles on an ordinary day, weekends counted in."""

    weights: tuple[float, ...]
    usual: float
    longest: float
    a_day: float

    @property
    def allowance(self) -> float:
        """Publishing days missed after which it is silent."""
        return max(PATIENCE, STRETCH * self.longest)

    @property
    def quiet_after(self) -> float:
        """Publishing days missed after which it is quieter than usual."""
        return min(max(1.0, self.usual), self.allowance)

    def missed(self, after: date, before: date, holidays: bool = False) -> float:
        """Publishing days missed between two days, neither counted in; with `holidays` these count as others do."""
        return _missed(self.weights, after, before, holidays)

    def reached(self, after: date, missed: float) -> date:
        """The day at whose end more than `missed` publishing days have gone by since `after`."""
        day, sum_of = after, 0.0
        while sum_of <= missed and (day - after).days < 3660:
            day += _DAY
            sum_of += 0.0 if holiday(day) else self.weights[day.weekday()]
        return day


def learn(days: Mapping[date, int], until: date) -> Rhythm | None:
    """The rhythm of a portal with so many articles a day, up to its newest; None where there is too little to tell."""
    known = sorted(day for day, count in days.items() if count and until - WINDOW <= day <= until)
    if len(known) < LEAST_DAYS or known[-1] - known[0] < LEAST_SPAN:
        return None
    first, last = known[0], known[-1]
    weights = _weights(set(known), first, last)
    if sum(weights) <= 0:  # it published on holidays alone
        return None
    pauses = [_missed(weights, a, b) for a, b in pairwise(known)]
    ordinary = sum(1 for n in range((last - first).days + 1) if not holiday(first + n * _DAY))
    articles = sum(days[day] for day in known if not holiday(day))
    return Rhythm(weights, quantiles(pauses, n=10)[-1], max(pauses), articles / max(1, ordinary))


def _weights(published: set[date], first: date, last: date) -> tuple[float, ...]:
    """Shares by weekday, each drawn towards that of working days or weekends as a whole: few weeks say little."""
    seen: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for n in range((last - first).days + 1):
        day = first + n * _DAY
        if holiday(day):
            continue
        seen[day.weekday()] += 1
        hits[day.weekday()] += day in published
    weights = []
    for weekday in range(7):
        group = range(_WEEKEND) if weekday < _WEEKEND else range(_WEEKEND, 7)
        share = sum(hits[one] for one in group) / max(1, sum(seen[one] for one in group))
        weights.append((hits[weekday] + share) / (seen[weekday] + 1))
    return tuple(weights)


def _missed(weights: tuple[float, ...], after: date, before: date, holidays: bool = False) -> float:
    whole, total = max(0, (before - after).days - 1), 0.0
    for n in range(1, min(whole, 3660) + 1):
        day = after + n * _DAY
        if holidays or not holiday(day):
            total += weights[day.weekday()]
    return total
