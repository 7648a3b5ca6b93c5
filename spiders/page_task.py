"""Reading the page of an article, or of what may be one, with nothing of the crawl: any process can do it."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.articles.file_links import file_links
from crawler.discovery.address_judge import AddressJudge
from crawler.discovery.by_address import is_no_article
from crawler.discovery.data_listing import is_data
from crawler.discovery.sightings import Sighting
from crawler.extraction.address import Addresses, addresses
from crawler.extraction.article import read_article
from crawler.extraction.detect import detect
from crawler.extraction.kinds import STANDING
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome, Reading
from crawler.model.items import Article
from crawler.model.visit import Due, Visit
from crawler.registry import Portal
from spiders.answer import Answer
from spiders.canonical import article_key
from spiders.complete import complete
from spiders.finishing import finish
from spiders.obstacle import refuse

CUT_SHORT = "its Content-Length promises more than was sent"


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page to be read: the answer, and its visit as far as it has come.

    `explored`: the portal's entry has no sections, so the page may be anything. `files`: articles' files are fetched.
    """

    answer: Answer
    visit: Visit
    explored: bool
    files: bool


@dataclass(slots=True)
class PageRead:
    """The visit with all that the page alone tells. Of an explored page also as what it reads, whether it is an article
    that is kept, and the links of one that is."""

    visit: Visit
    reading: Reading | None = None
    is_article: bool = False
    sights: Mapping[str, Sighting] = field(default_factory=dict)


def finished_page(task: tuple[bytes, PageTask]) -> PageRead:
    """What a reader process does: read a page and finish its record. The portal comes pickled, for all pages alike."""
    site, page = task
    read = read_page(page, _addresses(site))
    finish(read.visit)
    return read


@lru_cache(maxsize=256)
def _addresses(site: bytes) -> Addresses:
    portal: Portal = pickle.loads(site)  # noqa: S301 - the process that started this one sent it
    return addresses(portal)


def read_page(task: PageTask, addresses: Addresses) -> PageRead:
    """Read a page; its record is not finished yet."""
    visit, page = task.visit, task.answer.page
    if visit.due.kind == "listing" and visit.due.depth == 0:
        visit.cms = detect(page)
    read = _explored(task, addresses) if task.explored else _article(task, addresses)
    if visit.article is not None:
        visit.attachments = file_links(visit.article, addresses, visit.due.section) if task.files else None
        visit.article.flags.extend(task.answer.decoded.flags)
        if task.answer.cut_short:
            visit.article.flags.append(CUT_SHORT)
    return read


def _article(task: PageTask, addresses: Addresses) -> PageRead:
    visit, page = task.visit, task.answer.page
    reading = read_article(page, page.url, addresses.portal, visit.fetched_at)
    if reading.article is not None:
        _enter(reading.article, task, addresses, article_key(page, visit.due, addresses))
    elif reading.reason == STANDING:  # its address has the form of an article's; it is no loss
        visit.detected_kind = "page"
    else:
        refuse(visit, reading)
    return PageRead(visit)


def _explored(task: PageTask, addresses: Addresses) -> PageRead:
    """A page of a portal without sections: it may be anything."""
    visit, page = task.visit, task.answer.page
    if visit.due.kind == "listing" and is_data(page.html):
        return PageRead(visit, Reading(Outcome.LISTING, reason="the answer of a service"))
    reading = read_article(page, page.url, addresses.portal, visit.fetched_at)
    article, reading.article, reading.cut = reading.article, None, []
    if article is None or not _is_kept(page, article, visit.due, addresses):
        return PageRead(visit, reading)
    judge = AddressJudge(addresses)
    _enter(article, task, addresses, judge.canonical_key(page, visit.due))
    visit.detected_kind = "article"
    return PageRead(visit, reading, True, judge.sights(page, visit.fetched_at))


def _is_kept(page: Page, article: Article, due: Due, addresses: Addresses) -> bool:
    """Whether what reads as an article is one: a page without a date that no listing shows is a standing page."""
    if due.kind == "listing" or (due.kind != "article" and is_no_article(page, addresses)):
        return False
    return due.kind == "article" or due.section is not None or article.published_at is not None


def _enter(article: Article, task: PageTask, addresses: Addresses, key: str) -> None:
    article.id = f"{addresses.portal.id}:{key}"
    task.visit.article = complete(article, task.visit, task.answer, addresses)
