"""Years cut up by spaces ("năm 2 01 5") and marks set apart from their letters ("thuâ ̣t")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.vietnamese.composing import to_form
from crawler.vietnamese.cut_words import is_piece
from crawler.vietnamese.editing import Edit
from crawler.vietnamese.frequencies import UNKNOWN, power
from crawler.vietnamese.spelling import mend
from crawler.vietnamese.syllable import is_syllable

_MARK: Final = re.compile("[\u0300-\u036f]")
_APART: Final = re.compile(
    "([^\\W\\d_]{1,7}) ([\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]+)"
    "(?:([^\\W\\d_]{1,5})|(?= ([^\\W\\d_]{1,2})(?!\\w| [\u0300-\u036f]))|)"
)
_FINALS: Final = frozenset("cmnpt")
_DIGIT_GAP: Final = re.compile(r"\d \d")
_SPACE_IN_NUMBER: Final = re.compile(r" (?<=\d )\d")  # the same, found by its space: there are fewer than digits to try
_DAY_AND_HOUR: Final = re.compile(r"\d\d \d\d")
_CUT_YEAR: Final = re.compile(
    r"(?<=năm )([12](?: ?\d){3})(?!\d| ?[.,]\d| \d)|(?<=\d[/-])([12](?: ?\d){3})(?!\d| \d)", re.IGNORECASE
)


def apart_edits(text: str) -> Iterator[Edit]:
    """A mark with a space before it, put on the word that it belongs to.

    The rest of that word may stand apart too: 'pho ́ ng' is phóng. It is taken with it where it is no word by itself;
    where the whole is none either, all stays.
    """
    if text.isascii() or not _MARK.search(text):
        return
    for match in _APART.finditer(text):
        tail = match[4]
        if tail is None or not (is_piece(tail) or (len(tail) == 1 and tail in _FINALS)):
            word, end = _marked(match[1] + match[2] + (match[3] or "")), match.end()
        else:
            word, end = _marked(match[1] + match[2] + tail), match.end(4)
        if word is not None:
            yield Edit(match.start(), end, word, "detached_mark")


def _marked(letters: str) -> str | None:
    """`letters` as one word that people write; None where they make none."""
    whole = to_form(letters)
    word = whole if is_syllable(whole) else mend(whole)
    return word if word is not None and power(word) != UNKNOWN else None


def has_cut_years(text: str) -> bool:
    """A quick look: True where `cut_year_edits` may have something to do."""
    return _SPACE_IN_NUMBER.search(text) is not None


def cut_year_edits(text: str) -> Iterator[Edit]:
    """'năm 2 01 5' as 'năm 2015'; without 'năm' or a date before it, '2 015' is a number with a thin space."""
    done = 0
    for gap in _DIGIT_GAP.finditer(text):
        match = _CUT_YEAR.search(text, max(done, gap.start() - 5), gap.end() + 12)
        if match is None or match.end() <= gap.start():
            continue
        year = match[0].replace(" ", "")
        if " " in match[0] and not _is_day(text, match) and 1900 <= int(year) <= 2100:
            yield Edit(*match.span(), year, "cut_number")
        done = match.end()


def _is_day(text: str, match: re.Match[str]) -> bool:
    """True for '2017-06-19 22:05': a day, and an hour after it."""
    return _DAY_AND_HOUR.fullmatch(match[0]) is not None and text[match.end() : match.end() + 1] in (":", "h", "g")
