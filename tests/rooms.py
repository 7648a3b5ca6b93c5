"""The rooms of the house: which there are, on which floor, and how their modules import each other.

`python -m tests.rooms` writes the map, docs/rooms.md; a test holds it equal to what stands there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAP = ROOT / "docs" / "rooms.md"

# From the ground. A module imports from its own room and from floors below.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("base",),
    ("vietnamese", "net", "archive", "database", "readers"),
    ("model", "registry"),
    ("meetings",),
    ("frontier", "log", "search", "demo"),
    ("extraction", "watch"),
    ("articles", "discovery", "attachments"),
    ("runs",),
    ("crawl",),
    ("schedule", "health", "reparse", "keeping"),
    ("web", "terminal", "spiders", "tintinh"),
    ("commands", "pipelines"),
    ("cli",),
)
OUTSIDE = ("spiders", "pipelines", "tintinh")  # rooms that do not lie in crawler/
LOOSE = ("crawler", "crawler.settings", "crawler.cli")
TITLE = "# Rooms"


def floor_of(room: str) -> int | None:
    """The room's floor, from 1; None for a room that FLOORS does not name."""
    return next((number for number, rooms in enumerate(FLOORS, 1) if room in rooms), None)


def room_of(module: str) -> str:
    """The room that a module lies in: `crawler.frontier.adding` lies in `frontier`."""
    parts = module.split(".")
    return parts[1] if parts[0] == "crawler" and len(parts) > 1 else parts[0]


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the product and its file; migrations are frozen texts and no part of the house."""
    found = {}
    for top in ("crawler", *OUTSIDE):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if ".migrations" not in name:
                found[name] = path
    return found


def imported(module: str) -> Iterator[str]:
    """The names that a module imports, those of functions and type checking among them."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules() else node.module


def neighbours(module: str) -> set[str]:
    """The modules of the product that a module imports."""
    return {name for name in imported(module) if name in modules()} - {module, "crawler"}


def circles() -> list[str]:
    """Modules that import each other in a circle, and those between two circles; within a room or across rooms."""
    edges = {module: neighbours(module) for module in modules()}
    while free := {module for module, to in edges.items() if not to & edges.keys()}:
        edges = {module: to for module, to in edges.items() if module not in free}
    while free := edges.keys() - set().union(*edges.values()):
        edges = {module: to for module, to in edges.items() if module not in free}
    return sorted(edges)


def purpose(module: str) -> str:
    """The first paragraph of the module's docstring, on one line."""
    return " ".join((ast.get_docstring(_tree(module)) or "").split("\n\n")[0].split())


def drawn() -> str:
    """The map as Markdown: every room from the ground up, every module in it, and what it is for."""
    lines = [
        TITLE,
        "",
        "Where a rule lives. Rooms stand on floors, from the ground up: a module imports from its own room and from floors",
        "below, and never in a circle. `python -m tests.rooms` writes this page from the docstrings; a test compares the two.",
    ]
    for number, rooms in enumerate(FLOORS, 1):
        lines += ["", f"## Floor {number}"]
        for room in sorted(rooms):
            top = room if room in OUTSIDE else f"crawler.{room}"
            lines += ["", f"### {room}", "", purpose(top), ""]
            lines += _rows(top)
    return "\n".join(lines).rstrip() + "\n"


def _rows(top: str) -> list[str]:
    inside = [module for module in modules() if module.startswith(top + ".")]
    if not inside:
        return []
    return ["| module | what it holds |", "|---|---|", *(_row(module, top) for module in inside)]


def _row(module: str, top: str) -> str:
    said = purpose(module).replace("|", "\\|")
    return f"| `{module.removeprefix(top + '.')}` | {said} |"


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text("utf-8"))


if __name__ == "__main__":
    MAP.write_text(drawn(), "utf-8")
