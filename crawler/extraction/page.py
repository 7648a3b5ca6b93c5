"""A fetched page and its one parse."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urljoin

import turbohtml

LONGEST = 8_000_000  # characters; what is beyond them is not read (real pages stay under a tenth of it)


class Page:
    """Text and address of one page; the tree is built once, at first use, and shared by all who read the page.

    The parser is turbohtml: of the fast HTML5 parsers it alone stayed linear on a million attributes and on
    100,000 nested elements (docs/architecture.md has the figures).
    """

    def __init__(self, html: str, url: str) -> None:
        self.html = html[:LONGEST]
        self.url = url
        self.cut = len(html) > LONGEST  # whether the page was too long to be read whole

    @cached_property
    def tree(self) -> turbohtml.Document:
        """The parsed document. Readers must not change it: others read it too."""
        return turbohtml.parse(self.html)

    @cached_property
    def base_url(self) -> str:
        """What relative links are resolved against: `<base href>` where the page has one, else its address."""
        base = self.tree.select_one("base[href]")
        href = base.attr("href") if base is not None else None
        try:
            return urljoin(self.url, href.strip()) if href else self.url
        except ValueError:
            return self.url

    def join(self, href: str) -> str | None:
        """`href` as an absolute http(s) address, or None where it is no address of a page."""
        try:
            url = urljoin(self.base_url, href.strip())
        except ValueError:
            return None
        return url if url.startswith(("http://", "https://")) else None
