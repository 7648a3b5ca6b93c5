"""'Load more': the address of a list's next piece, where a button names a service that gives it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import turbohtml

from crawler.discovery.paging import page_number
from crawler.extraction.page import Page

# Attributes that scripts read a service's address from. Sources: htmx's `hx-get`, jQuery plugins for endless scrolling,
# and portals' own scripts.
_NAMES = (
    "data-url", "data-href", "data-link", "data-next", "data-next-url", "data-nexturl", "data-ajax-url", "data-ajax",
    "data-load-url", "data-load", "data-remote", "data-action", "data-src", "hx-get", "href",
)  # fmt: skip
_ELEMENTS = ", ".join(f"[{name}]" for name in _NAMES if name not in ("href", "data-src")) + ", button[data-src]"
_TEXT = re.compile(
    r"^\W*(?:xem thêm|tải thêm|hiển thị thêm|thêm tin|tin cũ hơn|bài cũ hơn|xem tiếp|trang (?:sau|tiếp)|load more|"
    r"show more|view more|more|next)\b",
    re.I,
)
_MARKS = re.compile(
    r"load-?_?more|view-?_?more|show-?_?more|xem-?_?them|tai-?_?them|btn-?_?more|infinite|next-?_?page", re.I
)
_PAGE_NAME = re.compile(r"page|trang|^pg$|^p$|^pn$", re.I)
_LAST_NUMBER = re.compile(r"(\d{1,5})(?=/?(?:\.\w{2,5})?$)")


def next_pieces(page: Page) -> list[str]:
    """Absolute addresses of the pieces that the page's 'load more' buttons name, in page order."""
    found: dict[str, None] = {}
    here = page_number(page.url) or 1
    for element in page.tree.select(f"{_ELEMENTS}, a[class]"):
        if not _is_more(element):
            continue
        for name in _NAMES:
            value = (element.attr(name) or "").strip()
            url = page.join(value) if value and value[0] not in "#{" else None
            if url is not None and (number := page_number(url)) is not None and number > here:
                found.setdefault(url)
                break
    return list(found)


def is_piece(page: Page) -> bool:
    """Whether the answer is a piece of a list, no whole page."""
    return not re.search(r"<(?:html|body|head)\b", page.html[:4000], re.I)


def following(url: str) -> str | None:
    """The address of the piece after the one at `url`: its page number one higher; None where that is an offset."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for index in reversed(range(len(pairs))):
        name, value = pairs[index]
        if _PAGE_NAME.search(name) and value.isdigit() and len(value) <= 5:
            pairs[index] = (name, str(int(value) + 1))
            return parts._replace(query=urlencode(pairs)).geturl()
    if page_number(url) is None or parts.query:
        return None
    path = _LAST_NUMBER.sub(lambda match: str(int(match[1]) + 1), parts.path, count=1)
    return parts._replace(path=path).geturl() if path != parts.path else None


def _is_more(element: turbohtml.Element) -> bool:
    marks = f"{element.attr('class') or ''} {element.attr('id') or ''}"
    return bool(_MARKS.search(marks[:300]) or _TEXT.match(" ".join(element.text.split())[:60]))
