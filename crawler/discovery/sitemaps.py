"""Sitemaps (sitemaps.org 0.9): indexes, sets of addresses, Google's news extension, plain text; gzip or not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from crawler.discovery.feeds import Entry
from crawler.discovery.moments import read_moment
from crawler.discovery.xml import BadSourceError, elements, local, text, unpacked

MOST = 50_000  # addresses in one sitemap, by the standard
_NAMES = frozenset({"url", "sitemap", "urlset", "sitemapindex"})


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists: pages, and further sitemaps."""

    pages: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)


def read_sitemap(body: bytes, read_at: datetime) -> Sitemap:
    """The sitemap's entries in its order. Raises `BadSourceError` for what is none.

    Dates of change that are those of the file's making (most pages 'changed' on one recent day) are left out.
    """
    body = unpacked(body)
    if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"http://", b"https://")):
        lines = body.decode("utf-8", "replace").split()[:MOST]
        return Sitemap([Entry(line) for line in lines if line.startswith(("http://", "https://"))])
    found = Sitemap()
    known = False
    for name, element in elements(body, _NAMES, MOST + 1):
        known = True
        if name in ("urlset", "sitemapindex"):
            continue
        entry = _entry(element, read_at)
        if entry is not None:
            (found.pages if name == "url" else found.sitemaps).append(entry)
    if not known:
        raise BadSourceError("not a sitemap")
    if _stamped(found.pages, read_at):
        found.pages = [Entry(one.url, one.title, one.published) for one in found.pages]
    return found


def _entry(element: etree._Element, read_at: datetime) -> Entry | None:
    told: dict[str, str] = {}
    for part in element.iter():
        name = local(part)
        if name in ("loc", "lastmod", "publication_date", "title") and name not in told and not _is_media(part):
            told[name] = text(part)
    if not told.get("loc"):
        return None
    return Entry(
        told["loc"],
        told.get("title") or None,
        read_moment(told.get("publication_date", ""), read_at),
        read_moment(told.get("lastmod", ""), read_at),
    )


def _is_media(element: etree._Element) -> bool:
    """Whether the element belongs to the image or video extension, which have a `loc` and a `title` of their own."""
    tag = str(element.tag)
    return "sitemap-image" in tag or "sitemap-video" in tag


def _stamped(pages: list[Entry], read_at: datetime) -> bool:
    days = Counter(one.changed.date() for one in pages if one.changed is not None)
    if len(pages) < 10 or not days:
        return False
    day, count = days.most_common(1)[0]
    return count > len(pages) / 2 and read_at.date() - day <= timedelta(days=2)
