"""Imports run downwards only: the floors of docs/architecture.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS: dict[str, int] = {
    "crawler.errors": 1,
    "crawler.clock": 1,
    "crawler.breaker": 1,
    "crawler.browser": 1,
    "crawler.urls": 1,
    "crawler.reasons": 1,
    "crawler.vietnamese": 1,
    "crawler.items": 1,
    "crawler.archive": 1,
    "crawler.fetch": 1,
    "crawler.tls": 1,
    "crawler.files": 1,
    "crawler.scratch": 1,
    "crawler.archive_writer": 1,
    "crawler.validation": 2,
    "crawler.schema": 2,
    "crawler.archive_check": 1,
    "crawler.registry": 2,
    "crawler.meetings": 2,
    "crawler.extraction": 3,
    "crawler.storage": 3,
    "crawler.demo": 3,
    "crawler.discovery": 4,
    "crawler.attachments": 4,
    "crawler.reparse": 4,
    "crawler.checking": 4,
    "crawler.reread": 4,
    "crawler.watch": 4,
    "crawler.health": 4,
    "spiders": 4,
    "pipelines": 5,
    "crawler.crawling": 5,
    "crawler.schedule": 5,
    "crawler.web": 5,
    "crawler.terminal": 6,
    "crawler.commands": 6,
    "crawler.cli": 6,
}
NO_SCRAPY = (
    "crawler.vietnamese",
    "crawler.extraction",
    "crawler.meetings",
    "crawler.storage",
    "crawler.items",
    "crawler.discovery",
    "crawler.watch",
    "crawler.attachments",
    "crawler.health",
)


def modules() -> Iterator[tuple[str, Path]]:
    for room in ("crawler", "spiders", "pipelines"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if "migrations" not in name:
                yield name, path


def floor(module: str) -> int | None:
    known = [prefix for prefix in FLOORS if module == prefix or module.startswith(prefix + ".")]
    return FLOORS[max(known, key=len)] if known else None


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            if node.module == "crawler":
                yield from (f"crawler.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("name", "path"), [pytest.param(*module, id=module[0]) for module in modules()])
def test_module_imports_only_from_its_floor_or_below(name: str, path: Path) -> None:
    own = floor(name)
    if own is None:
        assert name in ("crawler", "crawler.settings"), f"{name} stands on no floor: enter it in FLOORS"
        return
    upward = [target for target in imports(path) if (other := floor(target)) is not None and other > own]
    assert not upward, f"{name} (floor {own}) imports upwards: {upward}"
    if name.startswith("crawler"):
        assert not [target for target in imports(path) if target.split(".")[0] in ("spiders", "pipelines")]
    if name.startswith(NO_SCRAPY):
        assert not [target for target in imports(path) if target.split(".")[0] in ("scrapy", "twisted")]
