"""The normalisation forms of Unicode in linear time, whatever the text.

Putting the marks of one letter in order costs the square of their number. No writing has more than thirty (Unicode
Standard Annex 15, 'Stream-Safe Text Format'), so a letter with more of them is left as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal

Form = Literal["NFC", "NFD", "NFKC"]

_MOST_MARKS: Final = 30
_STRIDE: Final = 5


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """So many marks as a crowd shows at each `_STRIDE`th character, and a crowd: more of them than a letter bears."""
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
    return tuple(re.compile(f"[{marks}]{{{least},}}") for least in (_MOST_MARKS // _STRIDE, _MOST_MARKS + 1))  # type: ignore[return-value]


def _has_crowds(text: str) -> bool:
    """True where a letter has more than thirty marks: then six of each fifth character in a row are marks."""
    if text.isascii() or len(text) <= _MOST_MARKS:
        return False
    sampled = text[::_STRIDE]
    if not any(map(unicodedata.combining, set(sampled))):
        return False
    many, crowd = _patterns()
    return many.search(sampled) is not None and crowd.search(text) is not None


def to_form(text: str, form: Form = "NFC") -> str:
    """`text` in `form`, but for letters with more than thirty marks, which stay as they are."""
    if not _has_crowds(text):
        return unicodedata.normalize(form, text)
    pieces, done = [], 0
    for match in _patterns()[1].finditer(text):
        letter = max(done, match.start() - 1)
        pieces += [unicodedata.normalize(form, text[done:letter]), text[letter : match.end()]]
        done = match.end()
    pieces.append(unicodedata.normalize(form, text[done:]))
    return "".join(pieces)


def without_crowds(text: str) -> str:
    """`text` with no more than thirty marks on a letter."""
    if not _has_crowds(text):
        return text
    return _patterns()[1].sub(lambda match: match[0][:_MOST_MARKS], text)
