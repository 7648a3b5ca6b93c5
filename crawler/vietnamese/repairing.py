"""The `repair` level: what reached the page broken is put right where only one reading is possible, and logged.

Repairs of words are made in Vietnamese text alone: a page in Spanish has words in -ía that are no typing errors.
"""

from __future__ import annotations

import re
from typing import Final

from crawler.vietnamese.canonical import gap_edits, has_gaps
from crawler.vietnamese.cleaning import clean
from crawler.vietnamese.editing import Edit, EditedText
from crawler.vietnamese.entities import broken_entity_edits, whole_entity_edits
from crawler.vietnamese.legacy.detecting import detect, legacy_edits
from crawler.vietnamese.legacy.mojibake import damaged_edits, has_mojibake, mojibake_edits
from crawler.vietnamese.legacy.tables import as_windows
from crawler.vietnamese.legacy.viqr import is_viqr, viqr_edits
from crawler.vietnamese.lookalikes import lookalike_edits, mistaken_letter_edits, styled_edits
from crawler.vietnamese.spelling import mend, spelling_edits
from crawler.vietnamese.splits import apart_edits, cut_word_edits, cut_year_edits
from crawler.vietnamese.syllable import is_syllable

_C1: Final = re.compile("[\x80-\x9f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
_TWICE_MANGLED: Final = 4


def decode_text(edited: EditedText, context: str) -> None:
    """Entities, UTF-8 read as windows-1252 and legacy encodings, before anything invisible is stripped."""
    edited.apply(whole_entity_edits(edited.text))
    edited.apply(broken_entity_edits(edited.text))
    found = False
    for _ in range(_TWICE_MANGLED):
        if not has_mojibake(edited.text) or not edited.apply(mojibake_edits(edited.text)):
            break
        found = True
    if found:
        for _ in range(_TWICE_MANGLED):  # a word may have lost two letters
            if not edited.apply(damaged_edits(edited.text)):
                break
    whole = f"{edited.text}\n{context}" if context else edited.text
    verdict = detect(whole)
    if verdict is not None:
        edited.apply(legacy_edits(edited.text, verdict))
    elif is_viqr(whole):
        edited.apply(viqr_edits(edited.text))
    if not edited.text.isascii():
        edited.apply(Edit(*match.span(), as_windows(ord(match[0])), "c1") for match in _C1.finditer(edited.text))


def repair_words(edited: EditedText, context: str) -> None:
    """Letters of other scripts, marks apart, words cut in two, tones and horns; after the `safe` level."""
    text = edited.text
    if not text.isascii():
        changed = edited.apply(styled_edits(text))
        changed = edited.apply(lookalike_edits(edited.text)) or changed
        changed = edited.apply(mistaken_letter_edits(edited.text)) or changed
        if changed:
            clean(edited)
    if has_gaps(edited.text):
        edited.apply(gap_edits(edited.text))
    vietnamese = False
    for find in (apart_edits, spelling_edits, cut_word_edits, cut_year_edits):
        edits = list(find(edited.text))
        if edits:
            vietnamese = vietnamese or _is_vietnamese(edited.text, context)
            if not vietnamese:
                return
            edited.apply(edits)


def _is_vietnamese(text: str, context: str) -> bool:
    """True where at least half of the words are syllables, or may be mended into such; marks of others are foreign."""
    sample = text[:_SAMPLE] if len(text) > 400 else f"{text} {context[:_SAMPLE]}"
    good = words = 0
    for word in _WORD.findall(sample):
        if len(word) > 1 and not word.isupper():
            words += 1
            good += is_syllable(word) or mend(word) is not None
    return good * 2 >= words
