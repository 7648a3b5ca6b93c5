"""The registry: one small TOML file a portal, and the model that checks it."""

from crawler.registry.portal import Portal, Selectors

__all__ = ["Portal", "Selectors"]
