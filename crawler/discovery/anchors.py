"""The links of a page, wherever they hide: anchors, areas, frames, click handlers, a meta refresh, scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import turbohtml

from crawler.extraction.page import Page
from crawler.net.urls import cleaned_url

MOST = 5000  # links read of one page
_CLICK = re.compile(
    r"""(?:location(?:\.href|\.assign|\.replace)?\s*(?:=|\()|window\.open\s*\()\s*['"]([^'"]{1,2000})['"]"""
)
# Any other call that is given an address: RefreshPageTo(event, "/tin?p=2") of SharePoint, loadPage('/tin/trang-2').
_CALLED = re.compile(r"""\w\(\s*(?:[\w.]{1,40}\s*,\s*)?["']((?:https?:/)?/[^"'\s<>]{1,2000})["']""")
_REFRESH = re.compile(r"""^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?['"]?([^'"\s]{1,2000})""", re.I)
# Addresses that a script holds as data: "url": "…", link: '…', href = "…", and a jump that it makes.
_IN_SCRIPT = re.compile(
    r"""["']?\b(?:url|link|href|path|slug_?url|permalink|canonical)["']?\s*[:=]\s*["']((?:https?:)?\\?/[^"'\s<>{}$]{1,500})["']""",
    re.I,
)
_TITLE = re.compile(r"""["']?\b(?:title|name|headline|tieu_?de)["']?\s*:\s*["']((?:[^"'\\]|\\.){1,500})["']""", re.I)
_DATA = ("data-href", "data-url", "data-link")
_SCRIPT_MOST = 300_000  # characters of scripts read


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: absolute address without session ids and tracking, its text, where it stands, and its `rel`."""

    url: str
    text: str
    element: turbohtml.Element | None = None
    rel: str = ""


def anchors(page: Page) -> list[Anchor]:
    """The page's links to http(s) addresses in page order, `MOST` at the utmost."""
    found: list[Anchor] = []
    for anchor in _all(page):
        found.append(anchor)
        if len(found) >= MOST:
            break
    return found


def refresh_target(page: Page) -> str | None:
    """Where a meta refresh leads, as an absolute address, or None."""
    for meta in page.tree.select("meta[http-equiv]"):
        if (meta.attr("http-equiv") or "").strip().lower() == "refresh":
            match = _REFRESH.match(meta.attr("content") or "")
            return page.join(match[1]) if match else None
    return None


def _all(page: Page) -> Iterator[Anchor]:
    for element in page.tree.select("a[href], area[href], a[onclick], [onclick], [data-href], [data-url], [data-link]"):
        href = element.attr("href")
        text = ""
        for candidate in (href, _clicked(element), *(element.attr(name) for name in _DATA)):
            url = page.join(candidate) if candidate and not candidate.lstrip().startswith("#") else None
            if url is not None:
                text = text or " ".join(element.text.split())[:300] or (element.attr("title") or "").strip()[:300]
                yield Anchor(cleaned_url(url), text, element, (element.attr("rel") or "").lower())
    for element in page.tree.select("frame[src], iframe[src], link[rel=next][href]"):
        url = page.join(element.attr("src") or element.attr("href") or "")
        if url is not None:
            yield Anchor(cleaned_url(url), "", None, (element.attr("rel") or "frame").lower())
    if (target := refresh_target(page)) is not None:
        yield Anchor(cleaned_url(target), "", None, "refresh")
    yield from _scripted(page)


def _clicked(element: turbohtml.Element) -> str | None:
    handler = element.attr("onclick") or ""
    href = element.attr("href") or ""
    if href.lower().startswith("javascript:"):
        handler = f"{handler};{href}"
    match = _CLICK.search(handler[:4000]) or _CALLED.search(handler[:4000])
    return match[1].replace("\\u0026", "&") if match else None


def _title_beside(script: str, position: int) -> str:
    """The title in the object of a script that holds an address at `position`."""
    start = script.rfind("{", max(0, position - 600), position)
    end = script.find("}", position, position + 600)
    match = _TITLE.search(script, start, end) if 0 <= start < end else None
    if match is None:
        return ""
    try:
        return " ".join(str(json.loads(f'"{match[1]}"')).split())[:300]
    except ValueError:
        return ""


def _scripted(page: Page) -> Iterator[Anchor]:
    left = _SCRIPT_MOST
    for script in page.tree.select("script:not([src])"):
        text = script.text[:left]
        left -= len(text)
        for match in _IN_SCRIPT.finditer(text):
            url = page.join(match[1].replace("\\/", "/"))
            if url is not None:
                yield Anchor(cleaned_url(url), _title_beside(text, match.start()), None, "script")
        if left <= 0:
            return
