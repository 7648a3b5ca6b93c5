"""A page's links, one a target, with what the page says of each: its text, a date beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

import turbohtml

from crawler.discovery.anchors import anchors
from crawler.extraction.page import Page
from crawler.net.urls import BadAddressError
from crawler.vietnamese import parse_date

_HEADLINE_LETTERS, _HEADLINE_WORDS = 25, 6
_MENUS = ("nav", "header", "footer")
_CONTENT = ("article", "main", "h1", "h2", "h3", "h4")
_DATE_LINE = 45  # characters of a line that states a date
_NEAR = 400  # characters of text of an item that holds a headline and its date


@dataclass(slots=True)
class Sighting:
    """One target: address, the longest text that links to it, whether only menus link to it, the day beside it."""

    url: str
    text: str
    in_menu: bool
    day: date | None = None

    @property
    def is_headline(self) -> bool:
        """Whether the text is as long as headlines are, and stands where they do."""
        if self.in_menu:
            return False
        if not self.text:  # a picture, a script: the words of the address
            return len(re.split(r"[-_]+", urlsplit(self.url).path.rpartition("/")[2])) >= _HEADLINE_WORDS
        return len(self.text) >= _HEADLINE_LETTERS and len(self.text.split()) >= _HEADLINE_WORDS

    @property
    def hint(self) -> str | None:
        """What a change of makes an article due."""
        return f"{self.text} | {self.day.isoformat() if self.day else ''}" if self.text else None


def collect(
    page: Page, wanted: Callable[[str, str], str | None], key_of: Callable[[str], str], read_at: datetime
) -> dict[str, Sighting]:
    """The page's links that are worth a look, by key, in page order.

    `wanted` gives the address to fetch for a link and its text, or None; `key_of` gives an address its key.
    """
    found: dict[str, Sighting] = {}
    elements: dict[str, turbohtml.Element] = {}
    for anchor in anchors(page):
        url = wanted(anchor.url, anchor.text)
        if url is None:
            continue
        try:
            key = key_of(url)
        except BadAddressError:
            continue
        before = found.get(key)
        if before is None:
            found[key] = Sighting(url, anchor.text, _in_menu(anchor.element))
        elif len(anchor.text) > len(before.text):
            before.text, before.in_menu = anchor.text, before.in_menu and _in_menu(anchor.element)
        else:
            continue
        if anchor.element is not None:
            elements[key] = anchor.element
    for key, sighting in found.items():
        if sighting.is_headline and key in elements:
            sighting.day = _day(elements[key], read_at)
    return found


def _in_menu(element: turbohtml.Element | None) -> bool:
    for _ in range(12):
        if not isinstance(element, turbohtml.Element):
            return False
        if element.tag in _MENUS or element.tag in _CONTENT:
            return element.tag in _MENUS
        marks = f"{element.attr('class') or ''} {element.attr('id') or ''}".lower()
        if any(word in marks for word in ("menu", "navbar", "footer", "breadcrumb", "thuc-don")):
            return True
        element = element.parent if isinstance(element.parent, turbohtml.Element) else None
    return False


def _day(element: turbohtml.Element, read_at: datetime) -> date | None:
    """The day beside a headline: of the smallest element around it that states one, where that is an item, no list.

    A date counts in a `time` element or in a line of its own: a teaser's text has dates that are not the article's.
    """
    title = " ".join(element.text.split())
    around = element.parent
    for _ in range(4):
        if not isinstance(around, turbohtml.Element):
            return None
        text = " ".join(around.text.split())
        if len(text) > _NEAR + len(title):
            return None
        rest = text.replace(title, " ", 1).strip()
        if any(letter.isdigit() for letter in rest):
            stated = [(one.attr("datetime") or one.text) for one in around.select("time")]
            stated += [rest] if len(rest) <= _DATE_LINE else []
            stated += [line for one in around.select("*") if len(line := " ".join(one.text.split())) <= _DATE_LINE]
            for line in stated:
                if line != title and any(letter.isdigit() for letter in line) and (found := parse_date(line, read_at)):
                    return found[0].date() if isinstance(found[0], datetime) else found[0]
        around = around.parent
    return None
