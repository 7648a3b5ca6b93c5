"""What cannot be repaired: letters that an earlier conversion replaced by '?' or U+FFFD. Flagged, never invented."""

from __future__ import annotations

import re
from typing import Final

_INSIDE: Final = re.compile(r"[^\W\d_]\?[^\W\d_]|^\?[^\W\d_]{2}")
_HALF_LETTER: Final = re.compile("á»(?![^\\W\\d_]*»)(?:[^\\W\\d_]| )")  # of ề, ọ, ờ whose last byte is gone
_ADDRESS: Final = re.compile(r"[/=@]")
_FEW: Final = 3
_SHARE: Final = 12


def losses(text: str) -> list[str]:
    """Flags: `replacement_character` for U+FFFD, `lost_letters` for question marks or halves of letters."""
    flags = []
    if "\ufffd" in text:
        flags.append("replacement_character")
    if _HALF_LETTER.search(text) or (text.count("?") >= _FEW and _has_lost_letters(text.split())):
        flags.append("lost_letters")
    return flags


def _has_lost_letters(words: list[str]) -> bool:
    """True where three words, and one in twelve, have '?' inside, or at their end with the sentence going on."""
    lost = 0
    for index, word in enumerate(words):
        if "?" not in word or _ADDRESS.search(word):
            continue
        goes_on = word[:1].isalpha() and word.endswith("?") and words[index + 1 : index + 2] != []
        if _INSIDE.search(word) or (goes_on and words[index + 1][:1].islower()):
            lost += 1
    return lost >= _FEW and lost * _SHARE >= len(words)
