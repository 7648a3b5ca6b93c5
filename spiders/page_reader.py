"""Reading answers: what a page, a feed or a sitemap makes of its visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from scrapy.http import Response

from crawler.discovery.data_listing import is_data
from crawler.extraction.address import Addresses
from crawler.extraction.article import read_article
from crawler.extraction.detect import detect
from crawler.extraction.kinds import STANDING
from crawler.extraction.page import Page
from crawler.extraction.reading import OBSTACLES, Reading
from crawler.model.items import Article
from crawler.model.visit import Due, Status, Visit
from crawler.vietnamese import decode
from spiders.attachments import Attachments
from spiders.canonical import article_key
from spiders.complete import complete
from spiders.exploring import Exploration
from spiders.form_state import StatefulForms
from spiders.outcome import begun, header, refuse
from spiders.redirects import followed_by_browser, read_redirect
from spiders.sources import Sources
from spiders.walk import Found

CUT_SHORT = "its Content-Length promises more than was sent"


class PageReader:
    """Reads the answers of one crawl. `walk` and `listing_key` are the spider's; `exploration` where it explores."""

    def __init__(
        self,
        addresses: Addresses,
        exploration: Exploration | None,
        attachments: Attachments,
        listing_key: Callable[[str], str],
        walk: Callable[[Page, Due, datetime], Found],
    ) -> None:
        self._addresses = addresses
        self._site = addresses.portal
        self._exploration = exploration
        self._attachments = attachments
        self._listing_key = listing_key
        self._walk = walk
        self._forms = StatefulForms()
        self._sources = Sources(addresses, exploration.explorer if exploration else None, self.key)

    def key(self, url: str) -> str:
        """The key of a page that is no listing."""
        return self._exploration.explorer.key(url) if self._exploration else self._addresses.key(url)

    def visit(self, response: Response, due: Due, now: datetime) -> Visit:
        """One visit from one answer."""
        visit = begun(response, due, now)
        if followed_by_browser(response, visit, self._addresses):
            visit.status = Status.REDIRECTED
        if visit.status is Status.REDIRECTED:
            key = self._listing_key if due.kind == "listing" else self.key
            read_redirect(response, visit, self._addresses, key)
        elif visit.status is Status.FETCHED and not visit.not_modified:
            if due.kind in ("feed", "sitemap"):
                self._sources.read(response, visit)
            else:
                self._read(response, visit)
        self.not_fetched(visit)
        if due.kind == "listing":
            self._forms.check(visit)
        return visit

    def not_fetched(self, visit: Visit) -> None:
        """Learn from a visit that brought no page; nothing from one that did, and from attachments."""
        if self._exploration is None or visit.due.kind == "attachment":
            return
        if visit.status is not Status.FETCHED or visit.not_modified:
            self._exploration.not_fetched(visit)

    def _read(self, response: Response, visit: Visit) -> None:
        text = decode(response.body, header(response, "Content-Type"))
        page = Page(text.text, response.url)
        if visit.due.kind == "listing" and visit.due.depth == 0:
            visit.cms = detect(page)
        if self._exploration is not None:
            self._explore(self._exploration, page, visit, response)
        elif visit.due.kind == "listing":
            self._listing(page, visit)
        else:
            self._article(page, visit, response)
        if visit.article is not None:
            visit.attachments = self._attachments.links(visit.article, visit.due)
            visit.article.flags.extend(text.flags)
            if "dataloss" in response.flags:
                visit.article.flags.append(CUT_SHORT)

    def _explore(self, exploration: Exploration, page: Page, visit: Visit, response: Response) -> None:
        """A page of a portal without sections: it may be anything."""
        reading = exploration.read(page, visit)
        if visit.kind == "article" and reading.article is not None:
            article = self._completed(reading.article, visit, response)
            article.id = f"{self._site.id}:{exploration.explorer.canonical_key(page, visit.due)}"
            article.section = visit.due.section or exploration.explorer.section_of(page.url)
        else:
            _refuse_obstacle(visit, reading)

    def _listing(self, page: Page, visit: Visit) -> None:
        found = self._walk(page, visit.due, visit.fetched_at)
        visit.links, visit.next_pages, visit.next_run_pages = found.entries, found.next_pages, found.next_run_pages
        visit.follow = found.follow
        if not found.entries and not is_data(page.html):
            _refuse_obstacle(visit, read_article(page, page.url, self._site, visit.fetched_at))

    def _article(self, page: Page, visit: Visit, response: Response) -> None:
        reading = read_article(page, page.url, self._site, visit.fetched_at)
        if reading.article is None:
            if reading.reason == STANDING:  # its address has the form of an article's; it is no loss
                visit.detected_kind = "page"
            else:
                refuse(visit, reading)
            return
        article = self._completed(reading.article, visit, response)
        article.id = f"{self._site.id}:{article_key(page, visit.due, self._addresses)}"

    def _completed(self, article: Article, visit: Visit, response: Response) -> Article:
        visit.article = complete(article, visit, response, self._addresses)
        return visit.article


def _refuse_obstacle(visit: Visit, reading: Reading) -> None:
    """Mark a visit whose page stands in the way of what was asked for: a block page, a login, a soft 404."""
    if reading.outcome in OBSTACLES:
        refuse(visit, reading)
