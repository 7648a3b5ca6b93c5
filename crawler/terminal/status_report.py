"""`tintinh status`: what is stored of each portal, and how its last run went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawler.registry import Portal
from crawler.storage.status import PortalStatus
from crawler.terminal.tables import show


def report(statuses: Sequence[tuple[Portal, PortalStatus]], now: datetime) -> None:
    """One row a portal that has been crawled."""
    columns = [
        "portal",
        "newest item",
        "articles",
        "revisions",
        "due",
        "failing",
        "quarantine",
        "last run",
        "new",
        "ended",
    ]
    rows = [
        [
            portal.id,
            _age(status.newest, now),
            str(status.articles),
            str(status.revisions),
            str(status.due),
            str(status.failing),
            str(status.quarantined),
            _age(status.last_run_at, now),
            str(status.last_counts.get("new", 0)),
            status.last_end or "running",
        ]
        for portal, status in statuses
    ]
    show("Portals", columns, rows, numbers=("articles", "revisions", "due", "failing", "quarantine", "new"))
    for portal, status in statuses:
        for source in status.sources:
            if source.trouble:
                print(f"{portal.id}: {source.kind} {source.source} {source.trouble}")


def as_json(statuses: Sequence[tuple[Portal, PortalStatus]]) -> list[dict[str, Any]]:
    """The same for machines, with all counts."""
    return [
        {
            "portal": portal.id,
            "name": portal.name,
            "evidence": portal.evidence,
            "newest": status.newest,
            "articles": status.articles,
            "revisions": status.revisions,
            "due": status.due,
            "quarantined": status.quarantined,
            "frontier": status.frontier,
            "last_run": status.last_run_at,
            "last_end": status.last_end,
            "last_counts": status.last_counts,
            "sources": [asdict(source) for source in status.sources],
        }
        for portal, status in statuses
    ]


def _age(moment: str | None, now: datetime) -> str:
    if moment is None:
        return "never"
    then = datetime.fromisoformat(moment)
    days = (now - then).days
    when = then.strftime("%Y-%m-%d %H:%M")
    return f"{when} ({days} d ago)" if days > 0 else when
