"""Personal names in running text: where one begins and ends.

A name is two to five syllables, each with a capital, the first of them a surname. Behind a post the surname
decides where the post's own capitals end: 'Bí thư Đảng ủy phường Sơn Trà Hoàng Sơn Trà'.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.meetings.vocabulary import COMMON_SURNAMES, LOWER, PLACE_AT_START, SURNAMES, UPPER

_REST = rf"[{LOWER}]*(?:['’][{UPPER}]?[{LOWER}]+)?"
_RUN = re.compile(rf"[{UPPER}](?<![\w.'’-].){_REST}(?: +[{UPPER}]{_REST}){{1,9}}(?![\w'’]| niên| tịch)")
_SHOUTED = re.compile(rf"(?<!\w)[{UPPER}]{{2,7}}(?: +[{UPPER}]{{1,7}}){{1,4}}(?!\w)")
_UNITS = (
    "phường",
    "xã",
    "huyện",
    "quận",
    "thị trấn",
    "tỉnh",
    "thành phố",
    "đặc khu",
    "TP",
    "tp",
    "Công ty",
    "trường",
    "Trường",
)
_UNIT_BEFORE = tuple(unit + dot for unit in _UNITS for dot in (" ", ". "))
_NOT_NAME = frozenset(
    [
        "Bí",
        "Phó",
        "Chủ",
        "Giám",
        "Trưởng",
        "Chánh",
        "Ủy",
        "Đồng",
        "Ông",
        "Bà",
        "Ban",
        "Sở",
        "Hội",
        "Đảng",
        "Tỉnh",
        "Thành",
        "Huyện",
        "Quận",
        "Bộ",
        "Cục",
        "Tổng",
        "Văn",
    ]
)
_WORD = re.compile("[^ ]+")
_FOLLOWS_NAME = re.compile(r"[\s,.;:)\"-]|$")


_POST_WORDS = frozenset({"Phó", "Chủ", "Giám", "Bí", "Trưởng", "Chánh", "Ủy"})
"""First words of posts that are no syllables of names."""


@lru_cache(maxsize=4096)
def find_name(flat: str, *, anchored: bool = False, trusted: bool = False) -> tuple[int, int] | None:
    """The (start, end) of a name in `flat`: at its beginning if `anchored`, else the last one in it.

    `trusted` is for a name behind an honorific, where any capitalised syllables will do.
    """
    if anchored:
        match = _RUN.match(flat) or _SHOUTED.match(flat)
        if match is None:
            return None
        syllables = _syllables(flat, match.start(), match.end())
        first = flat[slice(*syllables[0])].capitalize()
        syllables = _without_post(flat, syllables)
        if first in SURNAMES or (trusted and first not in _NOT_NAME):
            place = PLACE_AT_START.match(flat)
            if place and not trusted and len(syllables) == 2:
                return None
            return syllables[0][0], syllables[min(len(syllables), 4 if first in SURNAMES else 5) - 1][1]
        return None
    found = None
    for match in _RUN.finditer(flat):
        name = _in_run(flat, match.start(), match.end())
        found = name or found
    return found


def _without_post(flat: str, syllables: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Syllables before a post that follows without a comma: 'Lê Văn Hòa Phó Chủ tịch'."""
    for index, (start, end) in enumerate(syllables):
        if index > 1 and flat[start:end] in _POST_WORDS:
            return syllables[:index]
    return syllables


def _syllables(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(flat, start, end)]


def _in_run(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The name that ends a run of capitalised syllables, its leading place names left out."""
    syllables = _syllables(flat, start, end)
    before = flat[max(0, start - 12) : start]
    behind_unit = before.removesuffix("\n").endswith(_UNIT_BEFORE) and not before.endswith(
        " tỉnh "
    )  # provinces are a closed list
    while len(syllables) > 2:
        place = PLACE_AT_START.match(flat, syllables[0][0], end)
        if not place:
            break
        rest = [s for s in syllables if s[0] >= place.end()]
        if len(rest) < 2 or flat[slice(*rest[0])] not in SURNAMES:
            break
        syllables, behind_unit = rest, False
    if PLACE_AT_START.fullmatch(flat, syllables[0][0], end):
        return None
    words = [flat[s:e] for s, e in syllables]
    if len(words) <= 4 and words[0] in SURNAMES and not (behind_unit and len(words) == 2):
        return syllables[0][0], end
    for known in (COMMON_SURNAMES, SURNAMES):
        for size in (3, 4, 2):
            if size < len(words) and words[-size] in known and not (size == 2 and len(words) > 3 and behind_unit):
                start = syllables[-size][0]
                return None if PLACE_AT_START.fullmatch(flat, start, end) else (start, end)
    return None
