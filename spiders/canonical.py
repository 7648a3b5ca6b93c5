"""One article under the paths of several categories: recognised by the page's own `rel="canonical"`."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due
from crawler.net.urls import BadAddressError

SHORTEST = 8  # characters of a last path segment that is an article's own words, not 'tin' or 'index.php'


def article_key(page: Page, due: Due, addresses: Addresses) -> str:
    """The key of the article on `page`: that of the address which the page calls canonical, else the row's.

    Many portals name their home page or the section there, so the canonical address counts only where it ends in the
    same words, and only where the address tells no id of the site's own.
    """
    if addresses.site_id(due.url) is not None:
        return due.key
    link = page.tree.select_one('link[rel="canonical"][href]')
    joined = page.join(link.attr("href") or "") if link is not None else None
    url = addresses.own(joined) if joined else None
    if url is None or _words(url) != _words(due.url) or len(_words(url)) < SHORTEST:
        return due.key
    try:
        return addresses.key(url)
    except BadAddressError:
        return due.key


def _words(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.rstrip("/").rpartition("/")[2].lower() + parts.query
