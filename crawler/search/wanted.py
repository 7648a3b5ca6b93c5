"""What a query asks for: its units in order, each with all its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from typing import Final

from crawler.base.errors import UserError
from crawler.registry.provinces import Province, all_provinces, successors
from crawler.search.abbreviations import Phrase, forms
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


def printed_terms(query: str) -> list[str]:
    """The words and quoted phrases of `query` as typed, each once, without those that have no letter or digit."""
    matches = _TERM.finditer(query[:MAX_CHARACTERS].translate(_QUOTES))
    terms = (match[1] or match[2] or "" for match in matches)
    return list(dict.fromkeys(term for term in terms if any(map(str.isalnum, term))))


def former_provinces(wanted: Wanted) -> dict[Phrase, Province]:
    """The names in the query that no province bears today → the province that took it in."""
    typed = {unit[0] for unit in wanted.units}
    names = {tuple(folded(split(name), wanted.diacritics)): province for name, province in successors().items()}
    return {phrase: province for phrase, province in names.items() if phrase in typed}


def widened(wanted: Wanted) -> Wanted | None:
    """The query with today's provinces beside former ones; None where it names no former one."""
    former = former_provinces(wanted)
    today = {phrase: tuple(folded(split(one.name), wanted.diacritics)) for phrase, one in former.items()}
    units = tuple((*unit, today[unit[0]]) if unit[0] in today else unit for unit in wanted.units)
    return Wanted(units, wanted.diacritics) if former else None


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
    """Terms side by side; those that are a name or a known form together are one unit."""
    known = _known(diacritics) if with_forms else {}
    most = max(map(len, known), default=0)
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


@cache
def _known(diacritics: bool) -> Mapping[Phrase, Unit]:
    """What is one unit without quotes: the names of provinces, and words with other forms."""
    names = [*successors(), *(one.name for one in all_provinces().values())]
    phrases = [tuple(folded(split(name), diacritics)) for name in names]
    found: dict[Phrase, Unit] = {phrase: (phrase,) for phrase in phrases}
    return found | dict(forms(diacritics))
