"""SharePoint: list views paged by address or script, and list services that answer with JSON when asked for it."""

from __future__ import annotations

import re

from scrapy.http import Request

from crawler.model.visit import Due
from spiders.portal import PortalSpider

_SERVICE = re.compile(r"/_(?:api|vti_bin)/", re.IGNORECASE)
_PAGED = re.compile(r"[?&](p_ID|PageFirstRow|PageIndex)=(\d+)", re.IGNORECASE)


class SharePointSpider(PortalSpider):
    """Sections may be pages or addresses of the list service (`json_listing` of the entry says how these are read)."""

    def request(self, due: Due) -> Request:
        """The base's request; the list service is asked for JSON: by itself it answers with Atom."""
        made = super().request(due)
        if _SERVICE.search(due.url):
            made.headers["Accept"] = "application/json;odata=minimalmetadata"
        return made

    def listing_key(self, url: str) -> str:
        """A page of a list view is its path and first row: what else its pager adds (view, sort, filter) is noise."""
        if _SERVICE.search(url):
            return super().listing_key(url)
        number = _PAGED.search(url)
        bare = super().listing_key(url.partition("?")[0])
        return f"{bare}?{number[1].lower()}={number[2]}" if number and "Paged=" in url else super().listing_key(url)
