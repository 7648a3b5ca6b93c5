"""How well an article answers a query: a pure function of its words and date, so every database ranks alike.

In the order of what counts: all words side by side in the title; side by side in the body; all in the title; near each
other; early; often; recent. `bench.search` measures it against what databases rank by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log1p

from crawler.search.abbreviations import Phrase
from crawler.search.wanted import Unit, Wanted
from crawler.search.words import folded, split

YEAR = 365.25  # days


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of match adds to the score; those that are shares add so much at most."""

    title_whole: float = 8.0  # all units side by side in the title
    title_all: float = 3.0  # all units in the title
    title_pairs: float = 2.5  # neighbours of the query that are neighbours there
    title_words: float = 1.5  # units that are there
    title_filled: float = 1.5  # share of the title that the query fills
    body_whole: float = 3.5  # all units side by side in the body
    body_wholes: float = 1.5  # how often, up to five times
    body_pairs: float = 1.5
    body_near: float = 1.5  # how closely all units stand together
    body_often: float = 0.5  # how often the unit is there that is there least, up to eight times
    body_early: float = 0.7
    recent: float = 0.8  # halves every `half_life` years
    half_life: float = 3.0
    copy: float = -0.5  # an article whose text another had before


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Age:
    """Dates against the newest candidate's."""

    newest: str | None

    def years(self, published_at: str | None) -> float | None:
        """Years before the newest; None where either date is unknown or no date."""
        try:
            if published_at is None or self.newest is None:
                return None
            return (date.fromisoformat(self.newest[:10]) - date.fromisoformat(published_at[:10])).days / YEAR
        except ValueError:
            return None


def title_score(wanted: Wanted, title: str, years: float | None, copy: bool, weights: Weights = WEIGHTS) -> float:
    """What the title and the date say."""
    words = folded(split(title), wanted.diacritics)
    found = _Found(words, wanted.units)
    score = weights.title_whole * (found.whole > 0) + weights.title_all * (found.words == 1)
    score += weights.title_pairs * found.pairs + weights.title_words * found.words
    score += weights.title_filled * min(1.0, found.length / max(1, len(words)))
    if years is not None:
        score += weights.recent * 0.5 ** (max(years, 0.0) / weights.half_life)
    return score + weights.copy * copy


def body_score(wanted: Wanted, body: str, weights: Weights = WEIGHTS) -> float:
    """What the text adds to it."""
    found = _Found(folded(split(body), wanted.diacritics), wanted.units)
    score = weights.body_whole * (found.whole > 0) + weights.body_wholes * _often(found.whole, 5)
    score += weights.body_pairs * found.pairs + weights.body_near * found.nearness()
    return score + weights.body_often * _often(found.rarest, 8) + weights.body_early * found.earliness()


def _often(count: int, most: int) -> float:
    """From 0 to 1, growing ever more slowly up to `most`."""
    return min(1.0, log1p(count) / log1p(most))


class _Found:
    """Where the units of a query stand among words."""

    def __init__(self, words: Sequence[str], units: Sequence[Unit]) -> None:
        text = list(words)
        self._spans = [sorted(_spans(text, unit)) for unit in units]
        self._count = len(text)
        self.words = sum(map(bool, self._spans)) / len(units)
        self.length = sum(max((end - start for start, end in spans), default=0) for spans in self._spans)
        chains = dict(self._spans[0])
        pairs = 0
        for one, other in pairwise(self._spans):
            starts = dict(other)
            pairs += any(end in starts for _, end in one)
            chains = {start: starts[end] for start, end in chains.items() if end in starts}
        self.whole = len(chains)  # places where all units stand side by side
        self._first = min(chains, default=None)
        self.pairs = pairs / (len(units) - 1) if len(units) > 1 else self.words
        self.rarest = min(map(len, self._spans))  # how often the unit is there that is there least

    def nearness(self) -> float:
        """1 where all units stand together, half where twice as many words lie between first and last."""
        if not all(self._spans):
            return 0.0
        places = sorted((start, end, unit) for unit, spans in enumerate(self._spans) for start, end in spans)
        last: dict[int, tuple[int, int]] = {}
        least = self._count
        for start, end, unit in places:
            last[unit] = (start, end)
            if len(last) == len(self._spans):
                least = min(least, end - min(one for one, _ in last.values()))
        shortest = sum(min(end - start for start, end in spans) for spans in self._spans)
        return min(1.0, shortest / least) if least else 0.0

    def earliness(self) -> float:
        """1 where they stand together at the beginning, less the later they do."""
        if not all(self._spans):
            return 0.0
        first = self._first if self._first is not None else max(spans[0][0] for spans in self._spans)
        return 1 / (1 + first / 50)


def _spans(words: list[str], unit: Unit) -> Iterator[tuple[int, int]]:
    """Places of any form of the unit: its first word and the one behind its last."""
    for phrase in unit:
        for start in _places(words, phrase):
            yield start, start + len(phrase)


def _places(words: list[str], phrase: Phrase) -> Iterator[int]:
    place, last = -1, len(words)
    for _ in range(words.count(phrase[0])):
        place = words.index(phrase[0], place + 1)
        if place + len(phrase) <= last and tuple(words[place : place + len(phrase)]) == phrase:
            yield place
