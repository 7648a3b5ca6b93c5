"""UTF-8 that was read as windows-1252 or Latin-1, once or twice, also where its no-break spaces became plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.legacy.tables import as_windows
from crawler.vietnamese.syllable import is_syllable


def _class(first: int, last: int) -> str:
    chars = {as_windows(byte) for byte in range(first, last + 1)} | {chr(byte) for byte in range(first, last + 1)}
    return "[" + re.escape("".join(sorted(chars))) + "]"


_TAIL: Final = _class(0x80, 0xBF)
_SEQUENCE: Final = re.compile(
    f"(?:{_class(0xC2, 0xDF)}{_TAIL}|{_class(0xE0, 0xEF)}{_TAIL}{{2}}|{_class(0xF0, 0xF4)}{_TAIL}{{3}})+"
)
_BYTE: Final = {as_windows(byte): byte for byte in range(0x80, 0x100)} | {
    chr(byte): byte for byte in range(0x80, 0x100)
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_ROUND: Final = re.compile("[^\\s!-/:-@\\[-`{-~]*")
# What such text may be, once read: Vietnamese, the letters of windows-1252 (for text mangled twice), usual signs, emoji.
_LIKELY: Final = re.compile(
    "[\u00a0-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u02c6\u02dc\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
    "\u1ea0-\u1ef9\u2000-\u206f\u20ab\u20ac\u2122\u2190-\u27bf\ufe0f\ufeff\ufffd\U0001f300-\U0001faff]+"
)


def has_mojibake(text: str) -> bool:
    """A quick look: True where `text` may hold UTF-8 read as windows-1252."""
    return not text.isascii() and _SEQUENCE.search(text) is not None


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Each stretch that is UTF-8 read as windows-1252, read as UTF-8."""
    for match in _SEQUENCE.finditer(text):
        try:
            read = bytes(_BYTE[char] for char in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if not _LIKELY.fullmatch(read) or not _meant(text, match.start(), match.end(), read):
            continue
        yield Edit(match.start(), match.end(), read, "mojibake")


def _meant(text: str, start: int, end: int, read: str) -> bool:
    """False where the stretch is more likely what it looks like: 'ĐÃ”' with its closing quote, «Cá»… in guillemets."""
    if len(read) > 1 or end - start > 2:
        opening = text.rfind("«", max(0, start - 200), start)
        return not ("»" in text[start:end] and opening >= 0 and text.find("»", opening, start) < 0)
    left = start
    while left > 0 and text[left - 1].isalpha():
        left -= 1
    right = end
    while right < len(text) and text[right].isalpha():
        right += 1
    was, now = text[left:start] + text[start], text[left:start] + read + text[end:right]
    if not read.isalpha():
        return text[start] in "Â" and not is_syllable(was)
    if is_syllable(was) and not text[end - 1].isalpha() and (right == end or not is_syllable(now)):
        return False
    return is_syllable(now) or not is_syllable(was)


_FLATTENED: Final = re.compile("(Ã|Æ|áº|á») ")
_LOST_A0: Final = {"Ã": "à", "Æ": "Ơ", "áº": "Ạ", "á»": "Ỡ"}


def flattened_edits(text: str) -> Iterator[Edit]:
    """'ngÃ y': the second byte of à (A0) became a plain space. Only for texts in which mojibake was found."""
    for match in _FLATTENED.finditer(text):
        start, end = match.span()
        left = start
        while left > 0 and text[left - 1].isalpha():
            left -= 1
        right = end
        while right < len(text) and text[right].isalpha():
            right += 1
        letter = _LOST_A0[match[1]]
        if is_syllable(text[left:start] + letter + text[end:right]):
            yield Edit(start, end, letter, "mojibake")
        elif is_syllable(text[left:start] + letter):
            yield Edit(start, end, letter + " ", "mojibake")
