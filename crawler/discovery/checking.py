"""Checks of registry entries beyond their own rules: against saved pages, and live against the portal's start page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego

import crawler
from crawler.base import clock
from crawler.base.errors import RegistryError
from crawler.extraction.address import addresses
from crawler.extraction.detect import GENERIC, detect
from crawler.extraction.explain import read_bytes
from crawler.extraction.obstacles import without_text
from crawler.extraction.page import Page
from crawler.net.fetch import Fetched, FetchError, fetch
from crawler.registry import Portal
from crawler.vietnamese import decode

# A saved page's last line says where it was saved from.
_SAVED_FROM = re.compile(rb"<!-- fixture url=(\S+)[^>]*-->\s*$")
_TAIL = 4000  # bytes of a page's end that are searched for it


class Level(StrEnum):
    """`note`: nothing wrong, but nothing proved either."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found of one portal."""

    portal: str
    check: str
    level: Level
    what: str


def saved_pages(folder: Path) -> list[tuple[str, Path]]:
    """Address and file of each saved page in `folder`. Raises `RegistryError` where there is no such folder."""
    if not folder.is_dir():
        raise RegistryError(f"{folder}: no such folder of saved pages")
    found = []
    for path in sorted(folder.glob("*.html")):
        match = _SAVED_FROM.search(path.read_bytes()[-_TAIL:])
        if match:
            found.append((match[1].decode("ascii", "replace"), path))
    return found


def check_saved(portal: Portal, pages: list[tuple[str, Path]]) -> Iterator[Finding]:
    """Read the saved pages that lie on the portal's hosts with its entry: each must give a whole article."""
    judge = addresses(portal)
    own = [(url, path) for url, path in pages if judge.own(url) is not None]
    if not own:
        yield Finding(portal.id, "saved pages", Level.NOTE, f"none at hand; evidence: {portal.standing}")
    for url, path in own:
        yield Finding(portal.id, path.name, *_reading(portal, url, path.read_bytes()))


def _reading(portal: Portal, url: str, body: bytes) -> tuple[Level, str]:
    reading = read_bytes(body, None, url, portal, clock.now())
    article = reading.article
    if article is None:
        return Level.FAULT, f"no article is read from it: {reading.outcome}, {reading.reason}"
    lacking = [name for name in ("title", "published_at", "body") if not getattr(article, name)]
    if lacking:
        return Level.FAULT, f"read without {', '.join(lacking)}"
    if addresses(portal).is_article(url) is False:
        return Level.FAULT, "its address has not the form that entry or family give for articles"
    assert article.published_at is not None
    return Level.OK, f"{article.published_at.date()}, {len(article.body)} characters: {article.title}"


def check_live(portal: Portal, pause: Callable[[float], None] = time.sleep) -> Iterator[Finding]:
    """Fetch robots.txt and, where it allows that, the start page: two requests, `delay` or 1 second apart."""
    if not _allowed(portal):
        yield Finding(portal.id, "live", Level.FAULT, "robots.txt forbids the start page, or cannot be fetched")
        return
    pause(max(1.0, portal.delay or 0.0))
    try:
        fetched = fetch(portal.start, portal.verify_tls, portal.legacy_tls)
    except FetchError as error:
        yield Finding(portal.id, "live", Level.FAULT, str(error))
        return
    for level, what in _start_page(portal, fetched):
        yield Finding(portal.id, "live", level, what)


def _allowed(portal: Portal) -> bool:
    """RFC 9309: a robots.txt that is not there (4xx) allows all, one that cannot be fetched forbids all."""
    parts = urlsplit(portal.start)
    try:
        found = fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", portal.verify_tls, portal.legacy_tls)
    except FetchError as error:
        return error.status is not None and 400 <= error.status < 500
    rules = Protego.parse(found.body.decode("utf-8", "replace"))
    return bool(rules.can_fetch(portal.start, f"tintinh/{crawler.__version__}"))


def _start_page(portal: Portal, fetched: Fetched) -> Iterator[tuple[Level, str]]:
    judge = addresses(portal)
    if judge.own(fetched.url) is None:
        yield Level.FAULT, f"leads to {fetched.url}, a host that the entry does not name"
        return
    page = Page(decode(fetched.body, fetched.content_type).text, fetched.url)
    empty = without_text(page)
    if empty is not None and portal.render is None:
        yield Level.FAULT, f"start page: {empty[0]}, {empty[1]}"
        return
    family = detect(page)
    if GENERIC not in (family, portal.family) and family != portal.family:
        yield Level.FAULT, f"its markup is of {family}, the entry says {portal.family}"
    elif family != portal.family:
        yield Level.NOTE, f"its markup is of {family}, the entry says {portal.family}"
    else:
        yield Level.OK, f"HTTP {fetched.status}, family {family}"
    yield _links(portal, page)


def _links(portal: Portal, page: Page) -> tuple[Level, str]:
    judge = addresses(portal)
    hrefs = [href for anchor in page.tree.select("a[href]") if (href := anchor.attr("href"))]
    own = {url for href in hrefs if (joined := page.join(href)) and (url := judge.own(joined))}
    articles = sum(judge.is_article(url) is True for url in own)
    if judge.is_article(portal.start) is None:
        return (
            Level.NOTE,
            f"{len(own)} links of its own; no form of article addresses is given",
        )
    if not articles:
        return Level.FAULT, f"none of its {len(own)} links has the form of an article's address"
    return Level.OK, f"{articles} of {len(own)} links have the form of an article's address"
