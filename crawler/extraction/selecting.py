"""The first source: selectors of the CMS family, and of the portal's entry before them."""

from __future__ import annotations

from datetime import datetime

from turbohtml import Document, Element, Node

from crawler.extraction import language, publication
from crawler.extraction.blocks import Block, Blocks, Box, collapse
from crawler.extraction.files import attachments
from crawler.extraction.flatten import collect
from crawler.extraction.generic import content, regions
from crawler.extraction.names import named
from crawler.extraction.page import Page
from crawler.extraction.parts import Parts, moment
from crawler.extraction.stamps import read_stamp
from crawler.registry.portal import Selectors

_is_gallery = named("gallery|carousel|slick|swiper|slide")  # of the article's own pictures, inside its body
_MOST_TEXT = 0.7  # share of a body's running text that must be left when furniture in it is cut
_MOST_FIGURES = 20  # outside a body
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
            parts.title, parts.heading, parts.sources["title"] = text, element, name
            break
    if parts.title is None:
        return parts
    summary = _find(root, chain, "summary", "summary", parts)
    if summary is not None:
        parts.summary = _text(summary)
    body = _find(root, chain, "body", "body", parts)
    if body is not None:
        _read_body(page, root, body, summary, chain, parts)
    parts.language = language.of_text(" ".join(line.text for line in parts.lines)[:3000])
    vietnamese = parts.language in ("vi", None)
    for field, name in (("date", "published_at"), ("updated", "updated_at")):
        found = _moment(root, chain, field, read_at, vietnamese)
        if found is not None:
            stated, parts.sources[name], flags = found
            parts.flags += flags
            if field == "date":
                parts.published = stated
            else:
                parts.updated = stated
    author = _find(root, chain, "author", "author", parts)
    if author is not None:
        parts.author = _text(author)
    return parts


def _read_body(
    page: Page, root: Element | Document, body: Element, summary: Element | None, chain: Chain, parts: Parts
) -> None:
    """The lines of lead and body, with the captions and files that the selectors name among them."""
    drop = frozenset[Node](root.select(group) if (group := chain.group("drop")) else ())
    figures = _figures(root, body, chain, drop)
    lead: list[Block] = []
    if summary is not None and summary.tag != "meta" and not _within(summary, body):
        lead = collect(summary, drop.union(figures)).lines
        parts.summary = " ".join(line.text for line in lead if line.text)
    parts.lines = _captioned(figures, drop) + _joined(lead, _without_furniture(collect(body, drop)))
    if group := chain.group("caption"):
        _mark_captions(parts.lines, body, group)
    parts.attachments = attachments(page, [body], drop)
    if extra := chain.group("attachment"):  # chosen by name, so even where `drop` keeps them out of the text
        known = {file.url for file in parts.attachments}
        parts.attachments += [file for file in attachments(page, root.select(extra)) if file.url not in known]


def _without_furniture(found: Blocks) -> list[Block]:
    """The lines of a body without the boxes in it that are named for other things and hold little of its text."""
    weights = [content.weight(line) for line in found.lines]
    bad = regions.furniture(found, weights)
    if bad[0]:  # the body itself has such a name
        return found.lines
    left = sum(weight for line, weight in zip(found.lines, weights, strict=True) if not bad[line.box.index])
    if left < _MOST_TEXT * sum(weights):
        return found.lines
    return [line for line in found.lines if not bad[line.box.index] or _in_gallery(line.box)]


def _in_gallery(box: Box) -> bool:
    return any(_is_gallery(up.hint) for up in box.ancestors())


def _figures(root: Element | Document, body: Element, chain: Chain, drop: frozenset[Node]) -> list[Element]:
    """The elements outside the body that hold the article's pictures."""
    if not (group := chain.group("figure")):
        return []
    found = root.select(group)[:_MOST_FIGURES]
    return [one for one in found if one not in drop and not _within(one, body) and not _within(body, one)]


def _captioned(figures: list[Element], drop: frozenset[Node]) -> list[Block]:
    """The lines of figures with a picture in them: all that stands with a picture is its caption."""
    out: list[Block] = []
    for figure in figures:
        lines = collect(figure, drop).lines
        if any(line.is_picture for line in lines):
            for line in lines:
                line.role = "body" if line.is_picture else "caption"
            out += lines
    return out


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
            if _has_text(element) or element.select_one("img, iframe, embed, object") is not None:
                parts.sources[name] = source
                return element
    return None


def _moment(
    root: Element | Document, chain: Chain, field: str, read_at: datetime, vietnamese: bool
) -> publication.Chosen | None:
    """The moment that the first element with one states, by its stamp and by what it prints; who found it, and flags."""
    for selector, source in chain.of(field):
        for element in root.select(selector):
            machine = element.attr("datetime") or element.attr("content")
            stamp = read_stamp(machine)
            printed = moment(_text(element), read_at) or moment(machine, read_at)
            stamps = [(stamp, source)] if stamp is not None else []
            found, _, flags = publication.choose(printed, stamps, None, read_at, vietnamese)
            if found is not None:
                return found, source, [flag for flag in flags if flag != publication.DISAGREE]
    return None


def _text(element: Element) -> str:
    return collapse(element.attr("content") or "") if element.tag == "meta" else collapse(element.text)


def _has_text(element: Element) -> bool:
    text = (element.attr("content") or "") if element.tag == "meta" else element.text
    return bool(text) and not text.isspace()


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
