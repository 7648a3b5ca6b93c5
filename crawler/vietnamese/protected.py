"""Stretches of text that are not words: addresses, file names, paths, document numbers. Nobody may respell them."""

from __future__ import annotations

import re
from typing import Final

from crawler.vietnamese.syllable import is_syllable

_EXTENSIONS: Final = (
    "vn|com|org|net|gov|edu|info|io|asia|biz|name|pro|xyz|html?|php|aspx?|jsp|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|"
    "xml|json|zip|rar|7z|gz|jpe?g|png|gif|bmp|webp|svg|tiff?|mp3|mp4|avi|mov|wmv|flv|wav|exe|apk|dwg|log|bak|md|py|js|css"
)
_OBVIOUS: Final = re.compile(
    r"://|^www\.|@|\\|^[~.]{0,2}/\w|^\#\w|_"  # address, mail, handle, path, hashtag, identifier
    rf"|\w\.(?:{_EXTENSIONS})(?![\w-])",  # host or file name
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\d[\w.]*[/-][A-ZĐƯƠÔÂÊĂÐ]{2}|^[A-ZĐƯÐ]{2,}\d*[/-][A-ZĐƯÐ]{2,}")
_DOTTED: Final = re.compile(r"\w\.([A-Za-z][A-Za-z0-9]{1,5})(?!\w)")
_REACH: Final = 200
_SPACES: Final = " \t\n\u00a0"
_TRIM: Final = "\"'“”‘’«»()[]{}<>,;:!?…"


def token_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without a space around `text[start:end]`, its outer quotes and brackets left out.

    Looks a bounded way to either side, so that a text without spaces costs no more than others.
    """
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    left = max(low, *(text.rfind(space, low, start) + 1 for space in _SPACES))
    right = min(high, *(found for space in _SPACES if (found := text.find(space, end, high)) >= 0), high)
    while left < start and text[left] in _TRIM:
        left += 1
    while right > end and text[right - 1] in _TRIM:
        right -= 1
    return left, right


def is_protected(text: str, start: int, end: int) -> bool:
    """True where the word at `text[start:end]` is part of an address, path, file name or document number."""
    left, right = token_bounds(text, start, end)
    if left == start and right == end:
        return False
    token = text[left:right]
    if _OBVIOUS.search(token) or _NUMBERED.search(token):
        return True
    dotted = _DOTTED.search(token)
    return dotted is not None and not dotted[1][0].isupper() and not is_syllable(dotted[1])
