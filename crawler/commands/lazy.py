"""A group of commands whose modules are imported when they are used: their names and first lines are known before."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup

# Command → its module in this folder, and the first line of its help. A test compares them with the modules.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": (
        "list_portals",
        "Print the portals by province: id, kind, family, how we know, and the newest item stored.",
    ),
    "crawl": (
        "crawl",
        "Crawl portals: what is new or due goes into the store and the JSONL log. Run it again to go on after a stop.",
    ),
    "schedule": ("schedule", "Crawl each portal of the registry when it is due, until told to stop (Ctrl-C, SIGTERM)."),
    "worker": ("worker", "Be one of many machines that crawl from one store on PostgreSQL, until told to stop."),
    "status": (
        "status",
        "Print a line for each portal: its verdict (docs/operating.md), newest article, last run.",
    ),
    "heal": (
        "heal",
        "Print how the entry of a portal that changed should change, as crawls found out; with --write make it so.",
    ),
    "runs": (
        "runs",
        "Print the latest runs: when, from where, what was asked for, requests by outcome, what came, why they ended.",
    ),
    "gaps": (
        "gaps",
        "Print the weeks of which far fewer articles are stored than is usual; `tintinh crawl --fill-gaps` walks them.",
    ),
    "search": ("search", "Find articles by their words, with or without diacritics, best first."),
    "watch": (
        "watch",
        "Judge the portals, write the feeds, send the notices that are due. A crawl does so at its end.",
    ),
    "metrics": ("metrics", "Serve the health of all portals to Prometheus, at /metrics on loopback, until stopped."),
    "probe": (
        "probe",
        "Look at a portal never seen, by 24 pages at most: its CMS, feeds, sections and articles; prints an entry.",
    ),
    "new": (
        "new",
        "Begin a registry entry: probe the portal, write the entry, a fixture page whose test fails until reviewed.",
    ),
    "read": ("read", "Read one page into one record: a table on a terminal, else one line of JSON."),
    "check": (
        "check",
        "Check registry entries by the rules and against their saved pages. Exit code 1 where there is a fault.",
    ),
    "normalize": ("normalize", "Normalise Vietnamese text from stdin to stdout, or files into a folder, of any size."),
    "tail": (
        "tail",
        "Print the log's revisions in seq order, a JSON line each: remember the last seq and go on from there.",
    ),
    "log": ("log", "Look after the published log in OUTPUT."),
    "archive": ("archive", "Look after the raw pages in OUTPUT/archive."),
    "backup": (
        "backup",
        "Bring a backup of store, log and raw archive in a folder up to date; crawls may run meanwhile.",
    ),
    "restore": ("restore", "Put a backup back into an empty output folder, and compare the log with the store."),
    "doctor": (
        "doctor",
        "Examine database, indexes, log, archive, clock and disk; exit code 1 where something is wrong.",
    ),
    "move": ("move", "Move the store into another, empty database, SQLite or PostgreSQL; run it again after a kill."),
    "forget": (
        "forget",
        "Take an article down: out of store, index, log, feeds and raw archive, with a tombstone for consumers.",
    ),
    "vacuum": ("vacuum", "Give back the room of deleted rows and merge the full-text index; stop crawls before."),
    "export": ("export", "Write what was published in the log as files by month and portal, or as one SQLite file."),
    "mirror": ("mirror", "Bring a copy of the log in another place up to date: new segments, then the manifest."),
    "diff": (
        "diff",
        "Print what changed between two revisions of an article, field by field; nothing where it has only one.",
    ),
    "reparse": (
        "reparse",
        "Read archived pages again, with no network: into a file, or into the store where the reading changed.",
    ),
    "serve": (
        "serve",
        "Serve the console: meetings, search, articles and portals as web pages, from a store that it only reads.",
    ),
    "demo": (
        "demo",
        "Crawl two small portals that come with tintinh, twice, with an edit in between, and show what came out.",
    ),
}


class NotLoaded(TyperCommand):
    """A command whose module is not imported yet: enough of it for the list of commands."""


class LazyGroup(TyperGroup):
    """The commands of `COMMANDS`, as they are used."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        known = {name: self.commands.get(name) or NotLoaded(name, help=said) for name, (_, said) in COMMANDS.items()}
        self.commands = {**known, **self.commands}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the arguments name, with its module imported."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(str(name)) if isinstance(command, NotLoaded) else command, rest


def load(name: str) -> Any:
    """Import the module of a command, which enters the command in the application, and build it."""
    module = import_module(f"crawler.commands.{COMMANDS[name][0]}")
    return typer.main.get_group(module.app).commands[name]
