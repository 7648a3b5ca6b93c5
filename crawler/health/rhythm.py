"""A portal's rhythm: on which days it publishes and how long it pauses, learned from the days of its articles.

Each weekday has a share: on how many such days the portal published before. A pause is measured by its *surprise*: the
negative logarithm of how likely it is that a portal with these shares publishes nothing on any of the days between,
holidays left out. So one measure serves a newspaper, an office that rests at weekends and a council that writes once a
week: two empty days are surprising for the first, nine empty weeks for the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import log1p
from statistics import quantiles

from crawler.health.holidays import holiday

WINDOW = timedelta(weeks=26)
LEAST_DAYS = 5  # publishing days …
LEAST_SPAN = timedelta(days=14)  # … over so long a time: with less the rhythm is not known
SURPRISE = 9.5  # a pause as long as only one in e^9.5 = 13,000 is by chance, …
STRETCH = 1.3  # … or so many times its longest pause, if that is more: this is silence
QUIET = 3.0  # one in 20 would be as long
SUREST = 0.992  # no portal is sure to publish on a day
MANY_PAUSES = 30  # among so many the longest may have been an outage: the second counts
LONGEST = 3660  # days: beyond ten years all pauses are alike
_DAY = timedelta(days=1)
_WEEKEND = 5  # weekday() of Saturday


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`shares`: for Monday to Sunday, how often it publishes on it; `usual` and `longest`: the surprise of its pauses,
    nine of ten and the longest."""

    shares: tuple[float, ...]
    usual: float
    longest: float

    @property
    def allowance(self) -> float:
        """The surprise of a pause after which it is silent."""
        return max(SURPRISE, STRETCH * self.longest)

    @property
    def quiet_after(self) -> float:
        """The surprise of a pause after which it is quieter than usual."""
        return min(max(QUIET, self.usual), self.allowance)

    def missed(self, after: date, before: date) -> float:
        """On how many days between two days, neither counted in, it would have published."""
        return sum(self.shares[day.weekday()] for day in _between(after, before) if not holiday(day))

    def surprise(self, after: date, before: date, holidays: bool = False) -> float:
        """How surprising a pause between two days is; with `holidays` these count as other days do."""
        return _surprise(self.shares, after, before, holidays)


def learn(days: Mapping[date, int], until: date) -> Rhythm | None:
    """The rhythm of a portal with so many articles a day, up to its newest; None where there is too little data."""
    known = sorted(day for day, count in days.items() if count and until - WINDOW <= day <= until)
    if len(known) < LEAST_DAYS or known[-1] - known[0] < LEAST_SPAN:
        return None
    shares = _shares(set(known), known[0], known[-1])
    if sum(shares) <= 0:  # it published on holidays alone
        return None
    pauses = sorted(_surprise(shares, a, b) for a, b in pairwise(known))
    return Rhythm(shares, quantiles(pauses, n=10)[-1], pauses[-2 if len(pauses) >= MANY_PAUSES else -1])


def _shares(published: set[date], first: date, last: date) -> tuple[float, ...]:
    """Each weekday's share, moved towards that of all working days or weekends, as few weeks say little."""
    seen: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for n in range((last - first).days + 1):
        day = first + n * _DAY
        if holiday(day):
            continue
        seen[day.weekday()] += 1
        hits[day.weekday()] += day in published
    shares = []
    for weekday in range(7):
        group = range(_WEEKEND) if weekday < _WEEKEND else range(_WEEKEND, 7)
        share = sum(hits[one] for one in group) / max(1, sum(seen[one] for one in group))
        shares.append(min(SUREST, (hits[weekday] + share) / (seen[weekday] + 1)))
    return tuple(shares)


def _surprise(shares: tuple[float, ...], after: date, before: date, holidays: bool = False) -> float:
    days = (day for day in _between(after, before) if holidays or not holiday(day))
    return sum(-log1p(-shares[day.weekday()]) for day in days)


def _between(after: date, before: date) -> Iterator[date]:
    for n in range(1, min((before - after).days, LONGEST)):
        yield after + n * _DAY
