"""`tintinh check --live --all`: a row a portal, then what the registry lacks."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.discovery.live import LiveReport, LiveVerdict
from crawler.terminal.tables import show

_COLUMNS = ("portal", "verdict", "family", "sections", "articles", "proposed sections", "why")


def report(found: Sequence[LiveReport]) -> None:
    """Print the table, those that do not work first; then portals of bodies that no entry describes."""
    order = list(LiveVerdict)
    rows = [
        [
            one.portal,
            one.verdict.value,
            one.family or "",
            f"{sum(not s.trouble for s in one.sections)}/{len(one.sections)}" if one.sections else "",
            f"{sum(not a.lacking for a in one.articles)}/{len(one.articles)}" if one.articles else "",
            " ".join(one.sections_proposed),
            one.reason,
        ]
        for one in sorted(found, key=lambda one: (-order.index(one.verdict), one.portal))
    ]
    show("Live check", _COLUMNS, rows)
    bodies = {body.url: (one.portal, body) for one in found for body in one.bodies}
    if bodies:
        missing = [[portal, body.kind, body.name, body.url] for portal, body in bodies.values()]
        show("Portals that no entry describes", ("seen on", "kind", "name", "address"), missing)
