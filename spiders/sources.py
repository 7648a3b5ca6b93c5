"""Visits to feeds, sitemaps and REST APIs: the articles that they name become links, as a listing's do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.discovery.explorer import Explorer
from crawler.discovery.feeds import Entry, read_feed
from crawler.discovery.finding import feeds_named, next_rest_page, wanted_sitemap
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.xml import BadSourceError
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.model.visit import Link, Status, Visit
from crawler.net.urls import BadAddressError, cleaned_url
from crawler.vietnamese import decode
from spiders.outcome import header

FEW = 5  # sitemaps of an index without dates of change that are all fetched each time


class Sources:
    """Reads what is no page of one portal. Without an explorer, the entry and its family alone judge addresses."""

    def __init__(self, addresses: Addresses, explorer: Explorer | None, key: Callable[[str], str]) -> None:
        self._addresses = addresses
        self._explorer = explorer
        self._key = key

    def read(self, response: Response, visit: Visit) -> None:
        """Fill the visit with what the source names; one that cannot be read becomes a failed visit."""
        try:
            if visit.due.kind == "sitemap":
                self._sitemap(response, visit)
            else:
                self._feed(response, visit)
        except BadSourceError as error:
            visit.status, visit.reason = Status.FETCH_ERROR, str(error)
            visit.etag = visit.last_modified = None

    def _feed(self, response: Response, visit: Visit) -> None:
        if response.body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
            # A page that lists the portal's feeds.
            page = Page(decode(response.body, header(response, "Content-Type")).text, response.url)
            visit.detected_kind = "page"
            visit.outlinks = [
                Link(self._key(url), url, "feed") for url in feeds_named(page) if self._addresses.own(url) is not None
            ]
            return
        entries = read_feed(response.body, response.url, visit.fetched_at)
        for entry in entries:
            link = self._link(entry, visit.fetched_at, is_article=True)
            if link is not None:
                visit.links.append(link)
        following = next_rest_page(response.url, header(response, "X-WP-TotalPages"))
        if following is not None and entries:
            source = visit.due.section or visit.due.url
            visit.next_pages = [Link(self._key(following), following, "feed", source)]

    def _sitemap(self, response: Response, visit: Visit) -> None:
        found = read_sitemap(response.body, visit.fetched_at)
        visit.shown = len(found.pages)
        for entry in found.pages:
            link = self._link(entry, visit.fetched_at, is_article=False)
            if link is not None:
                (visit.links if link.kind == "article" else visit.outlinks).append(link)
        children = [one for one in found.sitemaps if self._addresses.own(one.url) and wanted_sitemap(one.url)]
        if visit.due.section is not None:
            return  # an index within an index: the standard has none
        for one in children:
            url = self._addresses.own(one.url) or one.url
            changed = one.changed or (visit.fetched_at if len(children) <= FEW else None)
            visit.outlinks.append(Link(self._key(url), url, "sitemap", visit.due.url, changed_at=changed))
        visit.shown += len(children)

    def _link(self, entry: Entry, read_at: datetime, is_article: bool) -> Link | None:
        url = self._addresses.own(cleaned_url(entry.url))
        if url is None or self._addresses.skipped(url) or _is_front(url):
            return None
        link = self._judged(url, is_article)
        if link is None:
            return None
        day = entry.published.date() if entry.published is not None and entry.published <= read_at else None
        hint = f"{entry.title} | {day.isoformat() if day else ''}" if entry.title else None
        return Link(link.key, url, link.kind, None, hint, day, deferred=link.deferred, changed_at=entry.changed)

    def _judged(self, url: str, is_article: bool) -> Link | None:
        try:
            if self._explorer is None:
                known = self._addresses.is_article(url)
                return Link(self._key(url), url, "article") if known or (is_article and known is None) else None
            if self._explorer.wanted(url) is None:
                return None
            return Link(self._key(url), url, "article") if is_article else self._explorer.outlink(url)
        except BadAddressError:
            return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query
