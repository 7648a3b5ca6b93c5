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
from crawler.vietnamese.evidence import has_own_letter, is_vietnamese, word_after, word_before
from crawler.vietnamese.frequencies import COMMON, is_pair, power
from crawler.vietnamese.syllable import is_syllable

TO_LATIN: Final[dict[int, int]] = str.maketrans(
    "аеорсухіјѕԁһгАВЕКМНОРСТХІЈЅУΑΒΕΗΙΚΜΝΟΡΤΥΧοіѵ",
    "aeopcyxijsdhrABEKMHOPCTXIJSYABEHIKMNOPTYXoiv",
)
_FOREIGN: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD: Final = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f]){0,60}")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_GREEK: Final = re.compile("[\u0370-\u03ff]")
_WRITTEN: Final = 4
_STYLED: Final = re.compile("[\U0001d400-\U0001d7ff\ufb00-\ufb06]+")
_WRONG_MARK: Final = str.maketrans("ǎǍƣƢı", "ăĂưƯi")
_MISTAKEN: Final = re.compile("[ǎǍƣƢı]")
_PINYIN: Final = re.compile("[āēīōūǖǘǚǜěǐǒǔ\u4e00-\u9fff]")
_NEAR: Final = 40
_COUNTED: Final = 8
_LONG: Final = 3
# Abbreviations that can be written wholly in twins; others may be Russian ones.
_ABBREVIATIONS: Final = frozenset(
    ["TP", "HCM", "TPHCM", "BHXH", "BHYT", "THPT", "BCH", "ATM", "PET", "TBM", "TMCP", "CHXH"]
)


def mistaken_letter_edits(text: str) -> Iterator[Edit]:
    """Caron for breve (tǎng), the letter OI for ư (trƣờng), dotless i: PDF fonts have them; only in syllables.

    Pinyin has the caron too, Turkish the dotless i: a word without another letter of Vietnamese needs its neighbours.
    """
    if not _MISTAKEN.search(text):
        return
    for match in _WORD.finditer(text):
        written = match[0]
        if not _MISTAKEN.search(written) or len(written) == 1:
            continue
        word = unicodedata.normalize("NFC", written.translate(_WRONG_MARK))
        start, end = match.span()
        if not is_syllable(word) or power(word) < _WRITTEN:
            continue
        sure = has_own_letter(_MISTAKEN.sub("", written)) or "ƣ" in written.lower()
        pinyin = _PINYIN.search(text, max(0, start - _NEAR), end + _NEAR)
        if sure or (not pinyin and _belongs(text, start, end, word)):
            yield Edit(start, end, word, "lookalike")


def _belongs(text: str, start: int, end: int, word: str) -> bool:
    """True where `word` is one that people write beside its neighbours, themselves read without wrong letters."""
    before = _as_latin(word_before(text, start))
    after = _as_latin(word_after(text, end))
    if (before and is_pair(before, word)) or (after and is_pair(word, after)):
        return True
    if not before and not after:
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return (
            power(word) >= COMMON
            and not beside.strip(" ,.")
            and has_own_letter(text[max(0, start - _NEAR) : end + _NEAR])
        )
    strong = any(has_own_letter(one) and is_vietnamese(one) for one in (before, after))
    return power(word) >= (_COUNTED if strong else COMMON) and (is_vietnamese(before) or is_vietnamese(after))


def _as_latin(word: str) -> str:
    return unicodedata.normalize("NFC", word.translate(_WRONG_MARK).translate(TO_LATIN))


def styled_edits(text: str) -> Iterator[Edit]:
    """Mathematical bold and the like, and ligatures, as plain letters; a lone one is a sign of mathematics."""
    for match in _STYLED.finditer(text):
        if len(match[0]) > 1 or match[0] >= "\ufb00" or text[match.end() : match.end() + 1] > "\u0300":
            yield Edit(*match.span(), unicodedata.normalize("NFKC", match[0]), "styled")


def lookalike_edits(text: str) -> Iterator[Edit]:
    """Cyrillic and Greek letters that stand for Latin ones, in Vietnamese words and in words that are mostly Latin.

    Every one of them must have a Latin twin. A word of twins alone counts where it is a Vietnamese word that people
    write beside its neighbours.
    """
    if not _FOREIGN.search(text):
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if not _FOREIGN.search(word):
            continue
        latin = word.translate(TO_LATIN)
        if _FOREIGN.search(latin):
            continue
        if _stands_for_latin(text, match, unicodedata.normalize("NFC", latin)):
            yield Edit(*match.span(), latin, "lookalike")


def _stands_for_latin(text: str, match: re.Match[str], latin: str) -> bool:
    word, (start, end) = match[0], match.span()
    own = len(_LATIN.findall(word))
    if is_syllable(latin) and power(latin) >= _WRITTEN:
        if has_own_letter(_FOREIGN.sub("", unicodedata.normalize("NFC", word))):
            return True
        if own and not _GREEK.search(word) and not _foreign_beside(text, start, end):
            return True
        return len(word) > 1 and not _foreign_beside(text, start, end) and _belongs(text, start, end, latin)
    if _foreign_beside(text, start, end):
        return False
    if not own:
        return latin in _ABBREVIATIONS and has_own_letter(text[max(0, start - _NEAR) : end + _NEAR])
    if len(latin) < _LONG or own * 2 < len(latin):
        return False
    return latin.isascii() or has_own_letter(latin) or is_syllable(latin)


def _foreign_beside(text: str, start: int, end: int) -> bool:
    """True where a word beside has a letter of that script without a Latin twin: it is text of that language."""
    return any(
        _FOREIGN.search(word.translate(TO_LATIN)) for word in (word_before(text, start), word_after(text, end)) if word
    )
