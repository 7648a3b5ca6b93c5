"""Which files of an article are the portal's own, and under which keys the frontier has them."""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlsplit

from crawler.extraction.address import Addresses
from crawler.model.items import Article
from crawler.model.visit import Link
from crawler.net.urls import BadAddressError, page_key

logger = logging.getLogger(__name__)

MOST: Final = 200  # files of one article that are fetched: a page with more is no article, or a trap
_PREFIX: Final = "file:"  # of files' keys: the same address may already be a page under another key


def file_links(article: Article, addresses: Addresses, section: str | None) -> list[Link]:
    """The article's files to fetch: those on the portal's hosts and on the `file_hosts` of its entry."""
    published = article.published_at.date() if article.published_at else None
    found: dict[str, Link] = {}
    for one in article.attachments:
        url = own_file(one.url, addresses)
        key = file_key(url, addresses) if url is not None else None
        if key is not None:
            found.setdefault(key, Link(key, one.url, "attachment", section, hint_date=published))
    if len(found) > MOST:
        logger.warning("%s links to %s files: only the first %s are fetched", article.url, len(found), MOST)
    return list(found.values())[:MOST]


def own_file(url: str, addresses: Addresses) -> str | None:
    """`url` if it is on the portal's hosts or on a host of its files, and may be fetched; else None."""
    own = addresses.own(url)
    if own is None and _on_file_host(url, addresses):
        own = url
    return None if own is None or addresses.skipped(own) else own


def file_key(url: str, addresses: Addresses) -> str | None:
    """The frontier's key of a file; None for what is no address."""
    try:
        return _PREFIX + page_key(url, addresses.rules.ignore_case)
    except BadAddressError:
        return None


def _on_file_host(url: str, addresses: Addresses) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (parts.hostname or "") in addresses.portal.file_hosts
