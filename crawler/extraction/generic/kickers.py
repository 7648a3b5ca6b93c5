"""Headings that print more than the title: a kicker before it or a subtitle after it, in elements of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from turbohtml import Element

from crawler.extraction.blocks import HEADINGS, Block, collapse

_WORD = re.compile(r"\w+")
_FEWEST = 3  # words of a title that are no accident of a heading's end
_MOST_PIECES = 12  # elements with text in a heading; more make no title
_AROUND = " :|–—-•·/"


def without(line: Block, titles: Sequence[str]) -> str:
    """The heading that shows `line`, as its title reads by the machine-readable `titles` (see `title_of`)."""
    box = next((up for up in line.box.ancestors() if up.tag in HEADINGS), None)
    if box is None or not isinstance(box.element, Element):
        return line.text
    return title_of(box.element, line.text, titles)


def title_of(heading: Element, text: str, titles: Sequence[str]) -> str:
    """What of a heading is its title. `text`: what the heading prints.

    Where the heading is made of several elements and a title says what the last or the first of them say, that part is
    the title; where a title says the whole with a colon or dash between the elements, it is the title as stated.
    """
    pieces = _pieces(heading, text)
    if len(pieces) < 2:
        return text
    whole = _WORD.findall(text.casefold())
    for title in titles:
        words = _WORD.findall(title.casefold())
        if len(words) < _FEWEST:
            continue
        if words == whole and _only_marks_more(text, title):
            return title
        for part in _parts(pieces):
            if words == _WORD.findall(part.casefold()):
                return part.strip(_AROUND)
    return text


def _pieces(heading: Element, text: str) -> list[str]:
    """The texts of the elements that make a heading; none where they are many, or say more than `text`."""
    pieces: list[str] = []
    for piece in heading.stripped_strings:
        pieces.append(collapse(piece))
        if len(pieces) > _MOST_PIECES:
            return []
    return pieces if _bare("".join(pieces)) == _bare(text) else []


def _parts(pieces: list[str]) -> Iterator[str]:
    """The ends of a heading, longest first, then its beginnings."""
    for first in range(1, len(pieces)):
        yield " ".join(pieces[first:])
    for last in range(len(pieces) - 1, 0, -1):
        yield " ".join(pieces[:last])


def _only_marks_more(line: str, title: str) -> bool:
    """Whether a title has the line's very letters, with more marks of punctuation between them."""
    return _WORD.findall(line) == _WORD.findall(title) and len(_bare(title)) > len(_bare(line))


def _bare(text: str) -> str:
    return "".join(text.split())
