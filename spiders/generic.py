"""Portals of no known family: the entry's own selectors and address forms say how they are walked."""

from __future__ import annotations

from spiders.portal import PortalSpider


class GenericSpider(PortalSpider):
    """Nothing but the base's walk."""
