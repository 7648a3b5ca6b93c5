"""The registry: one small TOML file a portal, and the model that checks it."""

from crawler.registry.loader import PORTALS, add, ids, load, load_all, read_entry, scheduled, unknown_portal
from crawler.registry.portal import KINDS, Portal, Selectors

__all__ = [
    "KINDS",
    "PORTALS",
    "Portal",
    "Selectors",
    "add",
    "ids",
    "load",
    "load_all",
    "read_entry",
    "scheduled",
    "unknown_portal",
]
