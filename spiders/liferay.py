"""Liferay: the asset publisher's pager, whose addresses carry a dozen parameters around the page number."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from spiders.portal import PortalSpider

# 6.2: _101_cur, _101_INSTANCE_abc_cur. 7: _com_liferay_asset_publisher_web_portlet_..._INSTANCE_abc_cur.
_PAGE_NUMBER = re.compile(r"^_\w+_cur$")


class LiferaySpider(PortalSpider):
    """A listing page is its path and page number; the other parameters of the pager (Liferay 6.2 and 7) are noise."""

    def listing_key(self, url: str) -> str:
        """Path and page number; page 1 is the section itself."""
        parts = urlsplit(url)
        number = next((value for name, value in parse_qsl(parts.query) if _PAGE_NUMBER.match(name)), "1")
        bare = self.addresses.page_key(parts._replace(query="", fragment="").geturl())
        return bare if number == "1" else f"{bare}?cur={number}"
