"""The title of a page of no known family: the heading that the reader sees, checked against the metadata.

`<title>` and OpenGraph often carry the site's name or a text for search engines, the page's `h1` often names the
section or the site. The line on the page that agrees best with the machine-readable titles is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.blocks import Block, Blocks, collapse
from crawler.extraction.generic import content, kickers, prominent, title_lines
from crawler.extraction.generic.title_lines import words
from crawler.extraction.page import Page
from crawler.extraction.structured import Structured

_CUT = re.compile(r"\s+[-|–—•·»«:/\\~]+\s+|\s*[|•»«]\s*|\s+::?\s+")
_GENERIC = re.compile(r"(?:chi tiết|trang chủ|cổng thông tin|cổng ttđt|trang thông tin|website|home\b|tin tức)", re.I)
_CERTAIN = 0.75  # score of a line that is taken without looking further; set on the article-extraction benchmark
_FEW_WORDS = 4  # a machine-readable title with fewer names a section or a site more often than an article


@dataclass(slots=True)
class Title:
    """The title, the extractor that gave it, and the line of the page that shows it (None where none does)."""

    text: str
    source: str
    line: Block | None = None
    index: int = -1
    guessed: bool = False  # by its place and dress alone


def find(page: Page, blocks: Blocks, metadata: Structured) -> Title | None:
    """The page's title; None where neither a heading nor the machine-readable layer gives one."""
    element = page.tree.select_one("head > title, title")
    document_title = collapse(element.text)[:1000] if element is not None else ""
    machine = _machine_titles(metadata, document_title)
    opening = words(_CUT.split(document_title, 1)[0])
    best = title_lines.best(blocks, [words(text) for _, text in machine], opening)
    if best is not None and best.score >= _CERTAIN:
        stated = [text for source, text in machine if source != "title"]
        return Title(kickers.without(best.block, stated), "heading", best.block, best.index)
    if not machine or machine[0][0] == "title" or _says_nothing(machine[0][1], metadata.site_name):
        start = content.start(blocks)
        index = prominent.find(blocks, start)
        if index >= 0:
            return Title(blocks.lines[index].text, "heading", blocks.lines[index], index, guessed=True)
    if machine and machine[0][0] != "title":
        source, text = machine[0]
        return Title(without_site(text, metadata.site_name), source)
    if document_title:
        return Title(without_site(document_title, metadata.site_name), "title")
    return Title(best.block.text, "heading", best.block, best.index) if best is not None else None


def _says_nothing(title: str, site: str | None) -> bool:
    """Whether a machine-readable title names the site or the kind of page, not the article."""
    own = words(title)
    return len(own) < _FEW_WORDS or (site is not None and own == words(site)) or bool(_GENERIC.match(title))


def _machine_titles(metadata: Structured, document_title: str) -> list[tuple[str, str]]:
    found = [("json-ld", metadata.headline)] if metadata.headline else []
    found += [("meta", metadata.titles[name]) for name in metadata.titles]
    if document_title:
        found.append(("title", document_title))
    return [(source, text) for source, text in found if text]


def without_site(title: str, site: str | None) -> str:
    """A document's title without the name of the site before or after it."""
    parts = [part for part in _CUT.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    if site:
        name = words(site)
        kept = [part for part in parts if words(part) != name]
        if len(kept) < len(parts):
            return title if not kept else _span(title, kept)
    longest = max(parts, key=len)
    return longest if len(words(longest)) >= 3 else title


def _span(title: str, kept: list[str]) -> str:
    start = title.find(kept[0])
    end = title.rfind(kept[-1]) + len(kept[-1])
    return title[start:end] if 0 <= start < end else title
