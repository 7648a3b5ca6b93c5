"""A portal's entry as TOML text, as the registry's files have it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from crawler.registry import Portal, read_entry

FOLDER = "portals"  # below the output folder
ALWAYS = ("name", "kind", "family", "start", "evidence")
_BARE = re.compile(r"[A-Za-z0-9_-]+")  # TOML 1.0: a key without quotes
_SPAN = TypeAdapter(timedelta)


def entry_toml(portal: Portal) -> str:
    """The entry's text: only what differs from the defaults, one list item a line where the list is long."""
    lines = []
    tables = ("selectors", "json_listing", "section_names")
    for name, field in Portal.model_fields.items():
        value = getattr(portal, name)
        if name == "id" or name in tables or (value == field.get_default() and name not in ALWAYS):
            continue
        lines.append(f"{name} = {_literal(value) if name == 'article' else _value(value)}")
    for name in tables:
        if given := _table(getattr(portal, name)):
            lines += ["", f"[{name}]", *(f"{_key(key)} = {_value(value)}" for key, value in given.items())]
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


def _table(value: object) -> dict[str, object]:
    """What a table of the file holds: what differs from a model's defaults, or pairs of path and name."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_defaults=True)
    return dict(value) if isinstance(value, tuple) else {}


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, date)):
        return str(value)
    if isinstance(value, timedelta):
        return _string(_SPAN.dump_python(value, mode="json"))
    if isinstance(value, (tuple, list)):
        return _list(tuple(str(one) for one in value))
    return _string(str(value))


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
