"""What a query asks for: its units in order, each with all its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

from crawler.base.errors import UserError
from crawler.registry.provinces import Province, successors
from crawler.search.abbreviations import Phrase, forms, longest
from crawler.search.words import folded, split

MAX_UNITS: Final = 32
MAX_CHARACTERS: Final = 1000
MAX_PHRASES: Final = 16  # ways in which a whole query may stand together

_TERM: Final = re.compile(r'"([^"]*)"?|(\S+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')

Unit = tuple[Phrase, ...]
"""The forms of one word or phrase, the typed one first; any of them will do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query, folded: an article fits if it has every unit. `diacritics`: whether marks count."""

    units: tuple[Unit, ...]
    diacritics: bool

    @property
    def phrases(self) -> list[Phrase]:
        """All forms of all units."""
        return list(dict.fromkeys(chain.from_iterable(self.units)))

    @property
    def together(self) -> list[Phrase]:
        """The ways in which all units can stand side by side, in their order."""
        ways = (tuple(chain.from_iterable(way)) for way in product(*self.units))
        return [way for way, _ in zip(ways, range(MAX_PHRASES), strict=False)]


def read_query(query: str, diacritics: bool | None = None) -> Wanted:
    """The units of `query`: words, words in double quotes together, known abbreviations with their long forms.

    A word like 45-CT/TW is a phrase of its parts. Without `diacritics` given, marks count if the query has any.
    Raises `UserError` where there is no word.
    """
    if diacritics is None:
        diacritics = _units(query, True, False) != _units(query, False, False)
    units = _units(query, diacritics, True)
    if not units:
        raise UserError(f"nothing to search for in {query[:100]!r}: give at least one word")
    return Wanted(tuple(units), diacritics)


def has_words(query: str) -> bool:
    """Whether there is anything in `query` to search for."""
    return bool(_units(query, False, False))


def former_provinces(wanted: Wanted) -> dict[Phrase, Province]:
    """The names in the query that no province bears today → the province that took it in."""
    words = [unit[0] for unit in wanted.units]
    typed = f" {' '.join(chain.from_iterable(words))} "
    found = {}
    for name, province in successors().items():
        phrase = tuple(folded(split(name), wanted.diacritics))
        if f" {' '.join(phrase)} " in typed:
            found[phrase] = province
    return found


def widened(wanted: Wanted) -> Wanted | None:
    """The query with today's provinces beside former ones; None where it names no former one."""
    units = list(wanted.units)
    for phrase, province in former_provinces(wanted).items():
        today = tuple(folded(split(province.name), wanted.diacritics))
        for start in range(len(units)):
            behind = start + 1
            while behind <= len(units) and len(_words(units[start:behind])) < len(phrase):
                behind += 1
            if _words(units[start:behind]) == phrase:
                units[start:behind] = [(phrase, today)]
                break
    return None if tuple(units) == wanted.units else Wanted(tuple(units), wanted.diacritics)


def _words(units: Sequence[Unit]) -> Phrase:
    return tuple(chain.from_iterable(unit[0] for unit in units))


def _units(query: str, diacritics: bool, with_forms: bool) -> list[Unit]:
    loose: list[Phrase] = []
    found: dict[Unit, None] = {}
    for match in _TERM.finditer(query[:MAX_CHARACTERS].translate(_QUOTES)):
        phrase = tuple(folded(split(match[1] or match[2] or ""), diacritics))
        if match[2] is None:
            found |= dict.fromkeys(_grouped(loose, diacritics, with_forms))
            loose = []
            found |= dict.fromkeys([(phrase,)] if phrase else [])
        elif phrase:
            loose.append(phrase)
    found |= dict.fromkeys(_grouped(loose, diacritics, with_forms))
    return list(found)[:MAX_UNITS]


def _grouped(terms: Sequence[Phrase], diacritics: bool, with_forms: bool) -> Iterator[Unit]:
    """Terms side by side, those that are a known form together as one unit."""
    known, most = (forms(diacritics), longest(diacritics)) if with_forms else ({}, 0)
    at = 0
    while at < len(terms):
        for behind in range(min(len(terms), at + most), at, -1):
            phrase = tuple(chain.from_iterable(terms[at:behind]))
            if phrase in known:
                yield (phrase, *(form for form in known[phrase] if form != phrase))
                at = behind
                break
        else:
            yield (terms[at],)
            at += 1
