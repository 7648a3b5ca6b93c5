"""Listings that are served as JSON: the data behind a page that only a script fills."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import orjson

from crawler.base.clock import VIETNAM
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Due, Link
from crawler.net.urls import BadAddressError
from crawler.registry.portal import JsonListing
from crawler.vietnamese import parse_date
from spiders.walk import Found

_SERVICE = re.compile(r"/(?:_api|_vti_bin|api|wp-json|odata|rest)/", re.IGNORECASE)
_FIELD = re.compile(r"\{([^{}]{1,80})\}")
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_EPOCH = re.compile(r"^(?:/Date\()?(\d{9,13})(?:\)/)?$")


def is_service(url: str) -> bool:
    """Whether an address is that of a service which answers with data, by its folders."""
    return _SERVICE.search(url) is not None


def load(text: str) -> Any:
    """The JSON value; None for text that is none."""
    try:
        return orjson.loads(text.lstrip("\ufeff"))
    except orjson.JSONDecodeError:
        return None


def read_json_listing(page: Page, due: Due, addresses: Addresses, listing: JsonListing, read_at: datetime) -> Found:
    """The entries and the next page that the JSON in `page` tells of."""
    data = load(page.html)
    items = at(data, listing.items)
    found: dict[str, Link] = {}
    for item in items if isinstance(items, list) else []:
        path = _filled(listing.link, item)
        title = at(item, listing.title)
        link = entry(page, path, str(title or ""), at(item, listing.date), due, addresses, read_at)
        if link is not None:
            found.setdefault(link.key, link)
    onward = at(data, listing.next)
    joined = page.join(onward) if isinstance(onward, str) else None
    url = addresses.own(joined) if joined else None
    further = [Link(addresses.page_key(url), url, "listing", due.section)] if url else []
    return Found(list(found.values()), further)


def _filled(pattern: str, item: Any) -> str:
    return _FIELD.sub(lambda field: str(at(item, field[1]) or ""), pattern)


def entry(
    page: Page, href: str, title: str, stamp: object, due: Due, addresses: Addresses, read_at: datetime
) -> Link | None:
    """The link of one entry, where it is on the portal and to be fetched."""
    joined = page.join(href)
    url = addresses.own(joined) if joined else None
    if url is None or addresses.skipped(url) or not addresses.may_be_article(url):
        return None
    day = day_of(stamp, read_at)
    hint = f"{' '.join(title.split())} | {day.isoformat() if day else ''}" if title.strip() else None
    try:
        return Link(addresses.key(url), url, "article", due.section, hint, day)
    except BadAddressError:
        return None


def at(data: Any, path: str) -> Any:
    """What lies at `path`, None where there is nothing."""
    for key in path.split("/"):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def day_of(stamp: object, read_at: datetime) -> date | None:
    """The day, in Vietnam, of a stamp as JSON services give it: epoch seconds or milliseconds, ISO 8601, or words."""
    text = str(stamp).strip() if isinstance(stamp, str | int | float) else ""
    if epoch := _EPOCH.match(text):
        seconds = int(epoch[1]) / (1000 if len(epoch[1]) > 11 else 1)
        return datetime.fromtimestamp(seconds, VIETNAM).date()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = parse_date(text, read_at) if text else None
        moment_or_day = found[0] if found else None
        return moment_or_day.date() if isinstance(moment_or_day, datetime) else moment_or_day
    return (moment.astimezone(VIETNAM) if _OFFSET.search(text) else moment).date()
