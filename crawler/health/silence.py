"""Is the newest item older than the portal's own rhythm explains?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from crawler.base.reasons import Reason, joined
from crawler.health.finding import Finding, Word, at
from crawler.health.holidays import holiday
from crawler.health.rhythm import Rhythm, learn
from crawler.registry import Portal
from crawler.runs.portal_figures import PortalFigures

NO_ANSWER = timedelta(days=3)  # a portal of unknown rhythm that no run reached for so long gives no answer
RATE_DAYS = 10  # ordinary days of the latest that must bring …
RATE_LEAST = 15.0  # … where so many articles are usual in them …
RATE_SHARE = 0.2  # … at least this share of that


def rhythm_of(figures: PortalFigures) -> Rhythm | None:
    """What the portal's own past says; None where it is too short."""
    if figures.newest is None:
        return None
    return learn({one.day: one.published for one in figures.days}, figures.newest)


def last_look(figures: PortalFigures) -> datetime | None:
    """Start of the last run that would have seen news."""
    return next((run.started_at for run in figures.runs if run.looked), None)


def findings(portal: Portal, figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    """Silence, quiet, or far fewer articles than usual; nothing for a portal that publishes as usual."""
    looked = last_look(figures)
    rhythm = rhythm_of(figures)
    if looked is None:
        if figures.runs and figures.first_run is not None and now - figures.first_run > NO_ANSWER and _asked(figures):
            reason = Reason.of("no_source", count=len(figures.runs))
            yield Finding(Word.SILENT, "no answer", reason, figures.first_run)
        return
    if _asked_in_vain(figures, looked) and _too_long(portal, rhythm, looked.date(), now.date(), NO_ANSWER):
        reason = Reason.of("no_answer", day=looked.date(), days=(now - looked).days)
        yield Finding(Word.SILENT, "no answer", reason, looked)
        return
    if figures.newest is None:
        return
    yield from _without_news(portal, figures.newest, rhythm, looked.date())
    if portal.max_silence is None:
        yield from _trickle(figures, looked.date())


def _asked(figures: PortalFigures) -> bool:
    return any(run.asked for run in figures.runs)


def _asked_in_vain(figures: PortalFigures, looked: datetime) -> bool:
    return any(run.started_at > looked and run.asked for run in figures.runs)


def _without_news(portal: Portal, newest: date, rhythm: Rhythm | None, looked: date) -> Iterator[Finding]:
    days = (looked - newest).days
    since = at(newest)
    if _too_long(portal, rhythm, newest, looked, None):
        yield Finding(Word.SILENT, "silent", _silent(portal, rhythm, newest, looked), since)
    elif rhythm is not None and rhythm.surprise(newest, looked, holidays=True) > rhythm.quiet_after:
        resting = sorted({name for n in range(1, days) if (name := holiday(newest + timedelta(days=n)))})
        rested = rhythm.surprise(newest, looked) <= rhythm.quiet_after
        if rested:
            reason = Reason.of("quiet_holidays", newest=newest, days=days, holidays=joined(resting, ", "))
        else:
            reason = Reason.of("quiet_longer", newest=newest, days=days)
        yield Finding(Word.QUIET, "quiet", reason, since)
    elif rhythm is None and portal.max_silence is not None and _rested(newest, looked) > portal.max_silence / 2:
        yield Finding(Word.QUIET, "quiet", Reason.of("quiet", newest=newest, days=days), since)


def _too_long(portal: Portal, rhythm: Rhythm | None, after: date, before: date, otherwise: timedelta | None) -> bool:
    """Whether the days between are more than the entry's `max_silence`, else the rhythm, else `otherwise`, allows."""
    if portal.max_silence is not None:
        return _rested(after, before) > portal.max_silence
    if rhythm is not None:
        return rhythm.surprise(after, before) > rhythm.allowance
    return otherwise is not None and before - after > otherwise


def _rested(after: date, before: date) -> timedelta:
    """The days between, holidays left out."""
    days = min((before - after).days, 3660)
    return timedelta(days=sum(not holiday(after + timedelta(days=n)) for n in range(1, days + 1)))


def _silent(portal: Portal, rhythm: Rhythm | None, newest: date, looked: date) -> Reason:
    days = (looked - newest).days
    if portal.max_silence is not None:
        return Reason.of("silent_by_entry", newest=newest, days=days, allowed=portal.max_silence.days)
    assert rhythm is not None
    return Reason.of("silent_by_rhythm", newest=newest, days=days, missed=round(rhythm.missed(newest, looked)))


def _trickle(figures: PortalFigures, looked: date) -> Iterator[Finding]:
    """Far fewer articles than usual: one source of several brings nothing, or its walk ends too early."""
    counts = {one.day: one.published for one in figures.days}
    day, ordinary, found = looked, 0, 0
    while ordinary < RATE_DAYS and (looked - day).days < 4 * RATE_DAYS:
        day -= timedelta(days=1)
        near = [day + timedelta(days=n) for n in (-2, 0, 2)]
        if not any(holiday(one) for one in near):
            ordinary += 1
            found += counts.get(day, 0)
    weeks = [sum(one.published for one in figures.days if n * 7 < (day - one.day).days <= n * 7 + 7) for n in range(8)]
    usual = sorted(weeks)[2] / 7 * ordinary  # a poor week is no reason to expect more
    if ordinary == RATE_DAYS and usual >= RATE_LEAST and found < RATE_SHARE * usual:
        reason = Reason.of("trickle", found=found, days=ordinary, usual=round(usual))
        yield Finding(Word.DEGRADED, "trickle", reason, at(day))
