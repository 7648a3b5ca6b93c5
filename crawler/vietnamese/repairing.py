"""The `repair` level: what reached the page broken is put right where only one reading is possible, and logged.

Repairs of words are made in Vietnamese text alone: a page in Spanish has words in -ía that are no typing errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from crawler.vietnamese.canonical import gap_edits, has_gaps
from crawler.vietnamese.cleaning import clean
from crawler.vietnamese.cut_words import cut_word_edits
from crawler.vietnamese.editing import Edit, EditedText
from crawler.vietnamese.entities import broken_entity_edits, left_over_edits, whole_entity_edits
from crawler.vietnamese.legacy.damaged import damaged_edits, loses_c1
from crawler.vietnamese.legacy.detecting import legacy_edits
from crawler.vietnamese.legacy.mojibake import has_mojibake, mojibake_edits
from crawler.vietnamese.legacy.tables import as_windows
from crawler.vietnamese.legacy.viqr import is_viqr, viqr_edits
from crawler.vietnamese.lookalikes import lookalike_edits, mistaken_letter_edits, styled_edits
from crawler.vietnamese.screening import ENTITY, LEGACY, MARK, PIECE, SPELLING, TWIN, VIQR, WORD_STEPS, Screened, screen
from crawler.vietnamese.spelling import mend, spelling_edits
from crawler.vietnamese.splits import apart_edits, cut_year_edits, has_cut_years
from crawler.vietnamese.syllable import is_syllable

_C1: Final = re.compile("(?<![\x80-\x9f])[\x80-\x9f](?![\x80-\x9f])")  # two are what is left of a UTF-8 sign
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 4_000
_TWICE_MANGLED: Final = 4


def decode_text(edited: EditedText, context: str, screened: Screened) -> None:
    """Entities, UTF-8 read as windows-1252 and legacy encodings, before anything invisible is stripped."""
    needs = screened.needs
    if needs & ENTITY:
        changed = edited.apply(whole_entity_edits(edited.text))
        changed = edited.apply(broken_entity_edits(edited.text)) or changed
        changed = edited.apply(left_over_edits(edited.text)) or changed
        if changed:
            screened = screen(edited.text)
            needs |= screened.needs
    legacy = needs & LEGACY or "\x85" in edited.text
    if legacy:
        _unmangle(edited)
    if legacy or may_hold_legacy(context):
        edited.apply(legacy_edits(edited.text, context))
    if needs & VIQR and edited.text.isascii() and is_viqr(f"{edited.text}\n{context}" if context else edited.text):
        edited.apply(viqr_edits(edited.text))
    if legacy:
        edited.apply(Edit(*match.span(), as_windows(ord(match[0])), "c1") for match in _C1.finditer(edited.text))


@lru_cache(maxsize=1)
def may_hold_legacy(context: str) -> bool:
    """True where `context` may hold legacy text; remembered, for a title and its captions have the same one."""
    return screen(context).needs & LEGACY != 0


def _unmangle(edited: EditedText) -> None:
    found = False
    all_lost = loses_c1(edited.text)
    for _ in range(_TWICE_MANGLED):
        if not has_mojibake(edited.text) or not edited.apply(mojibake_edits(edited.text)):
            break
        found = True
    if found:
        for _ in range(_TWICE_MANGLED):  # a word's neighbour may have to come back first
            if not edited.apply(damaged_edits(edited.text, all_lost=all_lost)):
                break


def legacy_lines(text: str) -> list[tuple[int, int]]:
    """Where lines stand that `decode_text` would read anew: the other levels leave them as they are."""
    starts = sorted({edit.start for edit in _all_legacy_edits(text)})
    lines: list[tuple[int, int]] = []
    for start in starts:
        if not lines or start > lines[-1][1]:
            end = text.find("\n", start)
            lines.append((text.rfind("\n", 0, start) + 1, len(text) if end < 0 else end))
    return lines


def _all_legacy_edits(text: str) -> Iterator[Edit]:
    if has_mojibake(text):
        mangled = list(mojibake_edits(text))
        yield from mangled
        if mangled:
            yield from damaged_edits(text, all_lost=loses_c1(text))
    yield from legacy_edits(text)


def repair_words(edited: EditedText, context: str, screened: Screened) -> Screened:
    """Letters of other scripts, marks apart, words cut in two, tones and horns; after the `safe` level."""
    if screened.needs & TWIN:
        changed = edited.apply(styled_edits(edited.text))
        changed = edited.apply(lookalike_edits(edited.text)) or changed
        changed = edited.apply(mistaken_letter_edits(edited.text)) or changed
        if changed:
            clean(edited)
            screened = screen(edited.text)
    if has_gaps(edited.text):
        edited.apply(gap_edits(edited.text))
    if not screened.needs & WORD_STEPS and not has_cut_years(edited.text):
        return screened
    for kind, find in _WORD_REPAIRS:
        if screened.needs & kind:
            edits = list(find(edited.text, screened))
            if edits:
                if not _is_vietnamese(edited.text, context):
                    return screened
                edited.apply(edits)
                screened = screen(edited.text)
    if has_cut_years(edited.text):
        edited.apply(cut_year_edits(edited.text))
    return screened


_WORD_REPAIRS: Final[tuple[tuple[int, Callable[[str, Screened], Iterable[Edit]]], ...]] = (
    (MARK, lambda text, _: apart_edits(text)),
    (SPELLING, lambda text, _: spelling_edits(text)),
    (PIECE, lambda text, screened: cut_word_edits(text, screened.pieces)),
)


def _is_vietnamese(text: str, context: str) -> bool:
    """True where at least half of the words are syllables, or may be mended into such; marks of others are foreign."""
    sample = text[:_SAMPLE] if len(text) > 400 else f"{text} {context[:_SAMPLE]}"
    good = words = 0
    for word in _WORD.findall(sample):
        if len(word) > 1 and not word.isupper():
            words += 1
            good += is_syllable(word) or mend(word) is not None
    return good * 2 >= words
