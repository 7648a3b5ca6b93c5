"""A portal's entry as TOML text, as the registry's files have it."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.registry import Portal, read_entry

FOLDER = "portals"  # below the output folder


def entry_toml(portal: Portal) -> str:
    """The entry's text: only what differs from the defaults, one list item a line where the list is long."""
    lines = [f"name = {_string(portal.name)}"]
    if portal.province:
        lines.append(f"province = {_string(portal.province)}")
    lines += [
        f"kind = {_string(portal.kind)}",
        f"family = {_string(portal.family)}",
        f"start = {_string(portal.start)}",
    ]
    for name in ("aliases", "sections", "feeds", "sitemaps"):
        values = getattr(portal, name)
        if values:
            lines.append(f"{name} = {_list(values)}")
    if portal.article:
        lines.append(f"article = {_literal(portal.article)}")
    if portal.render:
        lines.append(f"render = {_string(portal.render)}")
    if portal.legacy_tls:
        lines.append("legacy_tls = true")
    if not portal.verify_tls:
        lines.append("verify_tls = false")
    lines.append(f"evidence = {_string(portal.evidence)}")
    if portal.section_names:
        names = (f"{_string(path)} = {_string(name)}" for path, name in portal.section_names)
        lines += ["", "[section_names]", *names]
    return "\n".join(lines) + "\n"


def keep_entry(portal: Portal, output: Path) -> None:
    """Lay the entry of a portal without a file into the output folder, where `kept_entries` finds it."""
    folder = output / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{portal.id}.toml").write_text(entry_toml(portal), "utf-8")


def kept_entries(output: Path) -> dict[str, Portal]:
    """The entries of portals that were crawled by their address alone, by id."""
    found = sorted((output / FOLDER).glob("*.toml"))
    return {portal.id: portal for portal in map(read_entry, found)}


def _string(text: str) -> str:
    """A basic string: TOML's escapes are JSON's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _literal(text: str) -> str:
    return _string(text) if "'" in text or "\n" in text else f"'{text}'"


def _list(values: tuple[str, ...]) -> str:
    items = [_string(value) for value in values]
    if sum(map(len, items)) < 90:
        return f"[{', '.join(items)}]"
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
