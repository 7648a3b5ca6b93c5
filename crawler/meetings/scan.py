"""Looking for a pattern only where one of its first or last words stands: much faster than trying it everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_BRACKETS = re.compile(r"\([^)]*\)\??")
_MARKS = " ,\"'\n"


def matches(
    pattern: re.Pattern[str], low: str, words: Iterable[str], start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(low, start, end)`, where each match begins with one of `words`."""
    stop = len(low) if end is None else end
    places: list[int] = []
    for word in words:
        place = low.find(word, start, stop)
        while place >= 0:
            places.append(place)
            place = low.find(word, place + 1, stop)
    places.sort()
    at = start
    for place in places:
        if place >= at:
            match = pattern.match(low, place, stop)
            if match:
                yield match
            at = max(match.end(), place + 1) if match else place + 1


def first_match(
    pattern: re.Pattern[str], low: str, words: Iterable[str], start: int = 0, end: int | None = None
) -> re.Match[str] | None:
    """As `pattern.search(low, start, end)`, where each match begins with one of `words`."""
    return next(matches(pattern, low, words, start, end), None)


def last_words(alternatives: str) -> frozenset[str]:
    """The last word of each of `alternatives`, plain words between bars; what is in brackets may only follow."""
    return frozenset(words.rstrip(",?").split()[-1] for words in _BRACKETS.sub("", alternatives).split("|"))


def may_end(before: str, lasts: frozenset[str]) -> bool:
    """A quick look: False where the last word of `before` is none of `lasts`, marks behind it aside."""
    word = before.rstrip(_MARKS).rpartition(" ")[2]
    return word in lasts or not word.isalnum()
