"""The registry: one small TOML file a portal, and the model that checks it.

Names are imported when they are first used: who needs the provinces alone needs no model of portals.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.registry.loader import (
        PORTALS,
        add,
        ids,
        load,
        load_all,
        parse_entry,
        read_entry,
        scheduled,
        unknown_portal,
    )
    from crawler.registry.portal import KINDS, Portal, Selectors

_HOMES = {
    "KINDS": "crawler.registry.portal",
    "PORTALS": "crawler.registry.loader",
    "Portal": "crawler.registry.portal",
    "Selectors": "crawler.registry.portal",
    "add": "crawler.registry.loader",
    "ids": "crawler.registry.loader",
    "load": "crawler.registry.loader",
    "load_all": "crawler.registry.loader",
    "parse_entry": "crawler.registry.loader",
    "read_entry": "crawler.registry.loader",
    "scheduled": "crawler.registry.loader",
    "unknown_portal": "crawler.registry.loader",
}

__all__ = [
    "KINDS",
    "PORTALS",
    "Portal",
    "Selectors",
    "add",
    "ids",
    "load",
    "load_all",
    "parse_entry",
    "read_entry",
    "scheduled",
    "unknown_portal",
]


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"{__name__} has no {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
