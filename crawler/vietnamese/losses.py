"""What cannot be repaired: letters that an earlier conversion replaced by '?' or U+FFFD. Flagged, never invented."""

from __future__ import annotations

import re
from typing import Final

_INSIDE: Final = re.compile(r"[^\W\d_]\?[^\W\d_]|^\?[^\W\d_]{2}")
_HALF_LETTER: Final = re.compile("á»(?![^\\W\\d_]*»)(?:[^\\W\\d_]| )")  # of ề, ọ, ờ whose last byte is gone
_ADDRESS: Final = re.compile(r"[/=@]")
_SPACE: Final = re.compile(r"\s")
_LETTER: Final = re.compile(r"\S")
_FEW: Final = 3
_SHARE: Final = 12


def losses(text: str) -> list[str]:
    """Flags: `replacement_character` for U+FFFD, `lost_letters` for question marks or halves of letters."""
    flags = []
    if "\ufffd" in text:
        flags.append("replacement_character")
    if _HALF_LETTER.search(text) or (text.count("?") >= _FEW and _has_lost_letters(text)):
        flags.append("lost_letters")
    return flags


def _has_lost_letters(text: str) -> bool:
    """True where three words, and one in twelve, have '?' inside, or at their end with the sentence going on."""
    lost = end = 0
    at = text.find("?")
    while at >= 0:
        start = at
        while start > end and not text[start - 1].isspace():
            start -= 1
        space = _SPACE.search(text, at)
        end = space.start() if space else len(text)
        word = text[start:end]
        if not _ADDRESS.search(word):
            after = _LETTER.search(text, end)
            goes_on = word[0].isalpha() and word.endswith("?") and after is not None and after[0].islower()
            lost += goes_on or _INSIDE.search(word) is not None
        at = text.find("?", end)
    return lost >= _FEW and lost * _SHARE >= len(text.split())
