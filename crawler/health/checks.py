"""The checks that a run must pass at its end: pure functions of its counts and of what the store now says.

A run that saw nothing at all is no success, however cleanly it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.health import coverage, marks, silence
from crawler.health.finding import Word
from crawler.health.visits import FEW_PAGES, SHARE
from crawler.registry import Portal
from crawler.runs.portal_figures import PortalFigures


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run is judged by: the portal's entry, the run's counts, the portal's figures with the run in them, now."""

    portal: Portal
    counts: Mapping[str, int]
    figures: PortalFigures
    now: datetime

    def count(self, name: str) -> int:
        """One of the run's counts."""
        return self.counts.get(name, 0)


def reached(facts: RunFacts) -> str | None:
    """Something could be fetched, if anything was asked for."""
    pages = facts.count("pages")
    fetched = pages - sum(facts.count(name) for name in ("errors", "blocked", "missing"))
    return f"none of {pages} pages could be fetched" if pages and not fetched else None


def sources(facts: RunFacts) -> str | None:
    """A source answered: a section, a feed, a sitemap."""
    tried = facts.count("sources_tried")
    return f"none of {tried} sources could be fetched" if tried and not facts.count("sources") else None


def items_seen(facts: RunFacts) -> str | None:
    """A run saw articles (known ones count), if the sources that it asked for ever showed any.

    An unchanged source shows what it showed before. A front page that links only to sections need not show any.
    """
    tried = facts.count("sources_tried")
    if not tried or any(facts.count(name) for name in ("entries", "articles", "sources_unchanged")):
        return None
    if facts.figures.newest is not None and not _expected(facts.figures):
        return None
    return f"no article was seen; {facts.count('sources')} of {tried} sources answered"


def _expected(figures: PortalFigures) -> bool:
    """Whether a source that the latest run asked for has ever shown articles."""
    begun = figures.runs[0].started_at.isoformat()
    asked = [one for one in figures.sources if one.tried_at is not None and one.tried_at >= begun]
    return any(one.new_total or one.newest for one in asked)


def not_refused(facts: RunFacts) -> str | None:
    """Fewer than half of the pages were refused."""
    return _share(facts, "blocked", "refused")


def server_well(facts: RunFacts) -> str | None:
    """Fewer than half of the pages failed."""
    return _share(facts, "errors", "failed")


def news(facts: RunFacts) -> str | None:
    """The newest article is no older than the portal's rhythm explains."""
    found = silence.findings(facts.portal, facts.figures, facts.now)
    return next((one.reason for one in found if one.word is Word.SILENT), None)


def complete(facts: RunFacts) -> str | None:
    """The pages gave what they gave before."""
    return "; ".join(one.reason for one in coverage.findings(facts.figures, facts.now)) or None


def same_site(facts: RunFacts) -> str | None:
    """The CMS is the one known; the server's clock is right."""
    return "; ".join(one.reason for one in marks.findings(facts.portal, facts.figures)) or None


def _share(facts: RunFacts, name: str, word: str) -> str | None:
    pages, bad = facts.count("pages"), facts.count(name)
    return f"{bad} of {pages} pages {word}" if pages >= FEW_PAGES and bad >= SHARE * pages else None


CHECKS: Mapping[str, Callable[[RunFacts], str | None]] = {
    "reached": reached,
    "sources": sources,
    "items seen": items_seen,
    "not refused": not_refused,
    "server well": server_well,
    "news": news,
    "complete": complete,
    "same site": same_site,
}
# A run that fails one of these brought nothing: the command then ends with exit code 1.
FATAL = frozenset({"reached", "items seen"})
