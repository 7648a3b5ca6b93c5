"""A page of no known family, read: title, text, date, author, files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.extraction import captions, language, publication
from crawler.extraction.blocks import Block, Blocks, Box
from crawler.extraction.files import attachments
from crawler.extraction.flatten import collect
from crawler.extraction.generic import bylines, content, dates
from crawler.extraction.generic import title as titles
from crawler.extraction.page import Page
from crawler.extraction.parts import Parts
from crawler.extraction.structured import Structured


@dataclass(slots=True)
class Generic:
    """What the generic reader found, and what it looked at, for those who judge what kind of page it is."""

    parts: Parts
    blocks: Blocks
    root: Box
    title_is_heading: bool
    title_index: int  # which line shows the title; -1: none
    text_end: int  # past the last line of running text
    running: int  # characters of running text in the article


def read(page: Page, metadata: Structured, read_at: datetime) -> Generic:
    """The article on the page, as well as its text and its machine-readable layer let it be metadata."""
    blocks = collect(page.tree, menus=False)
    title = titles.find(page, blocks, metadata)
    index = title.index if title is not None else -1
    root, lines = content.find(blocks, index)
    captions.mark(lines, title.text if title is not None else "")
    lines = content.clean(lines)
    parts = Parts(lines=lines, captioned=True)
    if title is not None:
        parts.title, parts.sources["title"] = title.text, title.source
    start, end = _span(blocks, lines)
    bylines.mark(lines)
    text = " ".join(line.text for line in lines if line.role == "body")[:3000]
    parts.language = language.of_text(text)
    _date(page, metadata, blocks, (index, start, end), parts, read_at)
    if metadata.author is not None:
        parts.author, parts.sources["author"] = metadata.author
    elif byline := bylines.find(blocks, index, start, end):
        parts.author, parts.sources["author"] = byline, "generic"
    if lines:
        parts.sources["body"] = "generic"
    if lead := _lead(lines):
        parts.summary, parts.sources["summary"] = lead, "generic"
    parts.attachments = attachments(page, [root.element])
    headed = title is not None and title.line is not None and (not title.guessed or parts.published is not None)
    running = sum(line.chars for line in lines if content.weight(line))
    return Generic(parts, blocks, root, headed, index, end, running)


def _lead(lines: list[Block]) -> str | None:
    """The first paragraph, where its box is named for leads."""
    first = next((line for line in lines if line.role == "body" and content.weight(line)), None)
    named = first is not None and any(content.is_lead(up.hint) for up in first.box.nearest(2))
    return first.text if first is not None and named else None


def _span(blocks: Blocks, lines: list[Block]) -> tuple[int, int]:
    """Where, among all lines, the first and (past) the last running text of the article stand."""
    running = [line for line in lines if content.weight(line)]
    if not running:
        return len(blocks.lines), len(blocks.lines)
    places = {id(line): index for index, line in enumerate(blocks.lines)}
    return places[id(running[0])], places[id(running[-1])] + 1


def _date(
    page: Page, metadata: Structured, blocks: Blocks, places: tuple[int, int, int], parts: Parts, read_at: datetime
) -> None:
    printed, updated = dates.visible(blocks, *places, read_at)
    stamps = metadata.published or dates.marked(page, blocks, places[0], places[2])
    vietnamese = parts.language in ("vi", None)
    in_address = dates.in_address(page.url, read_at)
    found, source, flags = publication.choose(printed, stamps, in_address, read_at, vietnamese)
    if found is not None:
        parts.published, parts.sources["published_at"] = found, source
        parts.flags += flags
    if metadata.updated:
        stamp, source = metadata.updated[0]
        parts.updated, parts.sources["updated_at"] = publication.at_vietnam(stamp, vietnamese)[0], source
    elif updated is not None and updated != found:
        parts.updated, parts.sources["updated_at"] = updated, "generic"
