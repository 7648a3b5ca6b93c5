"""Stretches that are not words: addresses, file names, paths, code, document numbers. Nobody may respell them."""

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
    rf"|\w\.(?:{_EXTENSIONS})(?![\w-])"  # host or file name
    r"|\w=(?:[\"'/#]|[^\W\d_])|</|/>|[^\W\d][=-]>|::|\{\{|\(\)|`"  # attribute, markup, code
    r"|^[^\W\d]\w{0,40}\([\w.,=]{0,40}\)[:;{]?$",  # a call
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\d[\w.]{0,40}[/-][A-ZĐƯƠÔÂÊĂÐ]{2}|^[A-ZĐƯÐ]{2,40}\d{0,9}[/-][A-ZĐƯÐ]{2,}")
_DOTTED: Final = re.compile(r"\w\.([A-Za-z][A-Za-z0-9]{1,5})(?!\w)")
_SPACE: Final = re.compile("[ \t\n\u00a0]")
_TRIM: Final = "\"'“”‘’«»()[]{}<>,;:!?…"


class Protection:
    """Which words of `text` are part of an address, path, file name, code or document number.

    Asked in ascending order, each stretch between spaces is looked at once, so that all questions cost one pass.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = -1
        self._verdict = False

    def covers(self, start: int, end: int) -> bool:
        """True where nobody may respell `text[start:end]`."""
        if not (self._start <= start and end <= self._end):
            self._find(start, end)
        return self._verdict

    def _find(self, start: int, end: int) -> None:
        text = self._text
        left = start
        while left > 0 and text[left - 1] not in " \t\n\u00a0":
            left -= 1
        found = _SPACE.search(text, end)
        right = found.start() if found else len(text)
        self._start, self._end = left, right
        while left < start and text[left] in _TRIM:
            left += 1
        while right > end and text[right - 1] in _TRIM:
            right -= 1
        self._verdict = _is_no_word(text[self._start : self._end].strip("\"'“”‘’«»,")) or _is_no_word(text[left:right])


def _is_no_word(token: str) -> bool:
    if _OBVIOUS.search(token) or _NUMBERED.search(token):
        return True
    dotted = _DOTTED.search(token)
    return dotted is not None and not dotted[1][0].isupper() and not is_syllable(dotted[1])


def is_protected(text: str, start: int, end: int) -> bool:
    """True where the word at `text[start:end]` is part of an address, path, file name, code or document number."""
    return Protection(text).covers(start, end)
