"""`tintinh status`: how each portal is, what is stored of it, and how its last run went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from crawler.crawl.status import PortalStatus
from crawler.health.survey import Judged
from crawler.terminal.tables import show

_COLUMNS = ("portal", "verdict", "newest", "articles", "last run", "why")


def report(statuses: Sequence[tuple[Judged, PortalStatus]], now: datetime, named: bool = False) -> None:
    """One line a portal, the worst first; then what is wrong with a source where the verdict does not say so.

    `named`: somebody asked for these portals by name; all that is known of each is printed.
    """
    ordered = sorted(statuses, key=lambda pair: (-pair[0].verdict.word.gravity, pair[1].last_run_at is None))
    if named:
        for one, status in ordered:
            _print_one(one, status, now)
    else:
        rows = [
            [
                one.portal.id,
                one.verdict.word.value,
                status.newest[:10] if status.newest else "never",
                str(status.articles),
                status.last_run_at[:16].replace("T", " ") if status.last_run_at else "never",
                _why(one, status),
            ]
            for one, status in ordered
        ]
        show("Portals", _COLUMNS, rows, numbers=("articles",), one_line=True)
    for one, status in ordered:
        for check, reason in failed_checks(one).items():
            print(f"{one.portal.id}: its last run failed the check '{check}': {reason}")
        for source in status.sources:
            if source.trouble and source.trouble not in one.verdict.reason:
                print(f"{one.portal.id}: {source.kind} {source.source} {source.trouble}")


def _print_one(one: Judged, status: PortalStatus, now: datetime) -> None:
    since = f" since {one.verdict.since:%Y-%m-%d}" if one.verdict.since else ""
    print(f"{one.portal.id}  {one.portal.name}")
    for name, text in (
        ("verdict", f"{one.verdict.word.value}{since}: {one.verdict.reason}"),
        ("newest item", _age(status.newest, now)),
        ("stored", f"{status.articles} articles, {status.revisions} revisions, {status.quarantined} in quarantine"),
        ("frontier", f"{status.due} due, {status.failing} failing"),
        ("last run", f"{_age(status.last_run_at, now)}, {status.last_counts.get('new', 0)} new, {_ended(status)}"),
        ("evidence", one.portal.evidence),
    ):
        print(f"  {name:<12} {text}")


def _why(one: Judged, status: PortalStatus) -> str:
    """The reason of the verdict; what is unusual about the last run before it."""
    unusual = [_ended(status)] if _ended(status) not in ("", "finished") else []
    unusual += [f"{status.quarantined} in quarantine"] if status.quarantined else []
    return "; ".join([*unusual, one.verdict.reason])


def failed_checks(one: Judged) -> dict[str, str]:
    """The checks that the portal's latest run failed at its end, with the reason."""
    return one.figures.runs[0].failed if one.figures.runs else {}


def as_json(statuses: Sequence[tuple[Judged, PortalStatus]]) -> list[dict[str, Any]]:
    """The same for machines, with all counts and findings."""
    return [
        {
            "portal": one.portal.id,
            "name": one.portal.name,
            "verdict": one.verdict.word.value,
            "unwell": one.verdict.word.unwell,
            "reason": one.verdict.reason,
            "since": one.verdict.since.isoformat() if one.verdict.since else None,
            "findings": [
                {"verdict": f.word.value, "check": f.check, "reason": f.reason, "since": f.since.isoformat()}
                for f in one.verdict.findings
            ],
            "evidence": one.portal.evidence,
            "newest": status.newest,
            "articles": status.articles,
            "revisions": status.revisions,
            "due": status.due,
            "quarantined": status.quarantined,
            "frontier": status.frontier,
            "last_run": status.last_run_at,
            "last_end": status.last_end,
            "last_counts": status.last_counts,
            "failed_checks": failed_checks(one),
            "sources": [asdict(source) for source in status.sources],
        }
        for one, status in statuses
    ]


def _ended(status: PortalStatus) -> str:
    if status.last_run_at is None:
        return ""
    return status.last_end or "running"


def _age(moment: str | None, now: datetime) -> str:
    if moment is None:
        return "never"
    then = datetime.fromisoformat(moment)
    days = (now - then).days
    when = then.strftime("%Y-%m-%d %H:%M" if then.time() != time.min else "%Y-%m-%d")
    return f"{when} ({days} d ago)" if days > 0 else when
