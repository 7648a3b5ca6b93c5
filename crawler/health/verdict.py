"""The verdict on a portal: a pure function of its entry, its stored figures and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.base.reasons import Reason
from crawler.health import coverage, healed, marks, silence, sources, visits
from crawler.health.finding import Finding, Word
from crawler.registry import Portal
from crawler.runs.portal_figures import PortalFigures

MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict's word, why in words, since when by the figures (None for 'healthy'), and all that was found."""

    word: Word
    reason: Reason
    since: datetime | None
    findings: tuple[Finding, ...]


def judge(portal: Portal, figures: PortalFigures, now: datetime, machine: timedelta = timedelta(0)) -> Verdict:
    """The portal's verdict now. `machine`: how far servers' clocks in general are ahead of this machine's.

    Only a portal that was crawled and has not changed is 'healthy'. Without evidence it is 'unverified' at best.
    """
    if not figures.runs:
        return Verdict(Word.UNVERIFIED, Reason.of("never_crawled"), None, ())
    if portal.valid_to is not None and portal.valid_to < now.date():
        reason = Reason.of("ended", day=portal.valid_to)
        return Verdict(Word.QUIET, reason, None, ())
    found = [
        *visits.findings(portal, figures, now),
        *silence.findings(portal, figures, now),
        *sources.findings(portal, figures, now),
        *coverage.findings(figures, now),
        *marks.findings(portal, figures, machine),
        *healed.findings(portal, figures),
    ]
    found = _explained(found)
    if not any(one.word.unwell for one in found):
        found += _doubts(portal, figures)
    found.sort(key=lambda one: -one.word.gravity)
    if not found:
        return Verdict(Word.HEALTHY, Reason.of("healthy", newest=figures.newest), None, ())
    gravest = [one for one in found if one.word is found[0].word]
    reasons = list(dict.fromkeys(one.reason for one in found))
    since = min(one.since for one in gravest)
    return Verdict(found[0].word, Reason.all_of(reasons, MOST_REASONS), since, tuple(found))


def _explained(found: list[Finding]) -> list[Finding]:
    """Drop findings that another one explains: a clock that is behind dates news into the past, and a portal that does
    not answer has no source either, and a changed portal's entry is no news."""
    dropped: set[str] = set()
    if any(one.check == "clock" and one.reason.key == "clock_behind" for one in found):
        dropped |= {"silent", "quiet", "trickle"}
    if any(one.check in ("refused", "led away", "failing", "no answer") for one in found):
        dropped.add("source failing")
    if any(one.check == "healed" for one in found):
        dropped |= {"source", "source failing", "cms", "led away"}
    return [one for one in found if one.check not in dropped]


def _doubts(portal: Portal, figures: PortalFigures) -> list[Finding]:
    """Why a portal without a bad finding is still not healthy."""
    first = figures.first_run or figures.runs[-1].started_at
    looked = silence.last_look(figures)
    if looked is None:
        return [Finding(Word.UNVERIFIED, "no evidence", Reason.of("never_had"), first)]
    if figures.newest is None:
        word = Word.UNVERIFIED if portal.unverified else Word.DEGRADED
        return [Finding(word, "no evidence", Reason.of("never_found"), first)]
    if portal.max_silence is None and silence.rhythm_of(figures) is None:
        days = sum(1 for one in figures.days if one.published)
        reason = Reason.of("no_rhythm", count=days)
        return [Finding(Word.UNVERIFIED, "no rhythm", reason, first)]
    return []
