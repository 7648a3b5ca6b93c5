"""The registry on a terminal, a table a province; elsewhere one tab-separated line a portal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date

from crawler.registry import KINDS, Portal, provinces
from crawler.terminal.tables import show

_COLUMNS = ("portal", "name", "province", "code", "kind", "family", "start", "valid to", "evidence", "last news")


def show_portals(portals: Iterable[Portal], newest: Mapping[str, str], today: date) -> None:
    """Print `portals` by province, a province's own portal first; `newest`: the newest item's day by id.

    A terminal gets a word of the evidence, lines get all of it.
    """
    ordered = sorted(portals, key=_order)
    if not sys.stdout.isatty():
        show("Portals", _COLUMNS, [_line(portal, newest) for portal in ordered])
        return
    from rich.console import Console  # a while to load, and only terminals need it
    from rich.table import Table

    table = Table(header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("province")
    for column in ("portal", "kind", "family"):
        table.add_column(column, no_wrap=True)
    table.add_column("evidence")
    if newest:
        table.add_column("last news", no_wrap=True)
    before: str | None = None
    for portal in ordered:
        name = _province(portal)
        stands = portal.stands(today)
        cells = [
            name if name != before else "",
            portal.id,
            portal.kind + ("" if stands else " †"),
            portal.family,
            portal.standing.removeprefix("unverified, ").partition(",")[0],
        ]
        table.add_row(*cells, *([newest.get(portal.id, "")] if newest else []), style="" if stands else "dim")
        before = name
    Console().print(table)
    places = {portal.province for portal in ordered} - {None}
    print(f"portals: {len(ordered)}, provinces: {len(places)}. Evidence 'seen', 'inferred' and 'unknown': nobody has")
    print("verified the entry (docs/registry.md). †: the body has ended; `tintinh crawl --all` leaves it out.")


def _line(portal: Portal, newest: Mapping[str, str]) -> list[str]:
    return [
        portal.id,
        portal.name,
        _province(portal),
        portal.province or "",
        portal.kind,
        portal.family,
        portal.start,
        portal.valid_to.isoformat() if portal.valid_to else "",
        " ".join(portal.evidence.split()),
        newest.get(portal.id, ""),
    ]


def _province(portal: Portal) -> str:
    return provinces.by_code(portal.province).name if portal.province else ""


def _order(portal: Portal) -> tuple[bool, str, bool, int, str]:
    """By province, bodies that stand before those that ended, then by kind; portals of no province last."""
    return (
        portal.province is None,
        portal.province or "",
        portal.valid_to is not None,
        KINDS.index(portal.kind),
        portal.id,
    )
