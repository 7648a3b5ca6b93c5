"""The registry on a terminal, a table a province; elsewhere one tab-separated line a portal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date

from rich.console import Console
from rich.table import Table

from crawler.registry import KINDS, Portal, provinces
from crawler.terminal.tables import show

_COLUMNS = ("portal", "name", "province", "code", "kind", "family", "start", "valid to", "evidence", "last news")


def show_portals(portals: Iterable[Portal], newest: Mapping[str, str], today: date) -> None:
    """Print `portals` by province, a province's own portal first; `newest`: the newest item's day by id.

    A terminal gets the first words of the evidence (`Portal.standing`); lines get all of it.
    """
    ordered = sorted(portals, key=_order)
    if not sys.stdout.isatty():
        show("Portals", _COLUMNS, [_line(portal, newest) for portal in ordered])
        return
    table = Table(header_style="bold", title_justify="left", box=None, pad_edge=False)
    for column in ("province", "portal", "kind", "family", "evidence", "last news"):
        table.add_column(column, overflow="fold")
    province: str | None = None
    for place, portal in enumerate(ordered):
        name = _province(portal)
        ended = "" if portal.stands(today) else f" (to {portal.valid_to})"
        if place and name != province:
            table.add_section()
        table.add_row(
            name if name != province or not place else "",
            portal.id,
            portal.kind + ended,
            portal.family,
            portal.standing,
            newest.get(portal.id, ""),
            style="" if not ended else "dim",
        )
        province = name
    Console().print(table)
    places = {portal.province for portal in ordered} - {None}
    print(f"portals: {len(ordered)}, provinces: {len(places)}")


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
