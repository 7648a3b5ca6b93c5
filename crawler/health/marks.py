"""Is it still the same portal? Its CMS, and the clock of its server."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from crawler.base.reasons import Reason
from crawler.extraction.detect import GENERIC
from crawler.health.finding import Finding, Word, at
from crawler.registry import Portal
from crawler.runs.daily import MarkFigures
from crawler.runs.portal_figures import PortalFigures

CMS_PAGES = 2  # listings that must have the new CMS's marks …
CMS_SHARE = 0.8  # … and their share of the day's
PAST_PAGES = 6  # listings of the days before by which the old one is known
CLOCK_WRONG = timedelta(days=1)
CLOCK_CHANGED = timedelta(hours=1)
CLOCK_PAST = timedelta(days=7)
OWN_CLOCK = timedelta(minutes=30)  # this machine's, by what most servers say
OWN_PORTALS = 3
OWN_SHARE = 2 / 3


def findings(portal: Portal, figures: PortalFigures, machine: timedelta = timedelta(0)) -> Iterator[Finding]:
    """A changed CMS, a wrong clock. `machine`: how far servers' clocks in general are ahead of this machine's."""
    yield from _cms(portal, figures.marks)
    yield from _clock(figures.marks, machine)


def _days(marks: Sequence[MarkFigures], mark: str) -> list[tuple[date, Counter[str]]]:
    days: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for one in marks:
        if one.mark == mark:
            days[one.day][one.value] += one.pages
    return sorted(days.items())


def _cms(portal: Portal, marks: Sequence[MarkFigures]) -> Iterator[Finding]:
    days = _days(marks, "cms")
    if not days:
        return
    new, pages = days[-1][1].most_common(1)[0]
    if new == portal.family or pages < CMS_PAGES or pages < CMS_SHARE * days[-1][1].total():
        return
    row = len(days)
    while row > 0 and days[row - 1][1].most_common(1)[0][0] == new:
        row -= 1
    if row == 0:
        return  # it was never another
    past: Counter[str] = Counter()
    for _, values in days[:row]:
        past += values
    old, known = past.most_common(1)[0]
    if old == new or known < PAST_PAGES or known < CMS_SHARE * past.total():
        return
    names = {GENERIC: Reason.of("no_cms")}
    reason = Reason.of("cms", new=names.get(new, new), old=names.get(old, old))
    yield Finding(Word.MOVED, "cms", reason, at(days[row][0]))


def _clock(marks: Sequence[MarkFigures], machine: timedelta) -> Iterator[Finding]:
    days = _days(marks, "clock")
    if not days:
        return
    skew = _skew(days[-1][1])
    off = skew - machine
    before = [_skew(values) for day, values in days if day <= days[-1][0] - CLOCK_PAST]
    usual = _median(before) if before else skew
    if abs(off) < CLOCK_WRONG and (abs(skew - usual) < CLOCK_CHANGED or abs(off) < CLOCK_CHANGED):
        return
    row = len(days)
    while row > 0 and abs(_skew(days[row - 1][1]) - skew) < CLOCK_CHANGED:
        row -= 1
    yield Finding(Word.DEGRADED, "clock", _wrong(off), at(days[row][0]))


def _median(spans: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(one.total_seconds() for one in spans))


def _skew(values: Counter[str]) -> timedelta:
    """The day's usual error: that of most answers, as some come out of caches."""
    return timedelta(seconds=int(values.most_common(1)[0][0]))


def _wrong(off: timedelta) -> Reason:
    hours = abs(off).total_seconds() / 3600
    span = Reason.of("days", number=hours / 24) if hours >= 48 else Reason.of("hours", number=hours)
    return Reason.of("clock_ahead" if off > timedelta(0) else "clock_behind", span=span)


def machine_skew(clocks: Mapping[str, Sequence[MarkFigures]]) -> timedelta:
    """How far this machine's clock is off: what most portals' servers, by id, agree on; zero where they do not."""
    latest = [_skew(_days(marks, "clock")[-1][1]) for marks in clocks.values() if marks]
    if len(latest) < OWN_PORTALS:
        return timedelta(0)
    middle = _median(latest)
    agreeing = sum(abs(one - middle) < OWN_CLOCK for one in latest)
    return middle if abs(middle) >= OWN_CLOCK and agreeing >= OWN_SHARE * len(latest) else timedelta(0)
