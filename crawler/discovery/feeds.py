"""Feeds: RSS 0.9 to 2.0, Atom, JSON Feed, and the posts of WordPress's REST API, each as a list of entries."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import orjson
from lxml import etree

from crawler.discovery.moments import read_moment
from crawler.discovery.xml import BadSourceError, elements, local, text, unpacked

MOST = 2000  # entries read of one feed; real ones have 10 to 100
_ENTRIES = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_DATES = ("pubdate", "published", "date", "issued", "updated", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed or sitemap shows it: absolute address, title, publication, last change (both at +07:00)."""

    url: str
    title: str | None = None
    published: datetime | None = None
    changed: datetime | None = None


def read_feed(body: bytes, url: str, read_at: datetime) -> list[Entry]:
    """The feed's entries in its order. Raises `BadSourceError` for what is no feed."""
    body = unpacked(body)
    start = body.lstrip(b"\x00 \t\r\n\xef\xbb\xbf")[:1]
    if start in (b"{", b"["):
        return _json(body, url, read_at)
    found: list[Entry] = []
    root = False
    for name, element in elements(body, _ENTRIES | _ROOTS, MOST + 3):
        if name in _ROOTS:
            root = True
            continue
        entry = _entry(element, url, read_at)
        if entry is not None:
            found.append(entry)
    if not root and not found:
        raise BadSourceError("not a feed: neither RSS nor Atom")
    return found[:MOST]


def _entry(element: etree._Element, base: str, read_at: datetime) -> Entry | None:
    link = guid = title = None
    dates: dict[str, str] = {}
    for child in element:
        name = local(child)
        if name == "link":
            href = child.get("href")
            if href is None:
                link = link or text(child)
            elif child.get("rel", "alternate") == "alternate":
                link = link or href
        elif name in ("guid", "id"):
            guid = text(child)
        elif name == "title" and title is None:
            title = text(child)
        elif name in _DATES:
            dates.setdefault(name, text(child))
    address = link or (guid if guid and guid.startswith(("http://", "https://")) else None)
    if not address:
        return None
    stated = next((dates[name] for name in _DATES if name in dates), "")
    return Entry(_join(base, address), _title(title), read_moment(stated, read_at))


def _json(body: bytes, base: str, read_at: datetime) -> list[Entry]:
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadSourceError(f"not JSON: {error}") from error
    items = data.get("items") if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise BadSourceError("JSON without a list of items")
    found = [_json_entry(item, base, read_at) for item in items[:MOST] if isinstance(item, dict)]
    return [entry for entry in found if entry is not None]


def _json_entry(item: dict[str, Any], base: str, read_at: datetime) -> Entry | None:
    """JSON Feed 1.1 (`url`, `date_published`) or a post of WordPress's REST API (`link`, `date_gmt`)."""
    address = item.get("link") or item.get("url")
    if not isinstance(address, str) or not address:
        return None
    title = item.get("title")
    if isinstance(title, dict):
        title = title.get("rendered")
    published = _utc(item, "date_gmt") or item.get("date_published") or item.get("date")
    changed = _utc(item, "modified_gmt") or item.get("date_modified")
    return Entry(
        _join(base, address),
        _title(title if isinstance(title, str) else None),
        read_moment(published, read_at) if isinstance(published, str) else None,
        read_moment(changed, read_at) if isinstance(changed, str) else None,
    )


def _utc(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return f"{value}+00:00" if isinstance(value, str) and value else None


def _title(value: str | None) -> str | None:
    return " ".join(html.unescape(value).split())[:500] or None if value else None


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""
