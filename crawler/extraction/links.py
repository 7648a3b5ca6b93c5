"""Links inside an article's text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from turbohtml import Element

from crawler.extraction.blocks import Block, collapse
from crawler.extraction.files import file_url
from crawler.extraction.page import Page
from crawler.model.items import Hyperlink
from crawler.net.urls import BadAddressError, canonical_url

MOST = 200  # links of one article: long lists of laws have some dozens
MOST_TEXT = 300  # characters of a link's words
MOST_ADDRESS = 4000  # characters of an address
MOST_READ = 1_000_000  # characters of all links' words, of hostile pages whose links lie in each other
MOST_LOOKED_AT = 5_000  # links, of hostile pages


def links(page: Page, lines: Iterable[Block]) -> list[Hyperlink]:
    """The links of the lines that are the body, in reading order, each canonical address once; files are left out."""
    found: dict[str, Hyperlink] = {}
    read = 0
    anchors = (anchor for line in lines if line.role == "body" for anchor in line.anchors)
    for anchor in islice(anchors, MOST_LOOKED_AT):
        if len(found) == MOST or read > MOST_READ:
            break
        url = _address(page, anchor)
        if url is None or url in found:
            continue
        words = anchor.text
        read += len(words)
        if text := collapse(words)[:MOST_TEXT].rstrip():
            found[url] = Hyperlink(url=url, text=text)
    return list(found.values())


def _address(page: Page, anchor: Element) -> str | None:
    """The canonical address of a link to another page; None for a file, a place on this page, a script, mail."""
    href = (anchor.attr("href") or "").strip()
    if not href or href.startswith("#") or len(href) > MOST_ADDRESS:
        return None
    url = page.join(href)
    if url is None or file_url(page, anchor) is not None:
        return None
    try:
        return canonical_url(url)
    except BadAddressError:
        return None
