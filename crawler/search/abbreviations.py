"""Short and long forms of the same words, found by each other: UBND and Ủy ban nhân dân."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from crawler.search.words import folded, split
from crawler.vietnamese.abbreviations import LONG_FORMS

Phrase = tuple[str, ...]


@cache
def forms(diacritics: bool) -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Each form, folded, → all forms of the same words, itself among them.

    Those of `abbreviations.toml`, and those that watch rules know.
    """
    data = tomllib.loads((files("crawler.search") / "abbreviations.toml").read_text("utf-8"))
    ambiguous = set(data["ambiguous"]["forms"])
    known = {short: long for short, long in LONG_FORMS.items() if short not in ambiguous} | data["long_forms"]
    groups: defaultdict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for short, long in known.items():
        key = tuple(folded(split(long), diacritics))
        groups[key] |= dict.fromkeys([key, tuple(folded(split(short), diacritics))])
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for group in groups.values():
        for one in group:
            found[one] = tuple(dict.fromkeys([*found.get(one, ()), *group]))
    return found
