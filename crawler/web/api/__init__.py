"""The API: what the pages show, and the log of revisions, for programs; and the feeds. Read-only, as the pages are."""

from __future__ import annotations

from fastapi import APIRouter

from crawler.web.api import (
    articles,
    bulk,
    dossiers,
    feeds,
    meetings,
    meetings_as_files,
    names,
    portals,
    revisions,
    search,
)
from crawler.web.console import Console
from crawler.web.kept import Kept
from crawler.web.overview import Overview

# Addresses below these are asked for by programs, also where they lead nowhere: errors are JSON.
PREFIXES = ("/api/", "/feeds/")


def routers(console: Console, overview: Kept[Overview]) -> list[APIRouter]:
    """The routes of all parts, in the order of the documentation."""
    listed = (articles, search, meetings, meetings_as_files, dossiers, names, revisions, bulk)
    parts = [part.routes(console) for part in listed]
    return [*parts, portals.routes(console, overview), feeds.routes(console)]
