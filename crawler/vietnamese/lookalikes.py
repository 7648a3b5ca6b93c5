"""Letters of other scripts, and styled ones, that stand for Latin letters inside Vietnamese words.

Sources: Unicode Technical Standard 39, the confusables of Latin letters in Cyrillic and Greek; the compatibility
mappings of Mathematical Alphanumeric Symbols and of the Latin ligatures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.syllable import is_syllable

_TO_LATIN: Final = str.maketrans(
    "аеорсухіјѕԁһгАВЕКМНОРСТХІЈЅУΑΒΕΗΙΚΜΝΟΡΤΥΧοіνѵ",
    "aeopcyxijsdhrABEKMHOPCTXIJSYABEHIKMNOPTYXoivv",
)
_FOREIGN: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD: Final = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f])*")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_STYLED: Final = re.compile("[\U0001d400-\U0001d7ff\ufb00-\ufb06]+")


_WRONG_MARK: Final = str.maketrans("ǎǍƣƢı", "ăĂưƯi")
_MISTAKEN: Final = re.compile("[ǎǍƣƢı]")


def mistaken_letter_edits(text: str) -> Iterator[Edit]:
    """Caron for breve (tǎng), the letter OI for ư (trƣờng), dotless i: PDF fonts have them; only in syllables."""
    if not _MISTAKEN.search(text):
        return
    for match in _WORD.finditer(text):
        if _MISTAKEN.search(match[0]):
            word = unicodedata.normalize("NFC", match[0].translate(_WRONG_MARK))
            if is_syllable(word):
                yield Edit(*match.span(), word, "lookalike")


def styled_edits(text: str) -> Iterator[Edit]:
    """Mathematical bold and the like, and ligatures, as plain letters."""
    return (Edit(*match.span(), unicodedata.normalize("NFKC", match[0]), "styled") for match in _STYLED.finditer(text))


def lookalike_edits(text: str) -> Iterator[Edit]:
    """Cyrillic and Greek letters in words that also have Latin ones, where every one of them has a Latin twin."""
    if not _FOREIGN.search(text):
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if not _FOREIGN.search(word):
            continue
        latin = word.translate(_TO_LATIN)
        if _FOREIGN.search(latin):
            continue
        if _LATIN.search(word):
            yield Edit(*match.span(), latin, "lookalike")
