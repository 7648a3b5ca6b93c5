"""`normalize`: the three levels, each with all that the level before it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, Literal, get_args

from crawler.vietnamese.canonical import d_edits, full_width_edits, gap_edits, has_gaps, hyphen_edits
from crawler.vietnamese.cleaning import clean, is_plain
from crawler.vietnamese.editing import Change, Edit, EditedText
from crawler.vietnamese.letters import word_list
from crawler.vietnamese.losses import losses
from crawler.vietnamese.repairing import decode_text, legacy_lines, may_hold_legacy, repair_words
from crawler.vietnamese.screening import LEGACY, NEW_TONE, OLD_TONE, RARE, Screened, screen
from crawler.vietnamese.splits import has_cut_years
from crawler.vietnamese.syllable import ToneStyle
from crawler.vietnamese.tone_style import tone_style_edits

Level = Literal["safe", "canonical", "repair"]

LEVELS: Final = get_args(Level)
TONE_STYLES: Final = get_args(ToneStyle)
_ROUNDS: Final = 4
_NO_REPAIRS: Final = frozenset(
    word_list("line_end space invisible nfc tone_style d_lookalike full_width hyphen gap kept")
)
_GAPS: Final = {"gap"}  # moves no word, so that nothing else can come of it
_SPACING: Final = {
    "space",
    "line_end",
    "gap",
}  # leaves the stretches as they are, and nothing but a look-alike waits for it
_PRIVATE: Final = range(0xE000, 0xF8FF)


class Normalized:
    """What `normalize` gives: the text, each change, and in `flags` what a reader of the record should know.

    The flags are `repaired:` and the kind for each kind of repair that was made, `legacy_text` where the text has lines
    in a legacy encoding, or UTF-8 read as one, that this level leaves as they are, `lost_letters` and
    `replacement_character` for what was lost before the text came here. Results can be compared, and pickled.
    """

    __slots__ = ("_changes", "_edited", "flags", "text")

    def __init__(self, text: str, flags: list[str], changes: list[Change] | EditedText) -> None:
        self.text = text
        self.flags = flags
        self._edited = changes if isinstance(changes, EditedText) else None
        self._changes = None if isinstance(changes, EditedText) else changes

    @property
    def changes(self) -> list[Change]:
        """What was done, in order of steps, then of place; made when first asked for."""
        if self._changes is None:
            assert self._edited is not None
            self._changes = [change for change in self._edited.changes() if change.kind != "kept"]
            self._edited = None
        return self._changes

    def __repr__(self) -> str:
        return f"Normalized(text={self.text!r}, changes={self.changes!r}, flags={self.flags!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Normalized):
            return NotImplemented
        return (self.text, self.flags, self.changes) == (other.text, other.flags, other.changes)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type[Normalized], tuple[str, list[str], list[Change]]]:
        return Normalized, (self.text, self.flags, self.changes)


def normalize(
    text: str,
    level: Level = "canonical",
    tone_style: ToneStyle = "old",
    *,
    context: str = "",
    keep: Collection[str] = (),
) -> Normalized:
    """`text` at `level` (see the package's docstring). Idempotent at each level.

    `context` is the rest of the document (for a title, its body): it is judged with the text, not changed.
    `keep` are names whose tone style is theirs, such as a firm's.

    Raises TypeError where `text` is no string, ValueError for an unknown level or style; no string makes it fail.
    """
    if not isinstance(text, str):
        raise TypeError(f"normalize needs text, not {type(text).__name__}: leave missing values out, or pass ''")
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: one of {', '.join(LEVELS)}")
    if tone_style not in TONE_STYLES:
        raise ValueError(f"unknown tone style {tone_style!r}: one of {', '.join(TONE_STYLES)}")
    edited = EditedText(text)
    flags: list[str] = []
    if level == "repair":
        _repair(edited, context, tone_style, keep)
    elif _tidy(edited, level, tone_style, keep):
        flags.append("legacy_text")
    flags += [f"repaired:{kind}" for kind in sorted(edited.kinds - _NO_REPAIRS)]
    return Normalized(edited.text, flags + losses(edited.text), edited)


def _repair(edited: EditedText, context: str, tone_style: ToneStyle, keep: Collection[str]) -> None:
    for _ in range(_ROUNDS):
        before = edited.text
        screened = screen(before)
        if not screened.needs and is_plain(before) and not has_cut_years(before) and not may_hold_legacy(context):
            if has_gaps(before):
                edited.apply(gap_edits(before))
            return
        decode_text(edited, context, screened)
        clean(edited)
        if edited.text is not before:
            screened = screen(edited.text)
        screened = repair_words(edited, context, screened)
        _canonical(edited, tone_style, keep, screened)
        if edited.text == before or (edited.kinds == _GAPS and not screened.needs & LEGACY):
            return


def _tidy(edited: EditedText, level: Level, tone_style: ToneStyle, keep: Collection[str]) -> bool:
    """The `safe` or `canonical` level; True where lines of legacy text were kept as they are."""
    screened = screen(edited.text, repair=False)
    lines = legacy_lines(edited.text) if screened.needs & LEGACY else []
    sign = _free_sign(edited.text) if lines else ""
    kept = [edited.text[start:end] for start, end in lines]
    if lines:
        edited.apply(Edit(start, end, sign, "kept") for start, end in lines)
    for _ in range(_ROUNDS):
        before = edited.text
        clean(edited)
        if level == "canonical":
            if not edited.kinds <= _SPACING:
                screened = screen(edited.text, repair=False)
            _canonical(edited, tone_style, keep, screened)
        if edited.text == before or (edited.kinds <= _SPACING and not screened.needs & RARE):
            break
        screened = screen(edited.text, repair=False)
    if lines:
        edited.apply(_put_back(edited.text, sign, kept))
    return bool(lines)


def _free_sign(text: str) -> str:
    """A character of private use that `text` does not have, to stand for a line."""
    return next((chr(code) for code in _PRIVATE if chr(code) not in text), "")


def _put_back(text: str, sign: str, kept: Iterable[str]) -> Iterable[Edit]:
    at = -1
    for line in kept:
        at = text.index(sign, at + 1)
        yield Edit(at, at + 1, line, "kept")


def _canonical(edited: EditedText, tone_style: ToneStyle, keep: Collection[str], screened: Screened) -> None:
    needs = screened.needs
    if needs & RARE:
        if edited.apply(full_width_edits(edited.text)):
            clean(edited)  # a mark after a full-width letter joins it now
            needs = screen(edited.text).needs
        edited.apply(d_edits(edited.text))
        edited.apply(hyphen_edits(edited.text))
    if needs & (OLD_TONE if tone_style == "old" else NEW_TONE):
        edited.apply(tone_style_edits(edited.text, tone_style, keep))
    if has_gaps(edited.text):
        edited.apply(gap_edits(edited.text))
