"""The seeds of a portal whose entry names its sections."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from crawler.model.visit import Kind, Link
from crawler.registry import Portal


def seeds_of(
    site: Portal, section: str | None, listing_key: Callable[[str], str], key: Callable[[str], str]
) -> list[Link]:
    """First pages of the entry's sections, its feeds and its sitemaps; `section`: that section alone."""
    paths = [section] if section else list(site.sections)
    urls = [(path, urljoin(site.start, path)) for path in paths]
    seeds = [Link(listing_key(url), url, "listing", path) for path, url in urls]
    if section:
        return seeds
    kinds: dict[Kind, tuple[str, ...]] = {"feed": site.feeds, "sitemap": site.sitemaps}
    named = [(kind, urljoin(site.start, path)) for kind, paths in kinds.items() for path in paths]
    return seeds + [Link(key(url), url, kind) for kind, url in named]
