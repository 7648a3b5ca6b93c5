"""Reading the registry: one TOML file a portal, checked on reading."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from crawler.errors import RegistryError
from crawler.registry.portal import Portal

PORTALS = files("crawler.registry") / "portals"


def read_entry(entry: Traversable) -> Portal:
    """The portal that one TOML file declares. Raises `RegistryError`, naming the file and the key."""
    try:
        data = tomllib.loads(entry.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistryError(f"{entry.name}: not valid TOML: {error}") from error
    try:
        return Portal.model_validate({"id": entry.name.removesuffix(".toml"), **data})
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'entry'}: {fault['msg']}" for fault in error.errors()
        )
        raise RegistryError(f"{entry.name}: {faults}") from error


def _entries(folder: Traversable) -> Iterator[Traversable]:
    return (entry for entry in sorted(folder.iterdir(), key=lambda entry: entry.name) if entry.name.endswith(".toml"))


def load_all(folder: Traversable = PORTALS) -> dict[str, Portal]:
    """Every portal of the registry by id, in order of id. Raises `RegistryError` at the first bad file."""
    return {portal.id: portal for portal in map(read_entry, _entries(folder))}


def ids(folder: Traversable = PORTALS) -> list[str]:
    """The ids of all portals, without reading their files."""
    return [entry.name.removesuffix(".toml") for entry in _entries(folder)]


@cache
def load(portal_id: str, folder: Traversable = PORTALS) -> Portal:
    """The portal called `portal_id`. Raises `RegistryError`, with near names, where there is none."""
    known = ids(folder)
    if portal_id not in known:
        near = difflib.get_close_matches(portal_id, known, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`tintinh list` prints all of them"
        raise RegistryError(f"no portal called {portal_id!r}; {hint}")
    return read_entry(folder / f"{portal_id}.toml")
