"""The words around a match, with the match marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from crawler.search.words import folded_each, places, prepare, split_prepared

WORDS: Final = 32  # in a snippet
BEFORE: Final = 6  # of them before the match


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text in one line, and where in it the words searched for stand: start and end."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(body: str, wanted: Sequence[tuple[str, ...]], diacritics: bool) -> Snippet:
    """The part of `body` with most of the `wanted` phrases (folded words); its beginning where it has none."""
    text = prepare(body)
    words = folded_each(split_prepared(text), diacritics)
    found = _phrases(words, wanted)
    first, most = 0, 0
    for position, (place, *_) in enumerate(found):
        near = {phrase for start, _, phrase in found[position : position + WORDS] if start < place + WORDS - BEFORE}
        if len(near) > most:
            first, most = place, len(near)
    low = max(0, first - BEFORE)
    shown = list(places(text, low, low + WORDS))
    if not shown:
        return Snippet("", ())
    start = shown[0][0] if low else 0
    end = shown[-1][1] if low + WORDS < len(words) else len(text.rstrip())
    line = "".join(" " if one.isspace() else one for one in text[start:end])
    opening = "… " if low else ""
    marks = tuple(
        (shown[one - low][0] - start + len(opening), shown[last - low][1] - start + len(opening))
        for one, last, _ in found
        if low <= one and last < low + len(shown)
    )
    return Snippet(opening + line + (" …" if low + WORDS < len(words) else ""), marks)


def phrases_in(line: str, wanted: Sequence[tuple[str, ...]], diacritics: bool) -> tuple[tuple[int, int], ...]:
    """Where the `wanted` phrases stand in a whole line: start and end. None where `prepare` would change the line."""
    if prepare(line) != line:
        return ()
    spans = list(places(line))
    found = _phrases(folded_each([line[start:end] for start, end in spans], diacritics), wanted)
    return tuple((spans[one][0], spans[last][1]) for one, last, _ in found)


def _phrases(words: Sequence[str], wanted: Sequence[tuple[str, ...]]) -> list[tuple[int, int, int]]:
    """Where phrases stand among `words`, in their order: first and last word, and which phrase."""
    return sorted(
        (place, place + len(phrase) - 1, number)
        for number, phrase in enumerate(wanted)
        for place in _places_of(phrase[0], words)
        if tuple(words[place : place + len(phrase)]) == phrase
    )


def _places_of(word: str, words: Sequence[str]) -> Iterator[int]:
    place = -1
    with suppress(ValueError):
        while True:
            yield (place := words.index(word, place + 1))
