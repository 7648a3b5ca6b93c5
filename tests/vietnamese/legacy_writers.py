"""Text written in a legacy encoding and read as windows-1252, as a browser would show it. For the tests alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from crawler.vietnamese.legacy import tables
from crawler.vietnamese.legacy.tables import as_windows
from crawler.vietnamese.letters import TONE_MARKS

_TYPOGRAPHIC = "“”‘’–—…•"


def _inverse(high: str, low: dict[int, str]) -> dict[str, str]:
    inverse = {letter: chr(byte) for byte, letter in low.items()}
    inverse |= {letter: as_windows(byte) for byte, letter in enumerate(high, 256 - len(high)) if letter != "\ufffd"}
    return inverse


def _writer(inverse: dict[str, str]) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        out = []
        for char in text:
            if char in inverse:
                out.append(inverse[char])
            elif char.isascii() or char in _TYPOGRAPHIC:
                out.append(char)
            else:
                return None
        return "".join(out)

    return write


def _vni(text: str) -> str | None:
    same_case = {
        letter: signs
        for signs, letter in tables._VNI.items()
        if len(signs) == 1 or signs[0].isupper() == signs[1].isupper()
    }
    return _writer(same_case)(text)


def _windows_1258(text: str) -> str | None:
    out = []
    for char in text:
        base, marks = char, ""
        decomposed = unicodedata.normalize("NFD", char)
        for mark in filter(None, TONE_MARKS):
            if mark in decomposed:
                base, marks = unicodedata.normalize("NFC", decomposed.replace(mark, "")), mark
        try:
            out.append("".join(as_windows(byte) for byte in (base + marks).encode("cp1258")))
        except UnicodeEncodeError:
            return None
    return "".join(out)


_VISCII_HIGH = tables._VISCII_HIGH.replace("\ufffd", "Õ", 1)
_TCVN = {
    letter: char
    for letter, char in _inverse(tables._TCVN_HIGH, {}).items()
    if not unicodedata.combining(letter) and not (letter.isupper() and letter not in "ĂÂÊÔƠƯĐ")
}

WRITERS: dict[str, Callable[[str], str | None]] = {
    "tcvn3": _writer(_TCVN),
    "vni": _vni,
    "windows-1258": _windows_1258,
    "viscii": _writer(_inverse(_VISCII_HIGH, tables._VISCII_LOW)),
    "vps": _writer(_inverse(tables._VPS_HIGH, tables._VPS_LOW)),
}
