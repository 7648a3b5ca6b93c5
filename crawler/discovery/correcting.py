"""An entry corrected by what a probe of its portal saw."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from crawler.discovery.probing import Probe
from crawler.extraction.address import addresses
from crawler.registry import Portal


def corrected(portal: Portal, probe: Probe, now: datetime, how: str, keep: bool = True) -> Portal:
    """The entry as a probe saw its portal; `how` says in the evidence who looked.

    Family and selectors stay where its articles have the same addresses as before, unless `keep` is false.
    """
    seen = probe.portal
    moved = is_elsewhere(seen.start, portal)
    hosts = {*portal.hosts, *seen.aliases} - {(urlsplit(seen.start).hostname or "").lower()}
    values: dict[str, object] = {
        "start": seen.start if moved else portal.start,
        "aliases": tuple(sorted(hosts)) if moved else portal.aliases,
        "sections": seen.sections,
        "feeds": seen.feeds,
        "sitemaps": seen.sitemaps,
        "render": seen.render,
        "legacy_tls": seen.legacy_tls,
        "verify_tls": seen.verify_tls,
        "evidence": f"unverified, seen: {how} {now:%Y-%m-%d}, {len(probe.articles)} articles read; {seen.start}",
    }
    if not keep or not _same_articles(portal, probe):
        values |= {"family": seen.family, "article": seen.article, "skip": (), "json_listing": None}
        values["selectors"] = type(portal.selectors).model_validate({})
    entry = portal.model_copy(update=values)
    return entry if walks_by_sections(entry) else walked(entry)


def walked(entry: Portal) -> Portal:
    """The entry without sections, so that a crawl looks at every page."""
    return entry.model_copy(update={"sections": (), "feeds": (), "sitemaps": ()})


def walks_by_sections(entry: Portal) -> bool:
    """Whether sections suffice: something tells the addresses of articles on them from others."""
    return bool(entry.article or addresses(entry).rules.article)


def is_elsewhere(url: str, portal: Portal) -> bool:
    """Whether `url` is on another host or port than the portal's own."""
    host, port = _netloc(url)
    own = {(one.removeprefix("www."), _netloc(portal.start)[1]) for one in portal.hosts}
    return (host, port) not in own


def _same_articles(portal: Portal, probe: Probe) -> bool:
    """Whether most articles that the probe read have the form of address that the entry gives, or its family."""
    judge = addresses(portal)
    fitting = sum(judge.is_article(article.url) is True for article in probe.articles)
    return fitting > 0 and fitting >= len(probe.articles) / 2


def _netloc(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower().removeprefix("www."), None if parts.port in (80, 443) else parts.port
