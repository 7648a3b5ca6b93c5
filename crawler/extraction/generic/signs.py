"""What a page of no known family shows that tells an article from a listing: counts, taken once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.blocks import HEADINGS, collapse
from crawler.extraction.generic import content, regions
from crawler.extraction.generic.reader import Generic
from crawler.extraction.structured import Structured

_READ_ON = re.compile(r"\W{0,5}(?:xem )?(?:chi tiết|xem thêm|xem tiếp|đọc (?:tiếp|thêm)|read more|more)\W{0,5}$", re.I)
_DATE = re.compile(r"\d(?<!\d\d)\d?[/.-]\d{1,2}[/.-]\d{4}\b")  # led by a digit, to which the engine skips
POINTS_TO_FILE = re.compile(
    r"(?:xem|tải|theo|tại|trong|chi tiết|nội dung|toàn văn)\b.{0,80}\b(?:file|tệp|tập tin|văn bản|phụ lục|tài liệu)(?: tin)?\s*"
    r"(?:đính kèm|kèm theo|dưới đây|sau)|(?:file|tệp|tập tin|văn bản|tài liệu) đính kèm|(?:xem|tải)(?: chi tiết| về)?(?: tại)? đây",
    re.I,
)
POINTER = 250  # characters that a text may have that only points to its files
_HEADLINE = 30  # characters of a link that is a headline and no name of a section
_HEADING = 20  # characters of a heading that is one
_LONG_LINK = 150  # characters of a link that counts twice: a teaser that is a link as a whole
_MOST_FILES = 6  # files of a text that points to them; more are a list of documents
_BESIDE_TEASERS = 300  # characters of running text that a listing may have beside its teasers
_TEASERS_LEAD = 1.5  # how many times that the teasers must have
MANY_DATES = 5  # lines with a date, as a list of news or documents has and an article has not


@dataclass(frozen=True, slots=True)
class Signs:
    """The counts of one page. Links and headings in menus and footers are left out."""

    titled: bool = False
    headed: bool = False  # whether a line of the page shows the title
    dated: bool = False
    described: bool = False  # whether the page's metadata say that it is an article
    detailed: bool = False  # whether they describe one article, with its headline
    running: int = 0  # characters of running text
    links_inside: int = 0  # links of a headline's length between title and the text's end
    links: int = 0  # links of a headline's length anywhere
    linked_headings: int = 0  # headings that are links
    headings: int = 0  # h1 to h3 in the text
    dates: int = 0  # short lines that state a date
    read_on: int = 0  # links of the text by words like 'Chi tiết'
    points_to_file: bool = False  # a short text that points to its files
    teasers: bool = False  # whether the running text is that of teasers


def take(found: Generic, metadata: Structured) -> Signs:
    """The signs of a page that the generic reader has read."""
    inside, headings, links = _links(found)
    dates = sum(bool(_DATE.search(line.text)) for line in found.blocks.lines if 8 <= len(line.text) <= 200)
    return Signs(
        titled=bool(found.parts.title),
        headed=found.parts.title is not None and found.title_is_heading,
        dated=found.parts.published is not None,
        described=metadata.is_article,
        detailed=metadata.is_described,
        running=found.running,
        links_inside=inside,
        links=links,
        linked_headings=headings,
        headings=sum(line.box.tag in ("h1", "h2", "h3") for line in found.parts.lines),
        dates=dates,
        read_on=_read_on(found),
        points_to_file=_points_to_file(found, dates),
        teasers=_in_teasers(found),
    )


def _links(found: Generic) -> tuple[int, int, int]:
    """Links as long as headlines: between title and text's end, headings among them, and anywhere."""
    inside = headings = total = 0
    for index, line in enumerate(found.blocks.lines):
        is_heading = line.box.tag in HEADINGS
        if len(line.text) < (_HEADING if is_heading else _HEADLINE) or line.link_density <= 0.8:
            continue
        if index == found.title_index:
            continue
        if any(up.tag in ("nav", "footer") for up in line.box.ancestors()):
            continue
        headings += is_heading
        if len(line.text) >= _HEADLINE:
            total += 1 + len(line.text) // _LONG_LINK
            inside += found.title_index < index < found.text_end
    return inside, headings, total


def _read_on(found: Generic) -> int:
    """How many pages the text's own links lead on to by words like 'Chi tiết', as teasers do."""
    links = found.root.element.select("a[href]")
    return len({link.attr("href") for link in links if _READ_ON.match(collapse(link.text))})


def _points_to_file(found: Generic, dates: int) -> bool:
    """Whether what stands under the title is short and points to a few files."""
    texts = [line.text for line in found.parts.lines if line.role == "body"]
    if sum(map(len, texts)) > POINTER:
        return False
    few = 1 <= len(found.parts.attachments) <= _MOST_FILES and dates < MANY_DATES
    return few or any(map(POINTS_TO_FILE.search, texts))


def _in_teasers(found: Generic) -> bool:
    """Whether the page's running text is that of teasers, with next to nothing beside them."""
    lines = found.blocks.lines
    inside, beside = regions.teaser_text(found.blocks, [content.weight(line) for line in lines])
    return beside < _BESIDE_TEASERS and inside > _TEASERS_LEAD * beside
