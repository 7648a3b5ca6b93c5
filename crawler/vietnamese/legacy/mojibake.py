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
_MANY: Final = 3
# What it may be once read: Vietnamese, the characters of windows-1252 (of text mangled twice), usual signs, emoji.
_LIKELY: Final = re.compile(
    "[\u0080-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u02c6\u02dc\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
    "\u1ea0-\u1ef9\u2000-\u206f\u20ab\u20ac\u2122\u2190-\u27bf\ufe0f\ufeff\ufffd\U0001f300-\U0001faff]+"
)


def has_mojibake(text: str) -> bool:
    """A quick look: True where `text` may hold UTF-8 read as windows-1252."""
    return not text.isascii() and _SEQUENCE.search(text) is not None


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Each stretch that is UTF-8 read as windows-1252, read as UTF-8.

    A line with a stretch of several letters, or with three stretches, is mangled; else each must prove itself.
    """
    offset = 0
    for line in text.split("\n"):
        found = [(match, read) for match in _SEQUENCE.finditer(line) if (read := _as_utf8(match[0])) is not None]
        if len(found) < _MANY:
            found = [(match, read) for match, read in found if not _in_guillemets(line, match)]
        sure = len(found) >= _MANY or any(len(match[0]) > 2 for match, _ in found)
        for match, read in found:
            if sure or _meant(line, *match.span(), read):
                yield Edit(offset + match.start(), offset + match.end(), read, "mojibake")
        offset += len(line) + 1


def _as_utf8(stretch: str) -> str | None:
    try:
        read = bytes(_BYTE[char] for char in stretch).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return read if _LIKELY.fullmatch(read) else None


def _in_guillemets(line: str, match: re.Match[str]) -> bool:
    """True where the » of the stretch closes a quotation: «Cá»… is no UTF-8."""
    if "»" not in match[0]:
        return False
    opening = line.rfind("«", max(0, match.start() - 200), match.start())
    return opening >= 0 and line.find("»", opening, match.start()) < 0


def _meant(text: str, start: int, end: int, read: str) -> bool:
    """False where a lone pair is more likely what it looks like: 'ĐÃ”' with its closing quote."""
    left = start
    while left > 0 and text[left - 1].isalpha():
        left -= 1
    right = end
    while right < len(text) and text[right].isalpha():
        right += 1
    was, now = text[left:start] + text[start], text[left:start] + read + text[end:right]
    if read == "\u00ad":  # a soft hyphen after Â is likelier than a mangled one
        return False
    if not read.isalpha():
        return text[start] in "Â" and not is_syllable(was)
    if is_syllable(was) and not text[end - 1].isalpha() and (right == end or not is_syllable(now)):
        return False
    return is_syllable(now) or not is_syllable(was)
