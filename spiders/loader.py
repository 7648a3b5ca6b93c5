"""The spider loader: one Scrapy spider per registry entry, so that `scrapy list` prints portals."""

from __future__ import annotations

from functools import cache
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler import registry
from crawler.base.errors import RegistryError
from crawler.registry import Portal
from spiders.epi import EpiSpider
from spiders.generic import GenericSpider
from spiders.liferay import LiferaySpider
from spiders.portal import PortalSpider
from spiders.sharepoint import SharePointSpider
from spiders.vnportal import VnPortalSpider

FAMILY_SPIDERS: dict[str, type[PortalSpider]] = {
    "epi": EpiSpider,
    "generic": GenericSpider,
    "liferay": LiferaySpider,
    "sharepoint": SharePointSpider,
    "vnportal": VnPortalSpider,
}


def spider_for(portal: Portal) -> type[PortalSpider]:
    """The spider class of a portal: its family's, named and bound to the entry."""
    base = FAMILY_SPIDERS.get(portal.family, GenericSpider)
    name = "".join(part.title() for part in portal.id.split("-")) + "Spider"
    return type(name, (base,), {"name": portal.id, "portal": portal, "__doc__": portal.name})


class RegistrySpiderLoader:
    """Scrapy's spider loader interface over the registry (setting SPIDER_LOADER_CLASS)."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:  # noqa: ARG003 - Scrapy's interface
        return cls()

    @cache  # noqa: B019 - one loader lives as long as the process
    def load(self, spider_name: str) -> type[PortalSpider]:
        """The spider of the portal called `spider_name`. Raises `KeyError`, as Scrapy expects, where there is none."""
        try:
            return spider_for(registry.load(spider_name))
        except RegistryError as error:
            raise KeyError(str(error)) from error

    def spider_of(self, portal: Portal) -> type[PortalSpider]:
        """The spider of a portal whose entry is not the registry's: a healed one."""
        return spider_for(portal)

    def list(self) -> list[str]:
        """The ids of all portals."""
        return registry.ids()

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The portals whose hosts serve the request's address."""
        host = (urlsplit(request.url).hostname or "").lower()
        return [portal.id for portal in registry.load_all().values() if host in portal.hosts]
