"""Reading the registry: one TOML file a portal, checked on reading.

Entries of your own go into a folder that the environment variable TINTINH_PORTALS names; they win over ours.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from crawler.base.errors import RegistryError
from crawler.registry.portal import Portal

PORTALS = files("crawler.registry") / "portals"
_added: dict[str, Portal] = {}


def read_entry(entry: Traversable) -> Portal:
    """The portal that one TOML file declares. Raises `RegistryError`, naming the file and the key."""
    try:
        text = entry.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise RegistryError(f"{entry.name}: not valid TOML: {error}") from error
    return parse_entry(text, entry.name.removesuffix(".toml"))


def parse_entry(text: str, portal_id: str) -> Portal:
    """The portal that an entry's text declares. Raises `RegistryError`, naming the entry and the key."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{portal_id}.toml: not valid TOML: {error}") from error
    try:
        return Portal.model_validate({"id": portal_id, **data})
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'entry'}: {fault['msg']}" for fault in error.errors()
        )
        raise RegistryError(f"{portal_id}.toml: {faults}") from error


def _folders() -> list[Traversable]:
    """Where entries lie: the folder that TINTINH_PORTALS names, if any, before the ones that come with tintinh."""
    from crawler.base.environment import environment  # a while to load, and a `Portal` needs none of it

    own = environment().portals
    return [PORTALS] if own is None else [own, PORTALS]


def _entries() -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for folder in _folders():
        for entry in folder.iterdir():
            if entry.name.endswith(".toml"):
                found.setdefault(entry.name.removesuffix(".toml"), entry)
    return dict(sorted(found.items()))


def load_all() -> dict[str, Portal]:
    """Every portal of the registry by id, in order of id. Raises `RegistryError` at the first bad file.

    The files are read again only when one of them changed.
    """
    return dict(_read_all(tuple((name, entry, _state(entry)) for name, entry in _entries().items())))


def _state(entry: Traversable) -> tuple[int, int] | None:
    """What changes when a file does; None for an entry inside a packed package, which cannot change."""
    if not isinstance(entry, Path):
        return None
    state = entry.stat()
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _read_all(entries: tuple[tuple[str, Traversable, tuple[int, int] | None], ...]) -> tuple[tuple[str, Portal], ...]:
    return tuple((portal_id, read_entry(entry)) for portal_id, entry, _ in entries)


def scheduled(day: date, only: Sequence[str] = ()) -> list[Portal]:
    """The portals that are crawled by themselves: those named, else all that stand on `day`, no demo."""
    if only:
        return [load(portal_id) for portal_id in dict.fromkeys(only)]
    return [portal for portal in load_all().values() if portal.kind != "demo" and portal.stands(day)]


def ids() -> list[str]:
    """The ids of all portals, without reading their files."""
    return list(_entries())


def add(portal: Portal) -> None:
    """Make a portal that has no file known to this process, under its id: one given by its address alone."""
    _added[portal.id] = portal


def load(portal_id: str) -> Portal:
    """The portal called `portal_id`. Raises `RegistryError`, with near names, where there is none."""
    if portal_id in _added:
        return _added[portal_id]
    known = _entries()
    if portal_id not in known:
        raise unknown_portal(portal_id, known)
    return read_entry(known[portal_id])


def unknown_portal(portal_id: str, known: Iterable[str]) -> RegistryError:
    """The error for a portal that is none of the `known`, with near names."""
    near = difflib.get_close_matches(portal_id, dict.fromkeys(known), n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`tintinh list` prints all of them"
    return RegistryError(f"no portal called {portal_id!r}; {hint}")
