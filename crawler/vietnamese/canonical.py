"""The `canonical` level: look-alikes of đ, full-width forms, doubled spaces. The tone style is in `tone_style`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.evidence import (
    among_vietnamese,
    fits,
    has_own_letter,
    is_vietnamese,
    near_phonetics,
)
from crawler.vietnamese.syllable import is_syllable

_LOOKALIKE: Final = re.compile("[ÐðƉɖ]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]+")
_CJK: Final = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NEAR: Final = 40
_HYPHENS: Final = re.compile("[\u2010\u2011]")
_GAP: Final = re.compile("[ \t]+")
_VOWEL: Final = re.compile("[AEIOUY]")
_SHORT: Final = 4
_PRICE: Final = re.compile(r"\d ?\Z")
_TO_D: Final = str.maketrans("ÐðƉɖ", "ĐđĐđ")


def d_edits(text: str) -> Iterator[Edit]:
    """Eth and African D where they stand for Đ: in Vietnamese words, abbreviations and prices.

    Icelandic, Old English and the phonetic alphabet have these letters of their own.
    """
    if not _LOOKALIKE.search(text):
        return
    for match in _WORD.finditer(text):
        if _LOOKALIKE.search(match[0]) and _means_d(text, match):
            yield Edit(*match.span(), match[0].translate(_TO_D), "d_lookalike")


def _means_d(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    word = match[0]
    if near_phonetics(text, start, end):
        return False
    meant = word.translate(_TO_D)
    if len(word) == 1:
        if word.islower():
            return _PRICE.search(text, max(0, start - 3), start) is not None
        return text[end : end + 1] in ("/", ".") and has_own_letter(text[max(0, start - _NEAR) : end + _NEAR])
    if _is_abbreviation(word):
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return not _VOWEL.search(word) or "-" in beside or "/" in beside or among_vietnamese(text, start, end)
    if has_own_letter(meant):
        return meant[0] in "Đđ" or is_syllable(meant)
    return is_vietnamese(meant) and (fits(text, start, end, meant) or among_vietnamese(text, start, end))


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
    end = 0
    for at in sorted({*_places(text, "  "), *_places(text, "\t"), *_places(text, " \n"), *_places(text, "\n ")}):
        if at < end or (text[at] == "\n" and at + 1 < end):
            continue
        match = _GAP.match(text, at + (text[at] == "\n"))
        if match is None:
            continue
        start, end = match.span()
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        edge = start == 0 or end == len(text) or text[end] == "\n" or text[start - 1] == "\n"
        yield Edit(start, end, "" if edge else " ", "gap")
    if end < len(text) and text[-1] == " " and (len(text) < 2 or text[-2] not in " \t\n"):
        yield Edit(len(text) - 1, len(text), "", "gap")


def _places(text: str, needle: str) -> Iterator[int]:
    if needle == "  " and text[:1] == " ":
        yield 0
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)
