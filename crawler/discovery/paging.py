"""The further pages of a listing, found by its own links: `rel=next`, numbers in a row, 'Trang sau'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

import turbohtml

from crawler.discovery.anchors import Anchor
from crawler.net.urls import page_key

_NEXT = re.compile(
    r"^\W*(?:(?:trang|bài|tin)?\s*(?:sau|kế(?: tiếp)?|tiếp(?: theo)?|cũ hơn)|trang cuối|cuối(?: cùng)?|xem thêm|"
    r"xem tiếp|tải thêm|next(?: page)?|older(?: posts| entries)?|last|more)\W*$|^\s*(?:»|›|>|>>|→|&raquo;)\s*$",
    re.I,
)
_NUMBER = re.compile(r"^\W{0,3}(?:trang\s*|page\s*)?(\d{1,5})\W{0,3}$", re.I)
# What pagers call the number in addresses. Sources: the pagers of the CMSs under extraction/families, and portals' own.
_NAME = re.compile(
    r"(?:^|_)(?:page|pages|paged|pg|p|pn|trang|tranghientai|cur|start|limitstart|pagefirstrow|offset|pageindex|pageno|pagenumber|page_?num"
    r"|currentpage|curpage|idpage|paging|pageid)$",
    re.I,
)
_PATH_PAGE = re.compile(
    r"(?<=[/_-])(?:page|trang|p)[-/_=]?(\d{1,5})(?=/|\.|$)|(?<=/)(?<!/\d{4}/)(?!(?:19|20)\d\d/?$)(\d{1,5})(?=/?$|\.html?$)",
    re.I,
)
HIGHEST = 20_000


def further_pages(here: str, links: Iterable[Anchor]) -> list[str]:
    """Addresses of other pages of the listing at `here`, nearest first; its first page is not among them.

    A link counts when its address differs from the listing's in a page number alone and it is named as pagers' links
    are: by its number, or by a word for 'next' or 'last'.
    """
    own = page_number(here)
    found: dict[str, tuple[int, str]] = {}
    for link in links:
        number = page_number(link.url)
        if number is None or not 0 < number <= HIGHEST or number == own or not continues(here, link.url):
            continue
        named = _NUMBER.match(link.text)
        if named:
            wanted = int(named[1]) > 1
        else:
            onwards = own is None or number > own
            wanted = onwards and bool(_NEXT.match(link.text) or link.rel in ("next", "script") or _is_pager(link))
        if wanted:
            found.setdefault(page_key(link.url), (abs(number - (own or 1)), link.url))
    return [url for _, url in sorted(found.values())]


def continues(here: str, url: str) -> bool:
    """Whether `url` is a numbered page of the listing at `here`: its path, and at least its parameters.

    Some pagers carry a dozen parameters that the listing's first page does without.
    """
    if page_number(url) is None:
        return False
    first, other = urlsplit(series_of(here)), urlsplit(series_of(url))
    return (
        first[:2] == other[:2]
        and _bare(first.path) == _bare(other.path)
        and set(parse_qsl(first.query)) <= set(parse_qsl(other.query))
    )


def _bare(path: str) -> str:
    return re.sub(r"\.(?:html?|aspx?|php)$", "", path, flags=re.I).rstrip("/")


def page_number(url: str) -> int | None:
    """The page number (or offset) in the address, or None."""
    parts = urlsplit(url)
    for name, value in reversed(parse_qsl(parts.query)):
        if _NAME.search(name) and value.isdigit() and len(value) <= 6:
            return int(value)
    match = _last(parts.path)
    return int(match[1] or match[2]) if match else None


def series_of(url: str) -> str:
    """The address without its page number: the same for all pages of one listing, its first included."""
    parts = urlsplit(url)
    query = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not (_NAME.search(n) and _numeric(v))]
    path = parts.path
    match = _last(path)
    if match:
        path = path[: match.start()].rstrip("/-_") + path[match.end() :]
    return page_key(parts._replace(path=path, query="&".join(f"{n}={v}" for n, v in sorted(query))).geturl())


def _numeric(value: str) -> bool:
    return value.isdigit() or not value


def _last(path: str) -> re.Match[str] | None:
    return next(reversed(list(_PATH_PAGE.finditer(path))), None)


def _is_pager(link: Anchor) -> bool:
    """Whether the link stands in what calls itself a pager."""
    element = link.element
    for _ in range(4):
        if element is None:
            return False
        marks = f"{element.attr('class') or ''} {element.attr('id') or ''}".lower()
        if re.search(r"pag(?:er|ing|ination|e-num|enav)|phan-?trang|nav-links", marks):
            return True
        above = element.parent
        element = above if isinstance(above, turbohtml.Element) else None
    return False
