"""The registry: one small TOML file a portal, and the model that checks it."""

from crawler.registry.loader import ids, load, load_all, read_entry
from crawler.registry.portal import KINDS, Portal, Selectors

__all__ = ["KINDS", "Portal", "Selectors", "ids", "load", "load_all", "read_entry"]
