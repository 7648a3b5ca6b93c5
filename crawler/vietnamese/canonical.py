"""The `canonical` level: look-alikes of đ, full-width forms, doubled spaces. The tone style is in `tone_style`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.syllable import is_syllable

_LOOKALIKE: Final = re.compile("[ÐðƉɖ]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]+")
_CJK: Final = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NEAR: Final = 40
_HYPHENS: Final = re.compile("[\u2010\u2011]")
_GAPS: Final = re.compile(r"[ \t]{2,}|\t| (?=\n)| \Z|(?<=\n) |\A ")
_VOWEL: Final = re.compile("[AEIOUY]")
_SHORT: Final = 4
_TO_D: Final = str.maketrans("ÐðƉɖ", "ĐđĐđ")


def d_edits(text: str) -> Iterator[Edit]:
    """Eth and African D where they stand for Đ. Icelandic has eth inside of words, no language at their start."""
    if not _LOOKALIKE.search(text):
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if _LOOKALIKE.search(word) and not _is_phoneme(text, match):
            meant = word.translate(_TO_D)
            if meant[0] in "Đđ" or is_syllable(meant) or _is_abbreviation(word):
                yield Edit(*match.span(), meant, "d_lookalike")


def _is_phoneme(text: str, match: re.Match[str]) -> bool:
    """True for /ð/ and [ð], the sound."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return len(match[0]) == 1 and around in ("//", "[]")


def _is_abbreviation(word: str) -> bool:
    """HÐND, QÐ, KTÐ; not GUÐMUNDUR."""
    return word.isupper() and (len(word) <= _SHORT or not _VOWEL.search(word))


def full_width_edits(text: str) -> Iterator[Edit]:
    """Full-width letters, digits and signs, unless Chinese, Japanese or Korean stands near."""
    for match in _FULL_WIDTH.finditer(text):
        start, end = match.span()
        if not _CJK.search(text, max(0, start - _NEAR), end + _NEAR):
            yield Edit(start, end, "".join(chr(ord(char) - 0xFEE0) for char in match[0]), "full_width")


def hyphen_edits(text: str) -> Iterator[Edit]:
    """U+2010 and the non-breaking U+2011 as the plain hyphen."""
    return (Edit(*match.span(), "-", "hyphen") for match in _HYPHENS.finditer(text))


def has_gaps(text: str) -> bool:
    """A quick look: True where `gap_edits` has something to do."""
    return "  " in text or "\t" in text or " \n" in text or "\n " in text or text.startswith(" ") or text.endswith(" ")


def gap_edits(text: str) -> Iterator[Edit]:
    """Tabs and doubled spaces as one space; none at the ends of lines."""
    for match in _GAPS.finditer(text):
        start, end = match.span()
        edge = start == 0 or end == len(text) or text[end] == "\n" or text[start - 1] == "\n"
        yield Edit(start, end, "" if edge else " ", "gap")
