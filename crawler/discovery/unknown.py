"""A portal never seen: an entry for it from nothing but its address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from crawler import registry
from crawler.base.errors import UserError
from crawler.extraction.detect import detect
from crawler.extraction.family import load as load_family
from crawler.extraction.page import Page
from crawler.net.fetch import Fetched, fetch
from crawler.registry import Portal
from crawler.vietnamese import decode

EVIDENCE = "unverified: given on the command line"


def registered(url: str) -> Portal | None:
    """The registry's entry for the host (and port) of `url`, or None."""
    wanted = _netloc(url)
    for portal in registry.load_all().values():
        if portal.kind != "demo" and wanted == _netloc(portal.start):
            return portal
    return None


def portal_at(url: str, family: str | None = None, first: Fetched | None = None) -> Portal:
    """An entry for the portal whose start page is at `url`: its CMS from the page, the rest left open.

    `first`: that page, where it was fetched already. Raises `UserError` where that fails, or there is no such family.
    """
    if family is not None:
        load_family(family)
    first = first or fetch(url)
    page = Page(decode(first.body, first.content_type).text, first.url)
    asked, given = urlsplit(url), urlsplit(first.url)
    host = (given.hostname or "").lower()
    bare = host.removeprefix("www.")
    named = "." in bare and not bare[-1].isdigit()  # no IP address
    aliases = {(asked.hostname or "").lower(), bare, *([f"www.{bare}"] if named else [])}
    return Portal(
        id=portal_id(first.url),
        name=_name(page) or host,
        kind="portal",
        family=family or detect(page),
        start=urlunsplit((given.scheme, given.netloc.rpartition("@")[2], given.path or "/", given.query, "")),
        aliases=tuple(sorted(aliases - {host, ""})),
        evidence=EVIDENCE,
    )


def portal_id(url: str) -> str:
    """An id from the host's name, and the port where it is none of the usual: sonla.gov.vn is 'sonla-gov-vn'."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().removeprefix("www."), parts.port
    except ValueError as error:
        raise UserError(f"{url}: not an address") from error
    text = host if port in (None, 80, 443) else f"{host}-{port}"
    plain = text if text.isascii() else text.encode("idna").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "portal"


def _netloc(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    return (parts.hostname or "").lower().removeprefix("www."), None if port in (80, 443) else port


def _name(page: Page) -> str:
    """What the site calls itself: `og:site_name`, else the page's title."""
    for selector, attribute in (("meta[property='og:site_name']", "content"), ("title", None)):
        element = page.tree.select_one(selector)
        if element is not None:
            text = " ".join(((element.attr(attribute) or "") if attribute else element.text).split())
            if text:
                return text[:120]
    return ""
