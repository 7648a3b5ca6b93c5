"""The first source: selectors of the CMS family, and of the portal's entry before them."""

from __future__ import annotations

from datetime import datetime

from turbohtml import Document, Element, Node

from crawler.extraction.blocks import Block, collapse
from crawler.extraction.files import attachments
from crawler.extraction.flatten import collect
from crawler.extraction.page import Page
from crawler.extraction.parts import Moment, Parts, moment
from crawler.registry.portal import Selectors

ENTRY = "entry"  # the extractor's name for selectors of the portal's own entry


class Chain:
    """The selectors of an entry, then those of its family, each with the name that provenance gives it."""

    def __init__(self, entry: Selectors, family: Selectors, family_name: str) -> None:
        self._entry = entry
        self._family = family
        self._name = family_name

    def of(self, field: str) -> list[tuple[str, str]]:
        """Selector and extractor's name, most specific first."""
        own: tuple[str, ...] = getattr(self._entry, field)
        theirs: tuple[str, ...] = getattr(self._family, field)
        return [(one, ENTRY) for one in own] + [(one, self._name) for one in theirs]

    def group(self, field: str) -> str:
        """All selectors of a field as one CSS group; empty where there are none."""
        return ", ".join(selector for selector, _ in self.of(field))


def read(page: Page, chain: Chain, read_at: datetime) -> Parts:
    """The parts of the article that the selectors find; a `Parts` without title or lines where they find none."""
    parts = Parts()
    root = _root(page, chain)
    if root is None:
        return parts
    for selector, name in chain.of("title"):
        element = root.select_one(selector)
        if element is not None and (text := _text(element)):
            parts.title, parts.sources["title"] = text, name
            break
    if parts.title is None:
        return parts
    parts.published = _moment(root, chain, "date", "published_at", parts, read_at)
    parts.updated = _moment(root, chain, "updated", "updated_at", parts, read_at)
    summary = _find(root, chain, "summary", "summary", parts)
    if summary is not None:
        parts.summary = _text(summary)
    body = _find(root, chain, "body", "body", parts)
    if body is not None:
        _read_body(page, root, body, summary, chain, parts)
    author = _find(root, chain, "author", "author", parts)
    if author is not None:
        parts.author = _text(author)
    return parts


def _read_body(
    page: Page, root: Element | Document, body: Element, summary: Element | None, chain: Chain, parts: Parts
) -> None:
    """The lines of lead and body, with the captions and files that the selectors name among them."""
    drop = frozenset[Node](root.select(group) if (group := chain.group("drop")) else ())
    lead: list[Block] = []
    if summary is not None and summary.tag != "meta" and not _within(summary, body):
        lead = collect(summary).lines
    parts.lines = _joined(lead, collect(body, drop).lines)
    if group := chain.group("caption"):
        _mark_captions(parts.lines, body, group)
    parts.attachments = attachments(page, [body], drop)
    if extra := chain.group("attachment"):  # chosen by name, so even where `drop` keeps them out of the text
        known = {file.url for file in parts.attachments}
        parts.attachments += [file for file in attachments(page, root.select(extra)) if file.url not in known]


def _root(page: Page, chain: Chain) -> Element | Document | None:
    """The element that holds the article: the first that matches `root` and has a title in it."""
    roots = chain.of("root")
    if not roots:
        return page.tree
    title = chain.group("title")
    for selector, _ in roots:
        for element in page.tree.select(selector):
            if element.select_one(title) is not None:
                return element
    return None


def _find(root: Element | Document, chain: Chain, field: str, name: str, parts: Parts) -> Element | None:
    """The first element with text (or a picture) that a field's selectors match; notes who found it."""
    for selector, source in chain.of(field):
        for element in root.select(selector):
            if _text(element) or element.select_one("img, iframe, embed, object") is not None:
                parts.sources[name] = source
                return element
    return None


def _moment(
    root: Element | Document, chain: Chain, field: str, name: str, parts: Parts, read_at: datetime
) -> Moment | None:
    for selector, source in chain.of(field):
        for element in root.select(selector):
            found = moment(element.attr("datetime") or element.attr("content"), read_at)
            found = found or moment(_text(element), read_at)
            if found is not None:
                parts.sources[name] = source
                return found
    return None


def _text(element: Element) -> str:
    return collapse(element.attr("content") or "") if element.tag == "meta" else collapse(element.text)


def _within(element: Element, other: Element) -> bool:
    return any(up == other for up in element.ancestors)


def _joined(lead: list[Block], lines: list[Block]) -> list[Block]:
    """Lead and body as one; a lead that the body repeats at its start is left out."""
    text = " ".join(line.text for line in lead if line.text)
    start = next((line.text for line in lines if line.text), "")
    return lines if text and (start.startswith(text) or text == start) else lead + lines


def _mark_captions(lines: list[Block], body: Element, group: str) -> None:
    captions = frozenset(body.select(group))
    if captions:
        for line in lines:
            if any(box.element in captions for box in line.box.ancestors()):
                line.role = "caption"
