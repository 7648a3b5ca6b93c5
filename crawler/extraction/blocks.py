"""What a reader sees of a page: lines of text and pictures, and the boxes round them, in reading order.

Everything that reads bodies (a family's selectors as much as the generic reader) works on these lists, which one walk
of the tree makes (`flatten`), and never walks the tree again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from turbohtml import Element, Node

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True, eq=False)
class Box:
    """One block-level element: where its lines begin and end in the list, and how it sets its text."""

    index: int
    tag: str
    element: Node
    parent: Box | None
    align: str
    hint: str  # class and id
    start: int
    end: int = 0

    def ancestors(self) -> Iterator[Box]:
        """This box, then the boxes round it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def nearest(self, most: int) -> list[Box]:
        """This box and the boxes close round it, `most` in all, innermost first."""
        out: list[Box] = []
        box: Box | None = self
        while box is not None and most > 0:
            out.append(box)
            box = box.parent
            most -= 1
        return out


@dataclass(slots=True, eq=False)
class Block:
    """One line of text or one picture (`text` is empty then). `role` is what later steps make of it."""

    box: Box
    text: str = ""
    separator: str = "\n\n"  # what stands between it and the text before
    link_chars: int = 0
    strong_chars: int = 0
    emphasised_chars: int = 0
    chars: int = 0
    opens_with_link: bool = False
    anchors: tuple[Element, ...] = ()  # the links that begin in it
    hint: str = ""  # class and id of the first inline element in it that has any
    element: Element | None = None  # of a picture
    source: str = ""  # of a picture
    alt: str = ""
    role: str = "body"  # or "caption", or why it was cut
    caption: str | None = None
    lead: bool = False  # a heading that is the text's standfirst
    weight: float | None = None  # `content.weight` of it, once asked for

    @property
    def is_picture(self) -> bool:
        return not self.text

    @property
    def strong(self) -> bool:
        """Whether (nearly) all of it is set in bold."""
        return self.strong_chars * 10 >= self.chars * 9

    @property
    def emphasised(self) -> bool:
        """Whether (nearly) all of it is set in italics."""
        return self.emphasised_chars * 10 >= self.chars * 9

    @property
    def link_density(self) -> float:
        return self.link_chars / self.chars if self.chars else 0.0


@dataclass(slots=True)
class Blocks:
    """The lines of a subtree in reading order, and its boxes in document order."""

    lines: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    teasers: frozenset[Box] | None = None  # `regions.teasers` of them, once asked for


def collapse(text: str) -> str:
    """`text` with every run of white space, no-break spaces too, as one space."""
    return " ".join(text.split())
