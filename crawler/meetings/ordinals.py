"""Ordinal, term and tenure of a meeting: 'Kỳ họp thứ mười lăm, HĐND tỉnh khóa XIV, nhiệm kỳ 2021 - 2026'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.meetings.text import Text

_UNITS = {
    "nhất": 1, "một": 1, "mốt": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORD = "|".join(_UNITS)
_SPELT = rf"(?:(?:{_WORD}) mươi(?: (?:{_WORD}))?|mười(?: (?:{_WORD}))?|{_WORD})"
_ROMAN = r"(?:[ivxl]+)"

ORDINAL = re.compile(rf"(?<!\w)(?:lần thứ|thứ|lần)\s+(?P<ordinal>\d{{1,3}}|{_ROMAN}|{_SPELT})(?![\w/])")
TERM = re.compile(rf"(?<!\w)khóa\s+(?:thứ\s+)?(?P<term>{_ROMAN}|\d{{1,2}})(?![\w/])")
TENURE = re.compile(
    r"(?<!\w)nhiệm\s+kỳ\s*:?\s*(?:(?:thứ |lần thứ )?(?:[ivx]+|\d{1,2})\s*)?\(?(?P<tenure>(?P<since>(?:19"
    r"|20)\d\d)\s*-\s*(?P<until>(?:19|20)\d\d))(?!\d)"
)
_ROMAN_VALID = re.compile(r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Numbering:
    """Where ordinal, term and tenure stand in a text; each None where not stated."""

    ordinal: tuple[int, int] | None = None
    term: tuple[int, int] | None = None
    tenure: tuple[int, int] | None = None


def read_numbering(text: Text, start: int, end: int) -> Numbering:
    """The first ordinal, term and tenure between `start` and `end`."""
    ordinal = ORDINAL.search(text.low, start, end)
    if ordinal and ordinal_value(ordinal["ordinal"]) is None:
        ordinal = None
    term = TERM.search(text.low, start, end)
    tenure = TENURE.search(text.low, start, end)
    return Numbering(
        ordinal.span("ordinal") if ordinal else None,
        term.span("term") if term else None,
        tenure.span("tenure") if tenure else None,
    )


def ordinal_value(words: str) -> int | None:
    """21 for '21', 'XXI' and 'hai mươi mốt'; None for what is no number."""
    words = " ".join(words.lower().split())
    if words.isdigit():
        return int(words) or None
    if _ROMAN_VALID.fullmatch(words):
        values = [_ROMAN_VALUES[letter] for letter in words]
        return sum(
            -value if any(later > value for later in values[at + 1 : at + 2]) else value
            for at, value in enumerate(values)
        )
    return _spelt_value(words)


def _spelt_value(words: str) -> int | None:
    parts = words.split()
    if "mươi" in parts:
        tens, _, unit = words.partition(" mươi")
        return _UNITS.get(tens, 0) * 10 + _UNITS.get(unit.strip(), 0) or None
    if parts and parts[0] == "mười":
        return 10 + (_UNITS[parts[1]] if len(parts) > 1 else 0)
    return _UNITS.get(words)
