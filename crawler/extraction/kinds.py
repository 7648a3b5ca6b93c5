"""Article, listing, stub or neither."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from turbohtml import Node

from crawler.extraction.address import Addresses
from crawler.extraction.blocks import Box
from crawler.extraction.family import Family
from crawler.extraction.flatten import collect
from crawler.extraction.generic import content, signs
from crawler.extraction.generic.reader import Generic
from crawler.extraction.generic.signs import Signs
from crawler.extraction.page import Page
from crawler.extraction.parts import Parts
from crawler.extraction.reading import Outcome
from crawler.extraction.structured import Structured
from crawler.model.items import Article

_FRONT = re.compile(r"/*(?:(?:index|default|home|trang-chu|trangchu)(?:\.\w+)?)?/*", re.I)
_ITEMS = 3  # elements that match a family's `listing_item` on a listing; one or two may be related news

# How many characters of running text an article has at least, by what else speaks for it. Set by hand on the public
# article-extraction benchmark, the project's saved pages and its skins.
ENOUGH_DESCRIBED = 120  # the page's metadata say that it is an article
ENOUGH_HEADED_DATED = 100
ENOUGH_HEADED = 300
ENOUGH_DATED = 700
_ONE_ITEM = 0.6  # share of the items' text that makes one of them the article itself
_TEXT_PER_LINK = 40  # characters of running text for each link of a headline's length between title and text's end
_SCANT = 100  # characters of running text below which a few links make a listing
_FEW_LINKS, _MANY_LINKS = 3, 8  # links of a headline's length that make one: with scant text, and with more
_SHORT = 200  # characters of running text below which any such link under a title makes one
_READ_ON = 3  # links by words like 'Chi tiết'
_SEVERAL_HEADINGS = 2  # headings in the text of a page whose own title no line shows


def is_stub(article: Article) -> bool:
    """Whether an article's text only points to its files."""
    if len(article.body) > signs.POINTER:
        return False
    if article.attachments and len(article.body) < 80:
        return True
    return bool(signs.POINTS_TO_FILE.search(article.body))


def known_listing(page: Page, url: str, rules: Addresses, family: Family, found: Parts, dated: bool) -> str | None:
    """Why a page is a listing by its address or by the family's selectors; None where neither says so.

    `found`: the article that was read on it; `dated`: whether it or the page's metadata state a date. Items of a
    listing beside a dated article are its related news.
    """
    if rules.is_article(url) or is_stated(page, family):
        return None
    if family.listing and re.search(family.listing, url):
        return "an address of a listing"
    if _is_front(url):
        return "a front page"
    for selector in family.selectors.listing_item + rules.portal.selectors.listing_item:
        items = page.tree.select(selector)
        if len(items) >= _ITEMS and not (dated and _is_beside(found, frozenset[Node](items))):
            return "items of a listing"
    return None


STANDING = "a standing page of the CMS"


def is_standing(page: Page, family: Family) -> bool:
    """Whether a page is of the family's module for standing pages, which call themselves articles, too."""
    return any(page.tree.select_one(selector) is not None for selector in family.standing)


def is_stated(page: Page, family: Family) -> bool:
    """Whether the CMS says of a page that it shows one article, as most do in the classes of `body`."""
    return any(page.tree.select_one(selector) is not None for selector in family.stated)


def _is_beside(found: Parts, items: frozenset[Node]) -> bool:
    """Whether an article stands beside the items of a listing, or as one of them, and has more text than they."""
    if found.title is None:
        return False
    text = sum(content.weight(line) for line in found.lines if not _is_inside(line.box, items))
    sizes = [sum(content.weight(line) for line in collect(item).lines) for item in items]
    largest, listed = max(sizes), sum(sizes)
    if largest >= _ONE_ITEM * listed:
        text, listed = text + largest, listed - largest
    return text >= ENOUGH_HEADED and text > listed


def _is_inside(box: Box, items: frozenset[Node]) -> bool:
    if any(up.element in items for up in box.ancestors()):
        return True
    outermost = list(box.ancestors())[-1].element
    return any(up in items for up in outermost.ancestors)


def _is_front(url: str) -> bool:
    """Whether an address is a site's own; False for text that is no address, such as one with a port that is none."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return named and not parts.query and bool(_FRONT.fullmatch(parts.path))


def judge(
    page: Page, url: str, rules: Addresses, family: Family, metadata: Structured, found: Generic
) -> tuple[Outcome, str]:
    """What a page is that is no obstacle and that no selector knows as an article."""
    by_address = rules.is_article(url)
    if (by_address or is_stated(page, family)) and found.parts.title and (found.running or found.parts.attachments):
        return Outcome.ARTICLE, ""
    if listing := known_listing(page, url, rules, family, found.parts, found.parts.published is not None):
        return Outcome.LISTING, listing
    return decide(signs.take(found, metadata), by_address)


def decide(page: Signs, by_address: bool | None) -> tuple[Outcome, str]:
    """What a page with these signs is. `by_address`: whether its address is an article's; None where that is unknown."""
    if by_address is False and not page.dated and not page.described:
        links = page.linked_headings or page.links >= _FEW_LINKS
        return (Outcome.LISTING if links else Outcome.OTHER), "no article's address, no date"
    if page.titled and page.detailed and page.running >= ENOUGH_DESCRIBED and not page.teasers:
        return Outcome.ARTICLE, ""
    if page.headed and page.dated and page.points_to_file:
        return Outcome.ARTICLE, ""
    if not page.described and page.teasers:
        return Outcome.LISTING, "its text lies in teasers"
    if not page.described and page.read_on >= _READ_ON:
        return Outcome.LISTING, "links that lead on to articles"
    if page.titled and page.links_inside * _TEXT_PER_LINK <= page.running and _has_text(page):
        return Outcome.ARTICLE, ""
    if _lists(page):
        return Outcome.LISTING, f"{page.links} links of a headline's length, {page.running} characters of running text"
    return Outcome.OTHER, "neither an article nor a listing"


def _has_text(page: Signs) -> bool:
    """Whether the page has as much running text as an article of its looks."""
    if page.described:
        return page.running >= ENOUGH_DESCRIBED
    if page.headed:
        return page.running >= (ENOUGH_HEADED_DATED if page.dated else ENOUGH_HEADED)
    return page.dated and page.running >= ENOUGH_DATED


def _lists(page: Signs) -> bool:
    """Whether the page lists other pages."""
    if page.linked_headings or page.dates >= signs.MANY_DATES:
        return True
    if page.links >= (_FEW_LINKS if page.running < _SCANT else _MANY_LINKS):
        return True
    if not page.headed:
        return page.headings >= _SEVERAL_HEADINGS
    return page.running < _SHORT and page.links > 0
