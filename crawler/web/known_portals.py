"""Filters by a portal that there is not are refused: they would find nothing, and look like an answer."""

from __future__ import annotations

import difflib

from sqlalchemy import select

from crawler.database.tables import articles
from crawler.web.asking import Asked
from crawler.web.console import Console


def check_portal(console: Console, asked: Asked) -> None:
    """Enter a fault where neither the registry nor the store knows the portal asked for, with the nearest name."""
    portal = asked.text("portal")
    known = console.portals.get()
    if portal is None or portal in known:
        return
    with console.reader.reading() as connection:
        if connection.execute(select(articles.c.id).where(articles.c.portal == portal).limit(1)).first() is not None:
            return
    asked.faults.append(("fault.portal", portal))
    asked.faults += [("fault.meant", one) for one in difflib.get_close_matches(portal, known, n=1)]
