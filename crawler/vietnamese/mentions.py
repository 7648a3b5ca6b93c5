"""Words that a text speaks of as words: quoted alone, or named as misspelt. They stay as they are."""

from __future__ import annotations

import re
from typing import Final

_QUOTES: Final = "\"'“”‘’«»*"
_NEAR: Final = 60
_CLOSE: Final = 16
_SPELLING: Final = re.compile(
    r"chính tả|viết sai|viết nhầm|đọc sai|ghi sai|sai dấu|đặt dấu|bỏ dấu|đánh dấu thanh", re.IGNORECASE
)
_NOT_BUT: Final = re.compile(
    r"(?:không phải(?: là)?|chứ không(?: phải)?(?: là)?|thay vì|viết (?:là|thành)|sai là|nhầm (?:là|thành|với))"
    rf"[ :]*[{_QUOTES}(]*\Z",
    re.IGNORECASE,
)


def is_mentioned(text: str, start: int, end: int) -> bool:
    """True where the word at `start:end` stands alone in quotes or stars, or beside what speaks of misspelling."""
    if start and text[start - 1] in _QUOTES and text[end : end + 1] and text[end] in _QUOTES:
        return True
    left = text[max(0, start - _NEAR) : start]
    right = text[end : end + _NEAR]
    return (
        _SPELLING.search(left.rpartition("\n")[2]) is not None
        or _SPELLING.search(right.partition("\n")[0]) is not None
        or _NOT_BUT.search(left[-2 * _CLOSE :]) is not None
    )
