"""Looking for a pattern only where one of its first words stands: several times faster than trying it everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def matches(
    pattern: re.Pattern[str], low: str, words: Iterable[str], start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(low, start, end)`, where each match begins with one of `words`."""
    stop = len(low) if end is None else end
    at = start
    for place in sorted({place for word in words for place in _places(word, low, start, stop)}):
        if place >= at and (match := pattern.match(low, place, stop)):
            yield match
            at = max(match.end(), place + 1)


def _places(word: str, low: str, start: int, stop: int) -> Iterator[int]:
    place = low.find(word, start, stop)
    while place >= 0:
        yield place
        place = low.find(word, place + 1, stop)
