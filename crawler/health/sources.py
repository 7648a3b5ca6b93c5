"""Do the portal's sources still bring articles: sections, feeds, sitemaps? One may stop while others hide it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from crawler.base.reasons import Reason
from crawler.frontier.source_statistics import FAILURES, SourceYield
from crawler.health.finding import Finding, Word
from crawler.registry import Portal
from crawler.runs.portal_figures import PortalFigures

LIVED = timedelta(days=7)  # a source that was already so old at the first crawl was dead before
SIBLING_STALE = timedelta(days=28)  # beside a living feed, another may belong to a section that rests


def findings(portal: Portal, figures: PortalFigures, now: datetime) -> Iterator[Finding]:
    """Sources that once gave articles, or that the entry names, and give none now."""
    fresh_feeds = [one for one in figures.sources if one.kind == "feed" and one.trouble is None and one.newest]
    named = {*portal.sections, *portal.feeds, *portal.sitemaps}
    for source in figures.sources:
        if source.trouble is None:
            continue
        if not _lived(source, figures.first_run) and not _named(source, named):
            continue
        if _stale(source) and (not _lived(source, figures.first_run) or _rests(source, figures, bool(fresh_feeds))):
            continue
        check = "source failing" if source.failures else "source"
        reason = Reason.of("source", kind=source.kind, source=source.source, trouble=source.trouble)
        yield Finding(Word.DEGRADED, check, reason, _since(source, now))


def _lived(source: SourceYield, first_run: datetime | None) -> bool:
    """Whether it gave articles in the time that the portal has been crawled."""
    if source.answered_at is None:
        return False
    if source.newest is None or first_run is None:
        return source.new_total > 0
    return datetime.fromisoformat(source.newest[:10]).date() >= (first_run - LIVED).date()


def _named(source: SourceYield, named: set[str]) -> bool:
    return any(source.source == one or source.source.endswith(one) for one in named if one != "/")


def _stale(source: SourceYield) -> bool:
    return source.failures < FAILURES and source.entries > 0


def _rests(source: SourceYield, figures: PortalFigures, fresh: bool) -> bool:
    if not fresh or source.kind != "feed" or source.newest is None or figures.newest is None:
        return False
    return figures.newest - datetime.fromisoformat(source.newest[:10]).date() < SIBLING_STALE


def _since(source: SourceYield, now: datetime) -> datetime:
    moment = source.answered_at if source.failures else source.newest or source.tried_at
    if moment is None:
        return now
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo is not None else found.replace(tzinfo=now.tzinfo)
