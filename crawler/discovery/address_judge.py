"""What the addresses of a portal that nobody has described tell by themselves, before anything is learned of it."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.discovery import sightings
from crawler.discovery.paging import page_number
from crawler.discovery.refused import other_language, refused, without_language
from crawler.discovery.shapes import article_tail, without_context
from crawler.discovery.sightings import Sighting
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due
from crawler.net.urls import BadAddressError, page_key

_DIGITS = re.compile(r"\d{3,}")


class AddressJudge:
    """Keys of one portal's pages, and which of them are worth a look. It learns nothing: any process can have one."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self._home = addresses.portal.start
        self._front = {self.key(self._home), self.key(urljoin(self._home, "/"))}

    def key(self, url: str) -> str:
        """The page's key: the site's own id, else the article's last part, whatever section it stands under, else the
        address without what says 'Vietnamese'. Raises `BadAddressError`."""
        if self.addresses.site_id(url) is not None:
            return self.addresses.key(url)
        parts = urlsplit(url)
        bare = parts._replace(path=without_language(parts.path)).geturl()
        if not parts.query:
            return article_tail(bare) or page_key(bare)
        return page_key(bare if page_number(bare) else without_context(bare))

    def wanted(self, url: str, text: str = "") -> str | None:
        """The portal's own address of a page worth a look, or None."""
        own = self.addresses.own(url)
        if own is None or self.addresses.skipped(own) or other_language(own, self._home):
            return None
        return None if refused(own, text) or self.is_front(own) else own

    def is_front(self, url: str) -> bool:
        """Whether the address is that of a front page, or none."""
        try:
            return self.key(url) in self._front
        except BadAddressError:
            return True

    def sights(self, page: Page, read_at: datetime) -> dict[str, Sighting]:
        """The page's links that are worth a look, by key."""
        return sightings.collect(page, self.wanted, self.key, read_at)

    def canonical_key(self, page: Page, due: Due) -> str:
        """The key that the article's own page gives it: by `rel=canonical`, where that bears the same id."""
        link = page.tree.select_one("link[rel=canonical][href]")
        url = page.join(link.attr("href") or "") if link is not None else None
        own = self.addresses.own(url) if url else None
        if own is None or not set(_DIGITS.findall(own)) & set(_DIGITS.findall(due.url)):
            return due.key
        try:
            return self.key(own)
        except BadAddressError:
            return due.key
