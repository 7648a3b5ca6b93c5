"""Probing: a short, polite look at a portal never seen, by a dozen pages, and what an entry for it may say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from crawler.base.errors import UserError
from crawler.discovery.by_address import is_no_article
from crawler.discovery.entrance import LADDER, Tls, enter
from crawler.discovery.explorer import Explorer, section_path
from crawler.discovery.feeds import Entry, read_feed
from crawler.discovery.finding import feeds_named, rest_api, sitemaps_of
from crawler.discovery.patterns import article_pattern
from crawler.discovery.sightings import collect
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.unknown import portal_at
from crawler.discovery.xml import BadSourceError
from crawler.extraction.address import addresses
from crawler.extraction.article import read_article
from crawler.extraction.page import Page
from crawler.extraction.reading import OBSTACLES, Outcome, Reading
from crawler.model.items import Article
from crawler.model.visit import Due, Kind, Link
from crawler.net.fetch import Fetched, fetch
from crawler.net.urls import cleaned_url
from crawler.registry import Portal
from crawler.vietnamese import decode

SECTIONS, ARTICLES, FEEDS = 8, 6, 3  # pages of each kind that are looked at
PAGES = 24  # requests in all


@dataclass(slots=True)
class SourceSeen:
    """A feed, REST list or sitemap: its address, how many articles or pages it names, the newest date, or why not."""

    kind: str
    url: str
    entries: int = 0
    newest: datetime | None = None
    parts: int = 0  # sitemaps that an index names
    trouble: str | None = None


@dataclass(slots=True)
class Probe:
    """What was seen of a portal, and the entry to start from."""

    portal: Portal
    server: str | None = None
    tls: Tls = LADDER[0]
    start: Outcome = Outcome.OTHER
    sources: list[SourceSeen] = field(default_factory=list)
    sections: list[tuple[str, str, int]] = field(default_factory=list)  # path, name, articles shown
    articles: list[Article] = field(default_factory=list)
    pages: dict[str, Fetched] = field(default_factory=dict)  # articles' pages, by address
    refused: list[str] = field(default_factory=list)  # what robots.txt or the server refused, in words


class Prober:
    """One probe. `wait` is called between requests with the seconds to wait.

    Raises `ForbiddenError` where robots.txt forbids the start page, and `FetchError` where that cannot be fetched.
    """

    def __init__(
        self, url: str, now: datetime, delay: float, family: str | None, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._now, self._wait = now, wait
        found = enter(url, wait, delay)
        self._asked = 2 + 2 * len(found.hops)
        self._robots, self._delay = found.robots, max(delay, found.robots.delay)
        self._first = first = found.first
        self.probe = Probe(portal_at(url, family, first), first.headers.get("server"), found.tls)
        self._rules = addresses(self.probe.portal)
        self._explorer = Explorer(self._rules, self._rules.key)
        self._others: list[str] = []
        self._read_keys: set[str] = set()
        self._names: dict[str, str] = {}  # what the front page calls the pages that it links to

    def run(self) -> Probe:
        """Look at front page, sources, sections and articles, in this order."""
        page = _page(self._first)
        reading = read_article(page, page.url, self.probe.portal, self._now)
        self.probe.start = reading.outcome
        named = [("feed", one) for one in feeds_named(page)[:FEEDS]]
        named += [("rest", api)] if (api := rest_api(page)) else []
        named += [("sitemap", one) for one in sitemaps_of(page.url, self._robots.sitemaps)[:2]]
        self._names = {
            key: one.text for key, one in collect(page, self._explorer.wanted, self._explorer.key, self._now).items()
        }
        found = self._explorer.survey(page, _due(page.url, "listing"), reading, self._now, ())
        shown = [url for kind, url in named for url in self._source(kind, url)]
        self._read_pages(found.outlinks, shown)
        self.probe.portal = self._entry()
        return self.probe

    def _source(self, kind: str, url: str) -> list[str]:
        """Enter what a feed or sitemap has; returns addresses of articles that it names."""
        seen = SourceSeen(kind, url)
        fetched = self._get(url)
        if fetched is None:
            if kind != "sitemap" or self._robots.sitemaps:
                seen.trouble = self.probe.refused[-1] if self.probe.refused else "not fetched"
                self.probe.sources.append(seen)
            return []
        try:
            if kind == "sitemap":
                entries, seen.parts = _sitemap(fetched, self._now)
                seen.trouble = f"an index of {seen.parts} sitemaps" if seen.parts else None
            else:
                entries = read_feed(fetched.body, fetched.url, self._now)
        except BadSourceError as error:
            seen.trouble, entries = str(error), []
        dates = [one.published or one.changed for one in entries]
        seen.entries, seen.newest = len(entries), max((one for one in dates if one is not None), default=None)
        self.probe.sources.append(seen)
        return [] if kind == "sitemap" else [one.url for one in entries]

    def _read_pages(self, outlinks: list[Link], shown: list[str]) -> None:
        """Read articles that feeds name, then the front page's links: first what menus show, then headlines."""
        menu = [link for link in outlinks if link.section is None and link.kind == "page"]
        rest = [link for link in outlinks if link not in menu]
        for url in shown[: ARTICLES // 2]:
            if (own := self._explorer.wanted(cleaned_url(url))) is not None:
                self._read(Link(self._explorer.key(own), own, "article"))
        for link in [*menu, *rest]:
            if len(self.probe.sections) >= SECTIONS and len(self.probe.articles) >= ARTICLES:
                break
            self._read(link)

    def _read(self, link: Link) -> None:
        probe = self.probe
        full = len(probe.articles) >= ARTICLES if link.kind == "article" else len(probe.sections) >= SECTIONS
        if full or link.key in self._read_keys:
            return
        self._read_keys.add(link.key)
        if (fetched := self._get(link.url)) is None:
            return
        page = _page(fetched)
        reading = read_article(page, page.url, probe.portal, self._now)
        due = _due(page.url, link.kind)
        if reading.outcome in OBSTACLES:
            self._explorer.nothing(page.url, due)
            return
        if self._is_article(page, link, reading):
            assert reading.article is not None
            self._explorer.article_read(page.url, due, self._explorer.judge.sights(page, self._now))
            probe.articles.append(reading.article)
            probe.pages[page.url] = fetched
            return
        survey = self._explorer.survey(page, due, reading, self._now, ())
        self._others.append(page.url)
        if survey.kind == "listing":
            probe.sections.append((section_path(page.url), self._names.get(link.key, ""), survey.shown))
            for lead in [*survey.entries, *survey.outlinks]:
                if lead.section is not None and len(probe.articles) < 2 * len(probe.sections):
                    self._read(Link(lead.key, lead.url, "article", lead.section))

    def _is_article(self, page: Page, link: Link, reading: Reading) -> bool:
        if reading.article is None or is_no_article(page, self._rules):
            return False
        return link.kind == "article" or reading.article.published_at is not None

    def _get(self, url: str) -> Fetched | None:
        if self._asked >= PAGES:
            return None
        if not self._robots.allows(url):
            self.probe.refused.append(f"{url}: robots.txt says no")
            return None
        self._asked += 1
        self._wait(self._delay)
        try:
            return fetch(url, self.probe.tls.verify, self.probe.tls.legacy)
        except UserError as error:
            self.probe.refused.append(str(error))
            return None

    def _entry(self) -> Portal:
        probe = self.probe
        feeds = [one for one in probe.sources if one.kind != "sitemap" and one.entries]
        maps = [one for one in probe.sources if one.kind == "sitemap" and (one.entries or one.parts)]
        read = [article.url for article in probe.articles]
        pattern = None if self._rules.rules.article else article_pattern(read, self._others)
        evidence = (
            f"unverified: probed {self._now:%Y-%m-%d}, {len(probe.sections)} sections and {len(read)} articles read"
        )
        return probe.portal.model_copy(
            update={
                "sections": tuple(path for path, _, _ in probe.sections),
                "feeds": tuple(_relative(one.url) for one in feeds),
                "sitemaps": tuple(_relative(one.url) for one in maps),
                "article": pattern,
                "render": "browser" if probe.start is Outcome.NEEDS_BROWSER else None,
                "legacy_tls": probe.tls.legacy,
                "verify_tls": probe.tls.verify,
                "evidence": evidence,
            }
        )


def _sitemap(fetched: Fetched, now: datetime) -> tuple[list[Entry], int]:
    found = read_sitemap(fetched.body, now)
    return found.pages, len(found.sitemaps)


def _due(url: str, kind: Kind) -> Due:
    return Due(0, url, url, kind, None, 0 if kind == "listing" else 1, None, None)


def _page(fetched: Fetched) -> Page:
    return Page(decode(fetched.body, fetched.content_type).text, fetched.url)


def _relative(url: str) -> str:
    start = url.find("/", url.find("//") + 2)
    return url[start:] if start >= 0 else "/"
