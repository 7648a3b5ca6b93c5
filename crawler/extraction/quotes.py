"""Pull-quotes: sentences of the text set large beside it, which are to be read once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block
from crawler.extraction.names import named

_is_quote = named(r"pull-?_?quote|quote|highlight|callout|trich-?_?dan")
_SHORTEST = 20  # characters
_WORDS = re.compile(r"\w+")


def mark(lines: Sequence[Block]) -> None:
    """Give quotes that the text itself holds the role 'pull-quote'."""
    quotes = [
        line
        for line in lines
        if line.role == "body" and len(line.text) >= _SHORTEST and len(line.text) <= 600 and _set_apart(line)
    ]
    if not quotes:
        return
    apart = set(map(id, quotes))
    text = " ".join(
        word for line in lines if line.role == "body" and id(line) not in apart for word in _words(line.text)
    )
    for line in quotes:
        if " ".join(_words(line.text)) in text:
            line.role = "pull-quote"


def _set_apart(line: Block) -> bool:
    return any(box.tag in ("blockquote", "aside") or _is_quote(box.hint) for box in line.box.nearest(3))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())
