"""Reading a listing: its entries, with the title and date that it shows of each, and its next page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, lru_cache

import turbohtml

from crawler.extraction import family
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due, Link
from crawler.net.urls import BadAddressError, cleaned_url
from crawler.registry.portal import Portal, Selectors
from crawler.vietnamese import parse_date
from spiders.pager import PagerLink, nearest
from spiders.post_back import post_backs
from spiders.targets import target

# 'Hôm qua', '3 ngày trước': such a date moves with the clock, so it tells nothing of an edit …
_RELATIVE = re.compile(r"\b(?:trước|ago|hôm (?:nay|qua)|vừa xong|yesterday|today)\b", re.IGNORECASE)
# … and those counted in days or more may be off by one or many.
_COARSE = re.compile(r"(?:ngày|tuần|tháng|năm|days?|weeks?|months?|years?)\s{1,3}(?:trước|ago)\b", re.IGNORECASE)
_REMEMBERED_URL = 2_000  # characters of an address that is remembered, so that no page fills the memory
_CLICKED = "[onclick], [data-href], [data-url], [data-link]"


@dataclass(slots=True)
class Found:
    """What a listing shows: links to articles, and to further pages of the same listing.

    With `follow` these are walked whatever is known: they are no mere continuation of the page; what continues it is
    then put off to the next run, in `next_run_pages`. `newest` is the newest
    day that its items show, None where one of them shows none. `page`: the markup that was read in place of the answer,
    where that is the data of a service.
    """

    entries: list[Link] = field(default_factory=list)
    next_pages: list[Link] = field(default_factory=list)
    follow: bool = False
    next_run_pages: list[Link] = field(default_factory=list)
    newest: date | None = None
    page: Page | None = None


@cache
def selectors_of(portal: Portal) -> Selectors:
    """The portal's selectors: where the entry gives none for a part, the family's."""
    own = portal.selectors
    base = family.load(portal.family).selectors
    return Selectors.model_validate(
        {name: getattr(own, name) or getattr(base, name) for name in Selectors.model_fields}
    )


def read_listing(
    page: Page,
    due: Due,
    addresses: Addresses,
    read_at: datetime,
    listing_key: Callable[[str], str] | None = None,
) -> Found:
    """The entries and the next page of the listing `page`, in page order, each once.

    Entries are what the listing selectors find; every other link that has the form of an article's address
    counts too, without title and date, so that an item of unforeseen markup is not missed. Where the pager does not
    tell which page is next, all that it links to are given.
    """
    page = _with_table(page)
    selectors = selectors_of(addresses.portal)
    found: dict[str, Link] = {}
    for item in _select(page, selectors.listing_item):
        link = _entry(page, item, selectors, due, addresses, read_at)
        if link is not None:
            found.setdefault(link.key, link)
    newest = _newest(list(found.values()))
    for anchor in page.tree.select("a[href]"):
        link = _article(page, anchor, due, addresses)
        if link is not None:
            found.setdefault(link.key, link)
    pager: list[PagerLink] = []
    for anchor in _select(page, selectors.next_page):
        link = _further(page, anchor, due, addresses, listing_key or addresses.page_key)
        if link is not None and link.key not in found and link.key != due.key:
            pager.append(PagerLink(anchor, link))
    further = nearest(pager or post_backs(page, due, addresses))
    return Found(list(found.values()), [replace(link, hint_date=newest) for link in further], newest=newest)


def _with_table(page: Page) -> Page:
    """Rows without a table round them, as Domino's views have them: HTML would drop them."""
    if "<tr" in page.html and "<table" not in page.html:
        return Page(f"<table>{page.html}</table>", page.url)
    return page


def _select(page: Page, selectors: tuple[str, ...]) -> Iterator[turbohtml.Element]:
    if selectors:
        yield from page.tree.select(", ".join(selectors))


def _newest(entries: list[Link]) -> date | None:
    """The newest day that a listing shows; None where it shows none for some entry."""
    days = [link.hint_date for link in entries if link.hint_date is not None]
    return max(days) if days and len(days) == len(entries) else None


def _entry(
    page: Page,
    item: turbohtml.Element,
    selectors: Selectors,
    due: Due,
    addresses: Addresses,
    read_at: datetime,
) -> Link | None:
    clicked = list(_clicked(item, selectors.listing_link))
    for element, listed in [(one, False) for one in clicked] + [(one, True) for one in clicked]:
        link = _article(page, element, due, addresses, listed)
        if link is None:
            continue
        title = _title(element)
        day, fixed = _day(item, selectors, read_at)
        hint = f"{title} | {day.isoformat() if day and fixed else ''}" if title else None
        return replace(link, hint=hint, hint_date=day)
    return None


def _clicked(item: turbohtml.Element, selectors: tuple[str, ...]) -> Iterator[turbohtml.Element]:
    """The elements of an item that may lead to its article, links first."""
    for selector in selectors:
        yield from item.select(selector)
    yield from item.select(_CLICKED)
    yield item


def _title(element: turbohtml.Element) -> str:
    """What the link says; of an item that is itself clicked its heading, where it has one."""
    heading = element.select_one("h1, h2, h3, h4, h5, h6")
    return " ".join((heading if heading is not None else element).text.split())


def _day(item: turbohtml.Element, selectors: Selectors, read_at: datetime) -> tuple[date | None, bool]:
    """The day that an item shows, and whether it will show the same tomorrow."""
    for selector in selectors.listing_date:
        for node in item.select(selector)[:3]:
            text = " ".join(node.text[:300].split())
            found = parse_date(text, read_at)
            if found is None:
                continue
            moment = found[0]
            day = moment.date() if isinstance(moment, datetime) else moment
            if not _RELATIVE.search(text):
                return day, True
            return (None if _COARSE.search(text) else day), False
    return None, True


def _url(page: Page, element: turbohtml.Element, addresses: Addresses) -> str | None:
    """Where `element` leads, where that is on the portal and to be fetched."""
    href = target(element)
    joined = page.join(href) if href else None
    if not joined:
        return None
    return _known_to_fetch(joined, addresses) if len(joined) <= _REMEMBERED_URL else _to_fetch(joined, addresses)


def _to_fetch(url: str, addresses: Addresses) -> str | None:
    own = addresses.own(url)
    return None if own is None or addresses.skipped(own) else cleaned_url(own)


_known_to_fetch = lru_cache(maxsize=4096)(_to_fetch)  # the pages of a portal have most of their links in common


def _article(
    page: Page, element: turbohtml.Element, due: Due, addresses: Addresses, listed: bool = False
) -> Link | None:
    """The article that `element` leads to; `listed` ones need no article form where no form is known."""
    url = _url(page, element, addresses)
    if url is None or not (addresses.may_be_article(url) if listed else addresses.is_article(url)):
        return None
    try:
        link = Link(addresses.key(url), url, "article", due.section)
        return link if addresses.page_key(url) != due.key else None
    except BadAddressError:
        return None


def _further(
    page: Page, element: turbohtml.Element, due: Due, addresses: Addresses, listing_key: Callable[[str], str]
) -> Link | None:
    url = _url(page, element, addresses)
    if url is None or addresses.is_article(url):
        return None
    try:
        return Link(listing_key(url), url, "listing", due.section)
    except BadAddressError:
        return None
