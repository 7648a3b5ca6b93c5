"""VIQR (RFC 1456): Vietnamese in ASCII, with marks as signs after the letter: Vie^.t Nam, DDo^.c la^.p."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.protected import is_protected
from crawler.vietnamese.syllable import is_syllable

_MARK: Final = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b",
                "'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}  # fmt: skip
_WORD: Final = re.compile(r"[A-Za-z]+(?:[\^(+*]?['`?~.]?[A-Za-z]*){1,4}")
_LETTER: Final = re.compile(r"([aeAE]\^|[oO][\^+*]|[aA]\(|[uU][+*]|[aeiouyAEIOUY])(['`?~.]?)|(dd|D[Dd])")
# Signs within a word that nothing but VIQR writes: a^, o+, a( before a letter or tone, a tone sign between letters.
_TELLING: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]*(?:[aeoAEO]\^|[ouOU][+*]['`?~.a-zA-Z]|[aA]\(['`?~.a-z])[A-Za-z'`?~.^+(]*"
)
_MIN_TELLING: Final = 2


def is_viqr(text: str) -> bool:
    """True where a text in ASCII has two or more words that can only be VIQR, and most such words are syllables."""
    if not text.isascii() or not ("^" in text or "+" in text or "(" in text):
        return False
    telling = good = 0
    for match in _TELLING.finditer(text):
        telling += 1
        good += any(is_syllable(word) for word in _readings(match[0]))
        if telling >= 400:
            break
    return good >= _MIN_TELLING and good >= 0.8 * telling


def _mark(match: re.Match[str]) -> str:
    if match[3]:
        return "đ" if match[3][0] == "d" else "Đ"
    letter = match[1]
    quality = _MARK[letter[1]] if len(letter) > 1 else ""
    return unicodedata.normalize("NFC", letter[0] + quality + (_MARK[match[2]] if match[2] else ""))


def _readings(written: str) -> Iterator[str]:
    """`written` read whole, then without a last sign that may be the sentence's own."""
    yield _LETTER.sub(_mark, written)
    if written[-1] in "'`?~.":
        yield _LETTER.sub(_mark, written[:-1])


def viqr_edits(text: str) -> Iterator[Edit]:
    """Each word of a VIQR text, read; a sign that ends a sentence stays one."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match[0].isalpha() and "dd" not in match[0].lower():
            continue
        if is_protected(text, start, end):
            continue
        written = match[0]
        if written[-1] in ".?" and _ends_sentence(text, end):
            written = written[:-1]
        for length in (len(written), len(written) - 1):
            word = _LETTER.sub(_mark, written[:length])
            if word and is_syllable(word):
                yield Edit(start, start + length, word, "legacy_viqr")
                break
            if written[-1:].isalpha():
                break


_NEXT: Final = re.compile(r"[\"')\]]*(?:\s+[A-Z\"(]|\s*$)")


def _ends_sentence(text: str, end: int) -> bool:
    return _NEXT.match(text, end, end + 40) is not None
