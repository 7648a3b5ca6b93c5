"""What stands beside a word: the evidence that a repair needs from its neighbours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crawler.vietnamese.frequencies import UNKNOWN, is_pair, power
from crawler.vietnamese.syllable import is_syllable

_REACH: Final = 24
_BEFORE: Final = re.compile(r"(?<![^\W_])([^\W\d_]+)[ \u00a0]\Z")
_AFTER: Final = re.compile(r"[ \u00a0]([^\W\d_]+)(?![^\W_])")
# Letters that no language but Vietnamese writes: those beyond Latin-1, but for the plain đ, ĩ and ũ.
_OWN: Final = re.compile("[ăơưĂƠƯ\u1ea0-\u1ef9]")
_PHONETIC: Final = re.compile("[\u0250-\u02af\u02b0-\u02b8\u02bc-\u02c1\u02c8\u02cc\u02d0\u02d1\u03b8āēīōūǎěǐǒǔǖǘǚǜ]")


def word_before(text: str, start: int) -> str:
    """The word that ends one space before `start`; empty where there is none."""
    match = _BEFORE.search(text[max(0, start - _REACH) : start])
    return match[1] if match else ""


def word_after(text: str, end: int) -> str:
    """The word that begins one space after `end`; empty where there is none."""
    match = _AFTER.match(text, end, end + _REACH)
    return match[1] if match else ""


def fits(text: str, start: int, end: int, word: str) -> bool:
    """True where `word`, put at `start:end`, makes a known pair with the word before or after."""
    before, after = word_before(text, start), word_after(text, end)
    return bool((before and is_pair(before, word)) or (after and is_pair(word, after)))


@lru_cache(maxsize=16384)
def is_vietnamese(word: str) -> bool:
    """True for a syllable that people write, with a letter that other languages have not, or very common."""
    return is_syllable(word) and (power(word) > (9 if word.isascii() else 4) or _OWN.search(word) is not None)


def has_own_letter(word: str) -> bool:
    """True where `word` has a letter that only Vietnamese has, such as ạ, ơ or ễ."""
    return _OWN.search(word) is not None


def among_vietnamese(text: str, start: int, end: int) -> bool:
    """True where a word right before or after is Vietnamese, and none of the two is plainly foreign."""
    found = False
    for word in (word_before(text, start), word_after(text, end)):
        if is_vietnamese(word):
            found = True
        elif word and power(word) == UNKNOWN and not word.isupper() and len(word) > 1:
            return False
    return found


def near_phonetics(text: str, start: int, end: int) -> bool:
    """True where letters of the phonetic alphabet or of pinyin stand near, or slashes or brackets stand around."""
    around = text[max(0, start - _REACH) : start] + "\n" + text[end : end + _REACH]
    if _PHONETIC.search(around):
        return True
    return text[start - 1 : start] in ("/", "[") and text[end : end + 1] in ("/", "]") and end - start < 3
