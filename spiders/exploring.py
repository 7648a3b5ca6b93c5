"""Walking a portal without sections in its entry: every page is read to learn what it is, and where to look next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.crawl.crawl_run import CrawlRun
from crawler.discovery.data_listing import as_page
from crawler.discovery.explorer import Explorer, Survey, is_home
from crawler.discovery.finding import feeds_named, rest_api, sitemaps_of
from crawler.extraction.address import Addresses
from crawler.extraction.page import Page
from crawler.extraction.reading import OBSTACLES, Outcome, Reading
from crawler.model.visit import Due, Link, Status, Visit
from spiders.walk import Found


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
        self.explorer.since = run.options.since or run.options.horizon
        start = self._site.start
        home = urljoin(start, "/")
        first = [Link(self._listing_key(start), start, "listing")]
        if urlsplit(start).path not in ("", "/"):
            first.append(Link(self._listing_key(home), home, "listing"))
        known = [link for link in run.store.sources(run.portal) if self._addresses.own(link.url) is not None]
        self.explorer.remember(run.store.known_pages(run.portal))
        return [*first, *(link for link in known if link.key not in {one.key for one in first})]

    async def release(self, run: CrawlRun) -> bool:
        """Make deferred pages due, where what was learned since says so; whether there were any."""
        deferred = run.store.deferred(run.portal, self.explorer.since)
        return not self._only_section and await run.release(self.explorer.release(deferred))

    def read(self, page: Page, visit: Visit, reading: Reading) -> Reading:
        """Fill the visit with what a page that is no article to keep leads to; the reading as the crawl takes it."""
        if reading.outcome in OBSTACLES:
            return self._obstacle(page, visit.due, reading)
        return self._leading_on(page, visit, reading)

    def _obstacle(self, page: Page, due: Due, reading: Reading) -> Reading:
        """A page of unknown kind that turns out to be a login or missing is no loss; anything else is."""
        if due.kind == "page" and reading.outcome is not Outcome.BLOCKED:
            self.explorer.nothing(page.url, due)
            return Reading(Outcome.OTHER, reason=reading.reason)
        self.explorer.unread(due)
        return reading

    def _leading_on(self, page: Page, visit: Visit, reading: Reading) -> Reading:
        """A page that is no article: its entries, its next pages and its outlinks go into the visit."""
        due = visit.due
        data = as_page(page) if due.kind == "listing" else None
        found = self._walk(page, due, visit.fetched_at)
        shown = found.page or (data.page if data is not None else page)
        survey = self.explorer.survey(shown, due, reading, visit.fetched_at, found.entries)
        is_listing = survey.kind == "listing" or is_home(due)
        visit.detected_kind = "listing" if is_listing else survey.kind
        visit.section = _section(survey, due)
        visit.links, visit.shown, visit.first_page = survey.entries, survey.shown, survey.first_page
        if is_listing:
            named = self._next(data.next if data is not None else None, survey.section)
            walked = [replace(link, section=survey.section) for link in found.next_pages]
            visit.next_pages = walked or named or survey.next_pages
            visit.next_run_pages = [replace(link, section=survey.section) for link in found.next_run_pages]
            visit.follow = found.follow
        if not self._only_section:
            visit.outlinks = [*(self._sources(page) if is_home(due) else ()), *survey.outlinks]
        return Reading(Outcome.LISTING if is_listing else Outcome.OTHER, reason=reading.reason)

    def not_fetched(self, visit: Visit) -> None:
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


def _section(survey: Survey, due: Due) -> str | None:
    """The section that the page belongs to; a front page belongs to none."""
    if is_home(due):
        return None
    return survey.section if survey.kind == "listing" else due.section
