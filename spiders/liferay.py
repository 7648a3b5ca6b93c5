"""Liferay: the asset publisher's pager, whose addresses carry a dozen parameters around the page number."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from crawler.extraction.page import Page
from crawler.storage.visit import Due, Link
from crawler.urls import page_key
from spiders.portal import PortalSpider
from spiders.walk import Found

_PAGE_NUMBER = re.compile(r"^_101_(INSTANCE_\w+_)?cur$")


class LiferaySpider(PortalSpider):
    """A listing page is its path and page number; the other parameters of the pager (Liferay 6.2 and 7) are noise."""

    def listing_key(self, url: str) -> str:
        """Path and page number; page 1 is the section itself."""
        parts = urlsplit(url)
        number = next((value for name, value in parse_qsl(parts.query) if _PAGE_NUMBER.match(name)), "1")
        bare = page_key(parts._replace(query="", fragment="").geturl())
        return bare if number == "1" else f"{bare}?cur={number}"

    def walk(self, page: Page, due: Due, read_at: datetime) -> Found:
        """As the base does, with the pager's links under keys of their own and page 1 left out: it is the section."""
        found = super().walk(page, due, read_at)
        further: dict[str, Link] = {}
        for link in found.further:
            key = self.listing_key(link.url)
            if "?cur=" in key and key != due.key:
                further.setdefault(key, Link(key, link.url, "listing", due.section))
        return Found(found.entries, list(further.values()))
