"""What cannot be repaired: letters that an earlier conversion replaced by '?' or U+FFFD. Flagged, never invented."""

from __future__ import annotations

import re
from typing import Final

_QUESTION_INSIDE: Final = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<!\S)\?[^\W\d_]{2}|[^\W\d_]\?(?= [^\W\d_])")
_FEW: Final = 3


def losses(text: str) -> list[str]:
    """Flags: `replacement_character` for U+FFFD, `lost_letters` for question marks in the place of letters."""
    flags = []
    if "\ufffd" in text:
        flags.append("replacement_character")
    if "?" in text:
        inside = sum(1 for _ in _QUESTION_INSIDE.finditer(text))
        words = text.count(" ") + 1
        if inside >= _FEW and inside * 12 >= words:
            flags.append("lost_letters")
    return flags
