"""A listing that a service gives as data, made a page again: markup inside JSON, or records with title and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import orjson

from crawler.extraction.page import Page

MOST = 20_000  # values looked at of one answer
DEEPEST = 12
# Keys are compared in lower case without `_`, `-`, `.` and `@`. Sources: the list services of SharePoint (OData),
# Drupal (JSON:API), Strapi, Laravel's paginator and WordPress, and portals' own.
_ADDRESS = (
    "url", "link", "href", "path", "permalink", "detailurl", "fullurl", "shareurl", "absoluteurl", "encodedabsurl",
    "fileref", "friendlyurl", "slugurl", "duongdan", "lienket",
)  # fmt: skip
_TITLE = ("title", "name", "headline", "tieude", "tentin", "tenbai", "subject")
_DATE = (
    "date", "publishedat", "published", "publishdate", "publisheddate", "publishtime", "createdat", "created",
    "createddate", "datepublished", "ngaydang", "ngaytao", "ngayxuatban", "time",
)  # fmt: skip
_NEXT = ("next", "nextlink", "odatanextlink", "nextpageurl", "nexturl", "nextpage")
_MARKUP = re.compile(r"<a\s[^>]{0,2000}href", re.I)
_LIKE_ADDRESS = re.compile(
    r"(?:https?://|/)[^\s<>\"]{1,1000}$|[^\s<>\"]{1,500}\.(?:html?|aspx?|php)(?:\?[^\s<>\"]{0,500})?$", re.I
)


@dataclass(frozen=True, slots=True)
class Data:
    """What a service's answer shows, as a page, and the address of what follows where it names one."""

    page: Page
    next: str | None


def is_data(text: str) -> bool:
    """Whether an answer is JSON by its first character, no page."""
    return text[:64].lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def as_page(answer: Page) -> Data | None:
    """The answer's markup and records as a page of the same address; None for what is no JSON, or shows nothing."""
    if not is_data(answer.html):
        return None
    try:
        value = orjson.loads(answer.html.lstrip("\ufeff"))
    except orjson.JSONDecodeError:
        return None
    pieces: list[str] = []
    onward: str | None = None
    for one in _values(value):
        if isinstance(one, str):
            if _MARKUP.search(one):
                pieces.append(one)
            continue
        fields = {re.sub(r"[_\-.@]", "", str(key)).lower(): field for key, field in one.items()}
        href, title = _first(fields, _ADDRESS), _first(fields, _TITLE)
        if href is not None and title is not None and _LIKE_ADDRESS.match(href):
            day = _first(fields, _DATE) or ""
            pieces.append(f'<li><a href="{escape(href)}">{escape(title)}</a> <time>{escape(day[:40])}</time></li>')
        onward = onward or next((text for name in _NEXT if isinstance(text := fields.get(name), str) and text), None)
    if not pieces:
        return None
    page = Page(f"<ul>{''.join(pieces)}</ul>", answer.url)
    return Data(page, page.join(onward) if onward else None)


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):  # WordPress: {"rendered": …}
            value = value.get("rendered")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _values(value: Any) -> Iterator[Any]:
    """Every object and every string of a JSON value, in order, down to `DEEPEST`."""
    left = MOST
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack and left > 0:
        one, depth = stack.pop()
        left -= 1
        if isinstance(one, str | dict):
            yield one
        if depth < DEEPEST and isinstance(one, dict | list):
            inner = list(one.values()) if isinstance(one, dict) else one
            stack.extend((each, depth + 1) for each in reversed(inner[:MOST]))
