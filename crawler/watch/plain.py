"""Portals' text made harmless for feeds and messages: no markup, no mention, no control characters."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_SPACES = re.compile(r"\s+")
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn"})
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
# A mention, a <command> or tag; the middle of [a link](of Markdown), [its][other] [forms]:; a bare address.
_LIVE = re.compile(r"[@<](?=\S)|\](?=\s?[(\[:])|:(?=//)|\bwww(?=\.)|\bmailto(?=:)", re.IGNORECASE)


def plain(text: str, most: int) -> str:
    """`text` on one line of at most `most` characters, without forbidden (XML) or direction-changing characters."""
    line = _SPACES.sub(" ", text[: most * 4])
    line = "".join(c for c in line if c not in _BIDI and unicodedata.category(c) not in _DROPPED).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def inert(text: str) -> str:
    """`text` in which no chat and no Markdown sees a mention, a command, a tag or a link.

    A word joiner, which is invisible, breaks them: unlike a backslash it also stays invisible where the far end shows
    plain text, and it also works where a service reads Markdown of its own kind.
    """
    return _LIVE.sub(lambda match: match[0] + "\u2060", text)


def web_address(*urls: str | None) -> str | None:
    """The first of the addresses that is an http or https one."""
    for url in urls:
        if url and len(url) <= 2000:
            try:
                parts = urlsplit(url)
            except ValueError:
                continue
            if parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s\x00-\x1f]", url):
                return plain(url, 2000)
    return None
