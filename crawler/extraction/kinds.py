"""Article, listing, stub or neither."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extraction.address import Addresses
from crawler.extraction.blocks import HEADINGS, collapse
from crawler.extraction.family import Family
from crawler.extraction.generic import content, regions
from crawler.extraction.generic.reader import Generic
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome
from crawler.extraction.structured import Structured
from crawler.model.items import Article

_FRONT = re.compile(r"/*(?:(?:index|default|home|trang-chu|trangchu)(?:\.\w+)?)?/*", re.I)
_POINTS_TO_FILE = re.compile(
    r"(?:xem|tải|theo|tại|trong|chi tiết|nội dung|toàn văn)\b.{0,80}\b(?:file|tệp|tập tin|văn bản|phụ lục|tài liệu)(?: tin)?\s*"
    r"(?:đính kèm|kèm theo|dưới đây|sau)|(?:file|tệp|tập tin|văn bản|tài liệu) đính kèm|(?:xem|tải)(?: chi tiết| về)?(?: tại)? đây",
    re.I,
)
_READ_ON = re.compile(r"\W{0,5}(?:xem )?(?:chi tiết|xem thêm|xem tiếp|đọc (?:tiếp|thêm)|read more|more)\W{0,5}$", re.I)
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b", re.I)
_STUB = 250  # characters of text that a pointer to a file may take


def is_stub(article: Article) -> bool:
    """Whether an article's text only points to its files."""
    if len(article.body) > _STUB:
        return False
    if article.attachments and len(article.body) < 80:
        return True
    return bool(_POINTS_TO_FILE.search(article.body))


def known_listing(page: Page, url: str, rules: Addresses, family: Family) -> str | None:
    """Why a page is a listing by its address or by the family's selectors; None where neither says so."""
    if rules.is_article(url):
        return None
    if family.listing and re.search(family.listing, url):
        return "an address of a listing"
    parts = urlsplit(url)
    if _FRONT.fullmatch(parts.path) and not parts.query:
        return "a front page"
    selectors = family.selectors.listing_item + rules.portal.selectors.listing_item
    if any(len(page.tree.select(selector)) >= 3 for selector in selectors):
        return "items of a listing"
    return None


def judge(
    page: Page, url: str, rules: Addresses, family: Family, told: Structured, found: Generic
) -> tuple[Outcome, str]:
    """What a page is that is no obstacle and that no selector knows as an article."""
    if rules.is_article(url) and found.parts.title and (found.running or found.parts.attachments):
        return Outcome.ARTICLE, ""
    if listing := known_listing(page, url, rules, family):
        return Outcome.LISTING, listing
    inside, linked_headings, links = _teasers(found)
    running, title = found.running, found.parts.title
    headed = title is not None and found.title_is_heading
    dated = found.parts.published is not None
    if rules.is_article(url) is False and not dated and not told.is_article:
        return (Outcome.LISTING if linked_headings or links >= 3 else Outcome.OTHER), "no article's address, no date"
    if headed and dated and _is_pointer(found):
        return Outcome.ARTICLE, ""
    if not told.is_article and _is_teasers(found):
        return Outcome.LISTING, "its text lies in teasers"
    if not told.is_article and _read_on(found) >= 3:
        return Outcome.LISTING, "links that lead on to articles"
    if title and inside * 40 <= running:
        enough = 120 if told.is_article else 100 if headed and dated else 300 if headed else 700 if dated else 0
        if enough and running >= enough:
            return Outcome.ARTICLE, ""
    several = (
        linked_headings
        or links >= (3 if running < 100 else 8)
        or _dates(found) >= 5
        or (not headed and _headings(found) >= 2)
    )
    only_links = headed and running < 200 and links
    if several or only_links:
        return Outcome.LISTING, f"{links} links of a headline's length, {running} characters of running text"
    return Outcome.OTHER, "neither an article nor a listing"


def _is_pointer(found: Generic) -> bool:
    """Whether what stands under the title is short and points to a file."""
    texts = [line.text for line in found.parts.lines if line.role == "body"]
    few = 1 <= len(found.parts.attachments) <= 6 and _dates(found) < 5
    return sum(map(len, texts)) <= _STUB and (few or any(map(_POINTS_TO_FILE.search, texts)))


def _is_teasers(found: Generic) -> bool:
    """Whether the page's running text is that of teasers, with next to nothing beside them."""
    lines = found.blocks.lines
    inside, beside = regions.teaser_text(found.blocks.boxes, lines, [content.weight(line) for line in lines])
    return beside < 300 and inside > 1.5 * beside


def _read_on(found: Generic) -> int:
    """How many pages the text's own links lead on to by words like 'Chi tiết': a teaser's, no article's."""
    return len(
        {link.attr("href") for link in found.root.element.select("a[href]") if _READ_ON.match(collapse(link.text))}
    )


def _teasers(found: Generic) -> tuple[int, int, int]:
    """Lines that are links as long as headlines, outside menus: between title and text's end, in headings, in all."""
    inside = headings = total = 0
    for index, line in enumerate(found.blocks.lines):
        if line.link_density <= 0.8 or any(up.tag in ("nav", "footer") for up in line.box.ancestors()):
            continue
        if index != found.title_index and line.box.tag in HEADINGS and len(line.text) >= 20:
            headings += 1
        if len(line.text) >= 30 and index != found.title_index:
            total += 1 + len(line.text) // 150
            inside += found.title_index < index < found.text_end
    return inside, headings, total


def _dates(found: Generic) -> int:
    """How many short lines of the page state a date."""
    return sum(bool(_DATE.search(line.text)) for line in found.blocks.lines if 8 <= len(line.text) <= 200)


def _headings(found: Generic) -> int:
    """How many headings stand in the text."""
    return sum(line.box.tag in ("h1", "h2", "h3") for line in found.parts.lines)
