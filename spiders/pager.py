"""Pagers: which of a listing's links to its other pages leads to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import turbohtml

from crawler.model.visit import Link

# What pagers call the next page: Vietnamese and English words, arrows, icon classes of the usual themes.
_NEXT = re.compile(
    r"^\W*(?:(?:trang )?(?:sau|tiếp|kế)(?: (?:theo|tiếp|sau))?|trang tiếp|xem (?:thêm|tiếp)|next(?: page)?|older posts)"
    r"\W*$|^[›»>→]$",
    re.IGNORECASE,
)
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)
_NUMBER = re.compile(r"^\W{0,3}(\d{1,6})\W{0,3}$")
_REACH = 6  # levels that the box round a pager's links may lie above them


@dataclass(frozen=True, slots=True)
class PagerLink:
    """A link of a pager: the element that is clicked and the page that it leads to."""

    element: turbohtml.Element
    link: Link

    @property
    def number(self) -> int | None:
        """The page number that it is labelled with."""
        return _number(self.element)

    @property
    def says_next(self) -> bool:
        """Whether label, title, `rel` or class call it the way to the next page."""
        element = self.element
        labels = (element.text, element.attr("title"), element.attr("aria-label"))
        if any(label and _NEXT.match(" ".join(label[:80].split())) for label in labels):
            return True
        parent = _element(element.parent)
        names = [element.attr("rel"), element.attr("class"), parent.attr("class") if parent is not None else None]
        return any(name and _NEXT_CLASS.search(str(name)) for name in names)


def nearest(links: Sequence[PagerLink]) -> list[Link]:
    """The link to the page after the one that is shown; every link where the pager does not tell which that is.

    Following the next page alone, one after the other, costs no fetch more on a first walk and spares all later ones
    the pages behind the news.
    """
    current = _current(links)
    if current is not None:
        following = [one.link for one in links if one.number == current + 1]
        if following:
            return following[:1]
    forward = [one for one in links if one.says_next and one.number is None]
    if forward:
        return [forward[0].link]
    numbers = [one.number for one in links if one.number is not None]
    if current is not None and numbers and max(numbers) < current:
        return []
    return list({one.link.key: one.link for one in links}.values())


def _current(links: Sequence[PagerLink]) -> int | None:
    """The number of the page that is shown: the one in the pager's box that is no link to another page."""
    if not links:
        return None
    box = _element(links[0].element.parent)
    for _ in range(_REACH):
        if box is None:
            return None
        clicked = box.select("a, [onclick]")
        if len(links) == 1 or links[-1].element in clicked:
            found = _marked(box, links)
            if found is not None or len(links) > 1:
                return found
        box = _element(box.parent)
    return None


def _marked(box: turbohtml.Element, links: Sequence[PagerLink]) -> int | None:
    """The first page number in `box` outside `links`."""
    taken = {number for one in links if (number := one.number) is not None}
    for element in box.select("span, b, strong, em, a, li, td, font, button, div")[:200]:
        number = _number(element)
        if number is not None and number not in taken:
            return number
    return None


def _number(element: turbohtml.Element) -> int | None:
    text = element.text
    match = _NUMBER.match(text.strip()) if len(text) < 40 else None
    return int(match[1]) if match else None


def _element(node: object) -> turbohtml.Element | None:
    return node if isinstance(node, turbohtml.Element) else None
