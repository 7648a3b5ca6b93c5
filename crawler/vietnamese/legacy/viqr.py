"""VIQR (RFC 1456): Vietnamese in ASCII, with marks as signs after the letter: Vie^.t Nam, DDo^.c la^.p."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.frequencies import is_pair, power
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
_QUOTED: Final = re.compile(r"(?:^|\s)'[^'\s][^\n]*$")
_REACH: Final = 80
_FAR_COMMONER: Final = 5
_ADDRESS: Final = re.compile(r"[@\\_]$|://\S*$|www\.$")


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
    before = ""
    for match in _WORD.finditer(text):
        start = match.start()
        if _ADDRESS.search(text[max(0, start - 8) : start]):
            continue
        written = match[0]
        if written.isalpha() and "dd" not in written.lower():
            before = written
            continue
        length = _length(text, start, written, before)
        if length:
            before = _LETTER.sub(_mark, written[:length])
            yield Edit(start, start + length, before, "legacy_viqr")
        else:
            before = ""


def _length(text: str, start: int, written: str, before: str) -> int:
    """How much of `written` is the word: without signs at its end that are the sentence's own; 0 where it is none."""
    lengths = [len(written)]
    while written[lengths[-1] - 1 : lengths[-1]] in tuple("'`?~."):
        lengths.append(lengths[-1] - 1)
    good = [length for length in lengths if length and is_syllable(_LETTER.sub(_mark, written[:length]))]
    if len(good) < 2:
        return good[0] if good else 0
    longer, shorter = good[0], good[1]
    sign = written[longer - 1]
    if sign == "'":
        return shorter if _QUOTED.search(text[max(0, start - _REACH) : start]) else longer
    if sign not in ".?" or not _ends_sentence(text, start + longer):
        return longer
    toned, plain = (_LETTER.sub(_mark, written[:length]) for length in (longer, shorter))
    if before and is_pair(before, toned) != is_pair(before, plain):
        return longer if is_pair(before, toned) else shorter
    return longer if power(toned) >= power(plain) + _FAR_COMMONER else shorter


_NEXT: Final = re.compile(r"[\"')\]]*(?:\s+[A-Z\"(]|\s*$)")


def _ends_sentence(text: str, end: int) -> bool:
    return _NEXT.match(text, end, end + 40) is not None
