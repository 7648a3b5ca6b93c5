"""ePi newspapers: a section's first page is HTML, the further ones come from `/api/morenews-zone-<zone>-<page>.html`.

Source: the service's address and answer (`data.articles`: markup, `data.contents`: records) as public crawlers of
tienphong.vn, tinnhanhchungkhoan.vn and nhandan.vn use it, with the zone's number from the menu's `li[data-id]`.
Inferred: that the provincial newspapers on the same CMS answer so too, and the other places of the zone's number.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from crawler.discovery.data_listing import is_data
from crawler.extraction.page import Page
from crawler.model.visit import Due, Link
from spiders.json_listing import at, entry, load
from spiders.portal import PortalSpider
from spiders.walk import Found

_ZONE = re.compile(r"""\b(?:zone_?id|data-zone(?:-id)?|cate_?id)["']?\s{0,3}[:=]\s{0,3}["']?(\d{1,9})""", re.IGNORECASE)
_MARKS = re.compile(r"\bcms-link\b|/api/morenews-|control__loadmore", re.IGNORECASE)
_SERVED = re.compile(r"/api/morenews-zone-(\d{1,9})-(\d{1,6})\.html")


class EpiSpider(PortalSpider):
    """Goes on from the section's page to the service's second page, as the 'more' button does, until one is empty."""

    def walk(self, page: Page, due: Due, read_at: datetime) -> Found:
        """The entries of the section's page or of the service's answer, and the service's next page."""
        served = _SERVED.search(due.url)
        if served is None:
            found = super().walk(page, due, read_at)
            zone = self._zone(page, due) if self.site.family == "epi" or _MARKS.search(page.html) else None
            further = [self._page(due, zone, 2, found)] if zone else []
            return Found(found.entries, further or found.next_pages)
        found = self._served(page, due, read_at)
        more = bool(found.entries or found.page)
        further = [self._page(due, served[1], int(served[2]) + 1, found)] if more else []
        return Found(found.entries, further, newest=found.newest, page=found.page)

    def _served(self, page: Page, due: Due, read_at: datetime) -> Found:
        data = at(load(page.html), "data") if is_data(page.html) else None
        markup = at(data, "articles")
        if isinstance(markup, str) and markup.strip():
            inner = Page(markup, urljoin(due.url, "/"))
            found = super().walk(inner, due, read_at)
            return Found(found.entries, newest=found.newest, page=inner)
        records = at(data, "contents")
        links = [self._record(page, one, due, read_at) for one in records] if isinstance(records, list) else []
        return Found(list({link.key: link for link in links if link is not None}.values()))

    def _record(self, page: Page, record: Any, due: Due, read_at: datetime) -> Link | None:
        href = at(record, "url")
        title = str(at(record, "title") or "")
        return entry(page, str(href), title, at(record, "date"), due, self.addresses, read_at) if href else None

    def _zone(self, page: Page, due: Due) -> str | None:
        """The number of the section's zone: of its entry in the menu, else as the page's script or button names it."""
        for item in page.tree.select("li[data-id], a[data-id]"):
            anchor = item if item.tag == "a" else item.select_one("a[href]")
            joined = page.join(anchor.attr("href") or "") if anchor is not None else None
            own = self.addresses.own(joined) if joined else None
            number = item.attr("data-id") or ""
            if own and self.addresses.page_key(own) == due.key and number.isdecimal():
                return number
        named = _ZONE.search(page.html)
        return named[1] if named else None

    def _page(self, due: Due, zone: str, number: int, before: Found) -> Link:
        url = urljoin(due.url, f"/api/morenews-zone-{zone}-{number}.html")
        return Link(self.addresses.page_key(url), url, "listing", due.section, None, before.newest)
