"""Reading answers: what a page, a feed or a sitemap makes of its visit."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from datetime import datetime

from scrapy.http import Response

from crawler.discovery.data_listing import is_data
from crawler.extraction.address import Addresses
from crawler.extraction.article import read_article
from crawler.extraction.detect import detect
from crawler.extraction.page import Page
from crawler.model.visit import Due, Rejected, Status, Visit
from crawler.readers.pool import CostlyError, Readers
from spiders.answer import Answer
from spiders.exploring import Exploration
from spiders.form_state import StatefulForms
from spiders.obstacle import refuse_obstacle
from spiders.outcome import answer_of, begun
from spiders.page_task import PageRead, PageTask, finished_page, read_page
from spiders.redirects import followed_by_browser, read_redirect
from spiders.sources import Sources
from spiders.turns import Turns
from spiders.walk import Found

logger = logging.getLogger(__name__)


class PageReader:
    """Reads the answers of one crawl. `walk` and `listing_key` are the spider's; `exploration` where it explores.

    Articles, and pages that may be one, are read by `readers` where there are any; what the frontier needs at once
    (listings, feeds, sitemaps) is read here. What is learned from pages is learned in the order in which they came.
    """

    def __init__(
        self,
        addresses: Addresses,
        exploration: Exploration | None,
        listing_key: Callable[[str], str],
        walk: Callable[[Page, Due, datetime], Found],
    ) -> None:
        self.readers: Readers | None = None
        self.files = False  # whether the files of articles are fetched
        self._addresses = addresses
        self._site = addresses.portal
        self._pickled = pickle.dumps(self._site, pickle.HIGHEST_PROTOCOL)
        self._exploration = exploration
        self._listing_key = listing_key
        self._walk = walk
        self._forms = StatefulForms()
        self._turns = Turns()
        self._sources = Sources(addresses, exploration.explorer if exploration else None, self.key)

    def key(self, url: str) -> str:
        """The key of a page that is no listing."""
        return self._exploration.explorer.key(url) if self._exploration else self._addresses.key(url)

    async def visit(self, response: Response, due: Due, now: datetime) -> Visit:
        """One visit from one answer."""
        my_turn = self._turns.take()
        visit, read = begun(response, due, now), None
        answer = answer_of(response)
        if followed_by_browser(response, visit, self._addresses):
            visit.status = Status.REDIRECTED
        try:
            if self._is_page(visit):
                read = await self._read(PageTask(answer, visit, self._exploration is not None, self.files))
                visit = read.visit
        except CostlyError as error:
            _set_aside(visit, self._site.id, error)
        finally:
            if self._exploration is not None:
                await my_turn()
        if visit.status is Status.REDIRECTED:
            key = self._listing_key if due.kind == "listing" else self.key
            read_redirect(response, visit, self._addresses, key)
        elif read is not None:
            self._learn(read, answer)
        elif visit.status is Status.FETCHED and not visit.not_modified:
            if due.kind in ("feed", "sitemap"):
                self._sources.read(response, visit)
            else:
                self._listing(answer, visit)
        self._not_fetched(visit)
        if due.kind == "listing":
            self._forms.check(visit)
        return visit

    async def no_page(self, visit: Visit) -> None:
        """Learn from a visit whose request got no answer."""
        if self._exploration is not None:
            await self._turns.take()()
            self._not_fetched(visit)

    def _not_fetched(self, visit: Visit) -> None:
        """Learn from a visit that brought no page; nothing from one that did, and from attachments."""
        if self._exploration is None or visit.due.kind == "attachment":
            return
        if visit.status is not Status.FETCHED or visit.not_modified:
            self._exploration.not_fetched(visit)

    def _is_page(self, visit: Visit) -> bool:
        """Whether the answer is a page that nothing of the crawl is needed to read."""
        if visit.status is not Status.FETCHED or visit.not_modified or visit.due.kind in ("feed", "sitemap"):
            return False
        return visit.due.kind != "listing" or self._exploration is not None

    async def _read(self, task: PageTask) -> PageRead:
        if self.readers is None or task.visit.due.kind == "listing":  # a visit that finds no news starts no reader
            return read_page(task, self._addresses)
        return await self.readers.read(finished_page, (self._pickled, task))

    def _learn(self, read: PageRead, answer: Answer) -> None:
        """Enter what only the crawl knows: of an explored page where it leads, of its article the section."""
        visit, exploration = read.visit, self._exploration
        if exploration is None or read.reading is None:
            return
        if read.is_article:
            visit.outlinks = exploration.explorer.article_read(answer.url, visit.due, read.sights)
            if visit.article is not None:
                visit.article.section = visit.due.section or exploration.explorer.section_of(answer.url)
        else:
            refuse_obstacle(visit, exploration.read(answer.page, visit, read.reading))

    def _listing(self, answer: Answer, visit: Visit) -> None:
        page = answer.page
        if visit.due.depth == 0:
            visit.cms = detect(page)
        found = self._walk(page, visit.due, visit.fetched_at)
        visit.links, visit.next_pages, visit.next_run_pages = found.entries, found.next_pages, found.next_run_pages
        visit.follow = found.follow
        if not found.entries and not is_data(page.html):
            refuse_obstacle(visit, read_article(page, page.url, self._site, visit.fetched_at))


def _set_aside(visit: Visit, portal: str, error: CostlyError) -> None:
    """Make of `visit` a failed one whose page is put into quarantine: it took too much, or broke who read it."""
    logger.warning("%s %s: set aside", visit.due.url, error)
    visit.status, visit.reason = Status.FETCH_ERROR, str(error)
    visit.rejected = Rejected(f"{portal}:{visit.due.key}", str(error), "")
    visit.etag = visit.last_modified = None  # it must not answer 'not modified' to the next try
