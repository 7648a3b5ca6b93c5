"""`normalize`: the three levels, each with all that the level before it does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from crawler.vietnamese.canonical import d_edits, full_width_edits, gap_edits, hyphen_edits
from crawler.vietnamese.cleaning import clean
from crawler.vietnamese.editing import Change, EditedText
from crawler.vietnamese.syllable import ToneStyle
from crawler.vietnamese.tone_style import tone_style_edits

Level = Literal["safe", "canonical", "repair"]

_RARE: Final = re.compile("[ÐðƉɖ\u2010\u2011\uff01-\uff5e]")


@dataclass(frozen=True, slots=True)
class Normalized:
    """What `normalize` gives: the text, what was changed, and what is doubtful about it."""

    text: str
    changes: list[Change] = field(default_factory=list)


def normalize(text: str, level: Level = "canonical", tone_style: ToneStyle = "old") -> Normalized:
    """`text` at `level` (see the package's docstring). Never raises on any string; idempotent at each level."""
    edited = EditedText(text)
    clean(edited)
    if level != "safe":
        _canonical(edited, tone_style)
    return Normalized(edited.text, edited.changes)


def _canonical(edited: EditedText, tone_style: ToneStyle) -> None:
    if not edited.text.isascii():
        if _RARE.search(edited.text):
            edited.apply(full_width_edits(edited.text))
            edited.apply(d_edits(edited.text))
            edited.apply(hyphen_edits(edited.text))
        edited.apply(tone_style_edits(edited.text, tone_style))
    if "  " in edited.text or "\t" in edited.text or " \n" in edited.text or "\n " in edited.text:
        edited.apply(gap_edits(edited.text))
