"""Walking a portal without sections in its entry: every page is read to learn what it is, and where to look next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.crawl.crawl_run import CrawlRun
from crawler.discovery.data_listing import as_page, is_data
from crawler.discovery.explorer import Explorer
from crawler.discovery.finding import feeds_named, rest_api, sitemaps_of
from crawler.extraction.address import Addresses
from crawler.extraction.article import read_article
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.model.visit import Due, Link, Status, Visit
from spiders.walk import Found

# Pages that say nothing of the portal's own content.
OBSTACLES = frozenset({Outcome.BLOCKED, Outcome.LOGIN, Outcome.SOFT_404, Outcome.NEEDS_BROWSER})


class Exploration:
    """One crawl's exploring: an `Explorer`, and what turns its findings into visits' links."""

    def __init__(
        self,
        addresses: Addresses,
        listing_key: Callable[[str], str],
        walk: Callable[[Page, Due, datetime], Found],
        only_section: bool,
    ) -> None:
        self.explorer = Explorer(addresses, listing_key)
        self.robots_sitemaps: list[str] = []
        self._addresses = addresses
        self._site = addresses.portal
        self._listing_key = listing_key
        self._walk = walk
        self._only_section = only_section

    def seeds(self, run: CrawlRun) -> list[Link]:
        """Where a crawl begins: the start page, and the feeds, sitemaps and sections that earlier crawls found."""
        start = self._site.start
        home = urljoin(start, "/")
        first = [Link(self._listing_key(start), start, "listing")]
        if urlsplit(start).path not in ("", "/"):
            first.append(Link(self._listing_key(home), home, "listing"))
        known = run.store.sources(run.portal)
        self.explorer.remember(run.store.known_pages(run.portal))
        return [*first, *(link for link in known if link.key not in {one.key for one in first})]

    def release(self, run: CrawlRun) -> bool:
        """Make pages that were held back due, where what was learned since says so; whether there were any."""
        return not self._only_section and run.release(self.explorer.release(run.store.held(run.portal)))

    def read(self, page: Page, visit: Visit) -> Reading:
        """Fill the visit with what the page leads to; the reading says whether it is an article to be kept."""
        due = visit.due
        data = as_page(page) if due.kind == "listing" else None
        if due.kind == "listing" and is_data(page.html):
            reading = Reading(Outcome.LISTING, reason="the answer of a service")
        else:
            reading = read_article(page, page.url, self._site, visit.fetched_at)
        home = due.kind == "listing" and due.depth == 0 and due.section is None
        if reading.article is not None and due.kind != "listing" and _is_kept(reading, due):
            visit.turned_out = "article"
            visit.leads = self.explorer.article_read(page, due, visit.fetched_at)
            return reading
        if reading.outcome in OBSTACLES:
            if due.kind == "page" and reading.outcome is not Outcome.BLOCKED:
                self.explorer.nothing(page.url, due)
                return Reading(Outcome.OTHER, reason=reading.reason)  # such pages are no loss
            self.explorer.unread(due)
            return reading
        found = self._walk(page, due, visit.fetched_at)
        shown = found.page or (data.page if data is not None else page)
        survey = self.explorer.survey(shown, due, reading, visit.fetched_at, found.entries)
        visit.turned_out = "listing" if home else survey.kind
        visit.section = None if home else survey.section if survey.kind == "listing" else due.section
        visit.links, visit.shown, visit.first_page = survey.entries, survey.shown, survey.first_page
        if survey.kind == "listing" or home:
            named = self._next(data.next if data is not None else None, survey.section)
            visit.further = [replace(link, section=survey.section) for link in found.further] or named or survey.further
            visit.later = [replace(link, section=survey.section) for link in found.later]
            visit.follow = found.follow
        visit.leads = [] if self._only_section else survey.leads
        if home and not self._only_section:
            visit.leads = [*self._sources(page), *visit.leads]
        return Reading(Outcome.LISTING if survey.kind == "listing" or home else Outcome.OTHER, reason=reading.reason)

    def not_had(self, visit: Visit) -> None:
        """Learn from a visit that brought no page."""
        if visit.missing and visit.due.kind == "page":
            self.explorer.nothing(visit.due.url, visit.due)
        elif visit.status is not Status.FETCHED:
            self.explorer.unread(visit.due)

    def _next(self, url: str | None, section: str | None) -> list[Link]:
        """The piece of a list that a service's answer names as its next."""
        own = self._addresses.own(url) if url else None
        return [Link(self._listing_key(own), own, "listing", section)] if own is not None else []

    def _sources(self, page: Page) -> list[Link]:
        feeds = feeds_named(page)
        if (api := rest_api(page)) is not None:
            feeds.append(api)
        named = [(url, "feed") for url in feeds]
        named += [(url, "sitemap") for url in sitemaps_of(self._site.start, self.robots_sitemaps)]
        own = [(self._addresses.own(url), kind) for url, kind in named]
        return [
            Link(self.explorer.key(url), url, "feed" if kind == "feed" else "sitemap")
            for url, kind in own
            if url is not None
        ]


def _is_kept(reading: Reading, due: Due) -> bool:
    """Whether what reads as an article is one: a page without a date that no listing shows is a standing page."""
    assert reading.article is not None
    return due.kind == "article" or due.section is not None or reading.article.published_at is not None
