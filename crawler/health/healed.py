"""Did the portal change, so that its entry finds nothing more? See `crawler.crawl.healing`."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.base.reasons import Reason
from crawler.health.finding import Finding, Word
from crawler.registry import Portal
from crawler.runs.portal_figures import PortalFigures


def findings(portal: Portal, figures: PortalFigures) -> Iterator[Finding]:
    """An open healing, until the entry is another one."""
    healing = figures.healing
    if healing is None or healing.entry_hash != portal.digest:
        return
    day, detail = healing.found_at.date(), healing.reason
    if healing.successor is not None:
        reason = Reason.of("merged", portal=portal.id, day=day, successor=healing.successor, detail=detail)
    elif healing.proposal is not None:
        reason = Reason.of("healed", portal=portal.id, day=day, detail=detail)
    else:
        reason = Reason.of("not_healed", day=day, detail=detail)
    yield Finding(Word.MOVED, "healed", reason, healing.found_at)
