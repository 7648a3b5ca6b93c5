"""Portals of no known family: the entry's own selectors and address forms say how they are walked."""

from __future__ import annotations

from spiders.epi import EpiSpider
from spiders.vnportal import VnPortalSpider


class GenericSpider(VnPortalSpider, EpiSpider):
    """The base's walk; where a page bears the marks of a CMS whose further pages come from a service, by that."""
