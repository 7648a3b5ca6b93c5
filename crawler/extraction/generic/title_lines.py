"""Lines of a page that may show its title, each with its features and a score: a sum of named weights.

A candidate is a heading, a line whose box is named for titles, or a line as long as a machine-readable title. The score
says how well the line agrees with the machine-readable titles, and how much its place and its element speak for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extraction.blocks import HEADINGS, Block, Blocks, Box
from crawler.extraction.names import named

_WORDS = re.compile(r"\w+")
_is_title = named(r"title|headline|tieu-?_?de|tieude|heading|subject")
_is_foot = named(r"(?:^|[\s_-])(?:site-?)?footer|colophon")
_MENUS = frozenset(("nav", "footer", "aside", "li"))
_SHORTEST, _LONGEST = 4, 400  # characters of a title
_LONG_LINE = 120  # characters of a line that makes its box a home of running text
_MOST_COMMAS = 4  # a line of no heading with more is a list of keywords
_SIZES = (0.5, 1.3)  # how much shorter or longer than a machine-readable title a line of no heading may be

# The weights. Set by hand on the public article-extraction benchmark (181 pages), the Hà Nội archive (300 pages) and
# the project's own skins; the agreement itself counts 0 to 1.
WEIGHTS = {
    "h1": 0.30,
    "h2": 0.15,
    "h3 to h6": 0.05,
    "named for titles": 0.10,
    "first h1": 0.05,  # of two that are alike, the first: later ones belong to other articles
    "opens the document's title": 0.20,  # 'article - section - site' is far more usual than the other way round
    "is a link": -0.25,  # to another page, as headings of teasers are
    "in a menu": -0.30,
    "inside the text": -0.60,  # a heading between paragraphs, unless it agrees nearly whole
}
NEARLY_WHOLE = 0.9  # agreement of a line that says (nearly) the machine-readable title
LITTLE = 0.4  # agreement below which only an h1, or the line that opens the document's title, is a candidate


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line that may be the title, and what there is to know about it."""

    block: Block
    index: int  # among all lines
    agreement: float  # with the machine-readable title nearest to it, 0 to 1
    heading: str  # tag of the heading that it is, or ""
    named: bool  # no heading, but its box is named for titles
    first_h1: bool
    opening: bool  # whether it is what the document's title begins with
    in_text: bool  # a heading that shares its box with running text before it
    in_menu: bool

    @property
    def features(self) -> Iterator[str]:
        """The names in `WEIGHTS` that hold of the line."""
        if self.heading:
            yield self.heading if self.heading in ("h1", "h2") else "h3 to h6"
        elif self.named:
            yield "named for titles"
        if self.first_h1:
            yield "first h1"
        if self.opening:
            yield "opens the document's title"
        if self.block.link_density > 0.8:
            yield "is a link"
        if self.in_menu:
            yield "in a menu"
        if self.in_text and self.agreement < NEARLY_WHOLE:
            yield "inside the text"

    @property
    def score(self) -> float:
        """How much speaks for the line; 0 where nothing does."""
        return self.agreement + sum(WEIGHTS[name] for name in self.features)


def best(blocks: Blocks, machine: list[list[str]], opening: list[str]) -> Candidate | None:
    """The candidate with the highest score above 0, the first of equals; None where there is none."""
    return max(
        (one for one in candidates(blocks, machine, opening) if one.score > 0), key=lambda one: one.score, default=None
    )


def candidates(blocks: Blocks, machine: list[list[str]], opening: list[str]) -> Iterator[Candidate]:
    """The lines that may show the title, in reading order.

    `machine`: the words of each machine-readable title; `opening`: those that the document's title begins with.
    """
    titles = [set(one) for one in machine if one]
    every = set().union(*titles)
    sizes = {len(" ".join(one)) for one in machine if one}
    seen_h1 = False
    homes: set[Box | None] = set()  # boxes that running text was seen in
    for index, line in enumerate(blocks.lines):
        if line.chars > _LONG_LINE and line.link_density < 0.3:
            homes.add(line.box.parent)
        if line.is_picture or not _SHORTEST <= len(line.text) <= _LONGEST:
            continue
        heading = _heading(line.box)
        by_name = heading is None and _named_for_titles(line.box)
        if heading is None and not by_name and not _like_in_size(line.text, sizes):
            continue
        own = words(line.text)
        if not own or (heading is None and not (own[0] in every and own[-1] in every)):
            continue
        agreement = max((agree(own, title) for title in titles), default=0.0)
        if not _plausible(line, heading, by_name, agreement, own == opening) or _in_foot(line.box):
            continue
        tag = heading.tag if heading is not None else ""
        yield Candidate(
            block=line,
            index=index,
            agreement=agreement,
            heading=tag,
            named=by_name,
            first_h1=tag == "h1" and not seen_h1,
            opening=own == opening,
            in_text=heading is not None and heading.parent in homes,
            in_menu=any(up.tag in _MENUS for up in line.box.ancestors()),
        )
        seen_h1 = seen_h1 or tag == "h1"


def _heading(box: Box) -> Box | None:
    """The heading that a line's box is, or lies directly in."""
    if box.tag in HEADINGS:
        return box
    return box.parent if box.parent is not None and box.parent.tag in HEADINGS else None


def _like_in_size(text: str, sizes: set[int]) -> bool:
    """Whether a text is about as long as one of the machine-readable titles."""
    least, most = _SIZES
    return any(least * size <= len(text) <= most * size for size in sizes)


def _plausible(line: Block, heading: Box | None, named: bool, agreement: float, opening: bool) -> bool:
    """Whether a line agrees enough with the machine-readable titles for the element that it stands in."""
    if heading is None and not named and (agreement < NEARLY_WHOLE or line.text.count(",") > _MOST_COMMAS):
        return False
    return agreement >= LITTLE or opening or (heading is not None and heading.tag == "h1")


def words(text: str) -> list[str]:
    """The words of a text, case folded."""
    return _WORDS.findall(text.casefold())


def agree(own: list[str], title: set[str]) -> float:
    """How far a line's words are those of a title, 0 to 1.

    A line that holds at least half of the title is judged by its precision first, for titles made for machines go on
    with section and site; a line with less is judged by F1.
    """
    common = sum(map(title.__contains__, own))
    if not common:
        return 0.0
    precision, recall = common / len(own), common / len(title)
    return 2 * precision * recall / (precision + recall) if recall < 0.5 else (2 * precision + recall) / 3


def _named_for_titles(box: Box) -> bool:
    return _is_title(box.hint) or (box.parent is not None and _is_title(box.parent.hint))


def _in_foot(box: Box) -> bool:
    return any(_is_foot(up.hint) for up in box.ancestors())
