"""The title of a page of no known family: the heading that the reader sees, checked against what machines are told.

`<title>` and OpenGraph often carry the site's name or a text for search engines, the page's `h1` often names the
section or the site. The line on the page that agrees best with what the machines are told is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.extraction.blocks import HEADINGS, Block, Blocks, Box, collapse
from crawler.extraction.generic import content, prominent
from crawler.extraction.page import Page
from crawler.extraction.structured import Structured

_WORDS = re.compile(r"\w+")
_CUT = re.compile(r"\s+[-|–—•·»«:/\\~]+\s+|\s*[|•»«]\s*|\s+::?\s+")
_TITLE_NAME = re.compile(r"title|headline|tieu-?_?de|tieude|heading|subject", re.I)
_GENERIC = re.compile(r"(?:chi tiết|trang chủ|cổng thông tin|cổng ttđt|trang thông tin|website|home\b|tin tức)", re.I)
_FOOT = re.compile(r"(?:^|[\s_-])(?:site-?)?footer|colophon", re.I)
_LONGEST = 400  # characters


@dataclass(slots=True)
class Title:
    """The title, the extractor that gave it, and the line of the page that shows it (None where none does)."""

    text: str
    source: str
    line: Block | None = None
    index: int = -1
    guessed: bool = False  # by its place and dress alone


def find(page: Page, blocks: Blocks, told: Structured) -> Title | None:
    """The page's title; None where neither a heading nor the machine-readable layer gives one."""
    element = page.tree.select_one("head > title, title")
    document_title = collapse(element.text)[:1000] if element is not None else ""
    machine = _machine_titles(told, document_title)
    opening = words(_CUT.split(document_title, 1)[0])
    line, index, score = _best_line(blocks, [words(text) for _, text in machine], opening)
    if line is not None and score >= 0.75:
        return Title(line.text, "heading", line, index)
    if not machine or machine[0][0] == "title" or _says_nothing(machine[0][1], told.site_name):
        start = content.start(blocks)
        index = prominent.find(blocks, start)
        if index >= 0:
            return Title(blocks.lines[index].text, "heading", blocks.lines[index], index, guessed=True)
    if machine and machine[0][0] != "title":
        source, text = machine[0]
        return Title(without_site(text, told.site_name), source)
    if document_title:
        return Title(without_site(document_title, told.site_name), "title")
    return Title(line.text, "heading", line, index) if line is not None else None


def _says_nothing(title: str, site: str | None) -> bool:
    """Whether a machine-readable title names the site or the kind of page, not the article."""
    own = words(title)
    return len(own) < 4 or (site is not None and own == words(site)) or bool(_GENERIC.match(title))


def words(text: str) -> list[str]:
    """The words of a text, case folded."""
    return _WORDS.findall(text.casefold())


def _machine_titles(told: Structured, document_title: str) -> list[tuple[str, str]]:
    found = [("json-ld", told.headline)] if told.headline else []
    found += [("meta", told.titles[name]) for name in told.titles]
    if document_title:
        found.append(("title", document_title))
    return [(source, text) for source, text in found if text]


def _best_line(blocks: Blocks, machine: list[list[str]], opening: list[str]) -> tuple[Block | None, int, float]:
    """The heading-like line that agrees best with the machine-readable titles, or opens the document's."""
    best: Block | None = None
    best_index, best_score = -1, 0.0
    told = [set(one) for one in machine if one]
    union = set().union(*told)
    sizes = {len(" ".join(one)) for one in machine if one}
    first_h1 = True
    homes: set[Box | None] = set()  # boxes that running text was seen in
    for index, line in enumerate(blocks.lines):
        if line.chars > 120 and line.link_density < 0.3:
            homes.add(line.box.parent)
        if line.is_picture or not 4 <= len(line.text) <= _LONGEST:
            continue
        box = line.box
        heading = next((up for up in (box, box.parent) if up is not None and up.tag in HEADINGS), None)
        named = heading is None and (_title_name(box.hint) or (box.parent is not None and _title_name(box.parent.hint)))
        if heading is None and not named and not any(0.5 * size <= len(line.text) <= 1.3 * size for size in sizes):
            continue
        own = words(line.text)
        if not own or (heading is None and not (own[0] in union and own[-1] in union)):
            continue
        agreement = max((_agreement(own, one) for one in told), default=0.0)
        if heading is None and not named and (agreement < 0.9 or line.text.count(",") > 4):
            continue
        if agreement < 0.4 and own != opening and not (heading is not None and heading.tag == "h1"):
            continue
        score = agreement
        if heading is not None:
            score += {"h1": 0.3, "h2": 0.15}.get(heading.tag, 0.05)
            if heading.tag == "h1" and first_h1:
                score += 0.05
                first_h1 = False
        elif named:
            score += 0.1
        if own == opening:
            score += 0.2  # documents are titled 'article - section - site' far more often than the other way
        if line.link_density > 0.8:
            score -= 0.25
        if heading is not None and heading.parent in homes and agreement < 0.9:
            score -= 0.6  # a heading inside the text
        if any(up.tag in ("nav", "footer", "aside", "li") for up in box.ancestors()):
            score -= 0.3
        if any(_in_foot(up.hint) for up in box.ancestors()):
            continue
        if score > best_score + 1e-9:
            best, best_index, best_score = line, index, score
    return best, best_index, best_score


@lru_cache(maxsize=16384)
def _in_foot(hint: str) -> bool:
    return bool(_FOOT.search(hint))


@lru_cache(maxsize=16384)
def _title_name(hint: str) -> bool:
    return bool(_TITLE_NAME.search(hint))


def _agreement(own: list[str], told: set[str]) -> float:
    """How far a line's words are those of a title: both ways, mildly punishing what a title has beyond the line."""
    common = sum(map(told.__contains__, own))
    if not common:
        return 0.0
    precision, recall = common / len(own), common / len(told)
    return 2 * precision * recall / (precision + recall) if recall < 0.5 else (2 * precision + recall) / 3


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
