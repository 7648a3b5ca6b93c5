"""`normalize`: the three levels, each with all that the level before it does."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, Literal

from crawler.vietnamese.canonical import d_edits, full_width_edits, gap_edits, has_gaps, hyphen_edits
from crawler.vietnamese.cleaning import clean
from crawler.vietnamese.editing import Change, EditedText
from crawler.vietnamese.legacy.detecting import detect
from crawler.vietnamese.letters import word_list
from crawler.vietnamese.losses import losses
from crawler.vietnamese.repairing import decode_text, repair_words
from crawler.vietnamese.syllable import ToneStyle
from crawler.vietnamese.tone_style import tone_style_edits

Level = Literal["safe", "canonical", "repair"]

_ROUNDS: Final = 4
_NO_REPAIRS: Final = frozenset(word_list("line_end space invisible nfc tone_style d_lookalike full_width hyphen gap"))
_LEGACY_LETTER: Final = re.compile("[\x01-\x08\x0e-\x1f\x80-\x9f\xad]")
_RARE: Final = re.compile("[ÐðƉɖ\u2010\u2011\uff01-\uff5e]")


class Normalized:
    """What `normalize` gives: the text, each change, and in `flags` what a reader of the record should know.

    The flags are `repaired:` and the kind for each kind of repair that was made, `lost_letters` and
    `replacement_character` for what was lost before the text came here.
    """

    __slots__ = ("_changes", "_edited", "flags", "text")

    def __init__(self, edited: EditedText, flags: list[str]) -> None:
        self.text = edited.text
        self.flags = flags
        self._edited = edited
        self._changes: list[Change] | None = None

    @property
    def changes(self) -> list[Change]:
        """What was done, in order of steps, then of place; made when first asked for."""
        if self._changes is None:
            self._changes = self._edited.changes()
        return self._changes

    def __repr__(self) -> str:
        return f"Normalized(text={self.text!r}, changes={self.changes!r}, flags={self.flags!r})"


def normalize(
    text: str,
    level: Level = "canonical",
    tone_style: ToneStyle = "old",
    *,
    context: str = "",
    keep: Collection[str] = (),
) -> Normalized:
    """`text` at `level` (see the package's docstring). Never raises on any string; idempotent at each level.

    `context` is the rest of the document (for a title, its body): it is judged with the text, not changed.
    `keep` are names whose tone style is theirs, such as a firm's.
    """
    edited = EditedText(text)
    if level == "repair":
        for _ in range(_ROUNDS):
            before = edited.text
            decode_text(edited, context)
            _strip(edited)
            repair_words(edited, context)
            _canonical(edited, tone_style, keep)
            if edited.text == before:
                break
    else:
        _strip(edited)
        if level == "canonical":
            _canonical(edited, tone_style, keep)
    flags = [f"repaired:{kind}" for kind in sorted(edited.kinds - _NO_REPAIRS)]
    return Normalized(edited, flags + losses(edited.text))


def _strip(edited: EditedText) -> None:
    """The `safe` level. What looks invisible may be a legacy letter (U+00AD is ư in TCVN3): then all stays."""
    if _LEGACY_LETTER.search(edited.text) and detect(edited.text) is not None:
        return
    clean(edited)


def _canonical(edited: EditedText, tone_style: ToneStyle, keep: Collection[str]) -> None:
    if not edited.text.isascii():
        if _RARE.search(edited.text):
            if edited.apply(full_width_edits(edited.text)):
                _strip(edited)  # a mark after a full-width letter joins it now
            edited.apply(d_edits(edited.text))
            edited.apply(hyphen_edits(edited.text))
        edited.apply(tone_style_edits(edited.text, tone_style, keep))
    if has_gaps(edited.text):
        edited.apply(gap_edits(edited.text))
