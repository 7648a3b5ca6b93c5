"""Reading a listing: its entries, with the title and date that it shows of each, and its further pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

import turbohtml

from crawler.extraction import family
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.registry.portal import Portal, Selectors
from crawler.storage.visit import Due, Link
from crawler.urls import BadAddressError, cleaned_url
from crawler.vietnamese import parse_date


@dataclass(slots=True)
class Found:
    """What a listing shows: links to articles and to further pages of the same listing."""

    entries: list[Link] = field(default_factory=list)
    further: list[Link] = field(default_factory=list)


@cache
def selectors_of(portal: Portal) -> Selectors:
    """The portal's selectors: where the entry gives none for a part, the family's."""
    own = portal.selectors
    base = family.load(portal.family).selectors
    return Selectors.model_validate(
        {name: getattr(own, name) or getattr(base, name) for name in Selectors.model_fields}
    )


def read_listing(page: Page, due: Due, addresses: Addresses, read_at: datetime) -> Found:
    """The entries and further pages of the listing `page`, in page order, each once.

    Entries are what the listing selectors find; every other link that has the form of an article's address
    counts too, without title and date, so that an item of unforeseen markup is not missed.
    """
    selectors = selectors_of(addresses.portal)
    found: dict[str, Link] = {}
    for item in _select(page, selectors.listing_item):
        link = _entry(page, item, selectors, due, addresses, read_at)
        if link is not None:
            found.setdefault(link.key, link)
    for anchor in page.tree.select("a[href]"):
        link = _link(page, anchor, due, addresses)
        if link is not None and link.kind == "article":
            found.setdefault(link.key, link)
    further: dict[str, Link] = {}
    for anchor in _select(page, selectors.next_page):
        link = _link(page, anchor, due, addresses, listing=True)
        if link is not None and link.key not in found and link.key != due.key:
            further.setdefault(link.key, link)
    return Found(list(found.values()), list(further.values()))


def _select(page: Page, selectors: tuple[str, ...]) -> Iterator[turbohtml.Element]:
    if selectors:
        yield from page.tree.select(", ".join(selectors))


def _entry(
    page: Page,
    item: turbohtml.Element,
    selectors: Selectors,
    due: Due,
    addresses: Addresses,
    read_at: datetime,
) -> Link | None:
    for selector in selectors.listing_link:
        for anchor in item.select(selector):
            link = _link(page, anchor, due, addresses, listed=True)
            if link is None:
                continue
            title = " ".join(anchor.text.split())
            day = _day(item, selectors, read_at)
            hint = f"{title} | {day.isoformat() if day else ''}" if title else None
            return Link(link.key, link.url, "article", link.section, hint, day)
    return None


def _day(item: turbohtml.Element, selectors: Selectors, read_at: datetime) -> date | None:
    for selector in selectors.listing_date:
        node = item.select_one(selector)
        found = parse_date(node.text, read_at) if node is not None else None
        if found is not None:
            moment = found[0]
            return moment.date() if isinstance(moment, datetime) else moment
    return None


def _link(
    page: Page,
    anchor: turbohtml.Element,
    due: Due,
    addresses: Addresses,
    listed: bool = False,
    listing: bool = False,
) -> Link | None:
    """The link of `anchor` where it stays on the portal and is to be fetched; `listed` ones need no article form."""
    href = anchor.attr("href")
    joined = page.join(href) if href else None
    url = addresses.own(joined) if joined else None
    if url is None or addresses.skipped(url):
        return None
    url = cleaned_url(url)
    is_article = addresses.is_article(url)
    try:
        if listing:
            return None if is_article else Link(addresses.key(url), url, "listing", due.section)
        if is_article or (listed and is_article is None):
            return Link(addresses.key(url), url, "article", due.section)
    except BadAddressError:
        return None
    return None
