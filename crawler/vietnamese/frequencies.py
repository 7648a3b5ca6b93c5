"""How common a syllable is, and which follow it: the evidence that a repair gives a word that people write.

`frequencies.txt` is counted by `bench/counting.py` over 45 million syllables of public text: news, the Vietnamese
Wikipedia, laws, reviews, dictionaries. A line holds a syllable in the old tone style, the power of two below its count
(5 is the least count listed), and the syllables that follow it at least fifty times. It is read when first needed.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from crawler.vietnamese.syllable import read

_LIST: Final = Path(__file__).with_name("frequencies.txt")
UNKNOWN: Final = -1
COMMON: Final = 12
"""Written four thousand times or more in the counted text."""


@cache
def _table() -> dict[str, tuple[int, str]]:
    table = {}
    for line in _LIST.read_text("utf-8").splitlines():
        word, power, followers = [*line.split(" ", 2), ""][:3]
        table[word] = int(power), f" {followers} "
    return table


@lru_cache(maxsize=16384)
def key(word: str) -> str:
    """`word` as the list has it: lower case, old tone style."""
    syllable = read(word)
    return word.lower() if syllable is None else syllable.spell()


@lru_cache(maxsize=32768)
def power(word: str) -> int:
    """The power of two below the count of `word`; `UNKNOWN` where it is not listed. 12 is four thousand times."""
    found = _table().get(key(word))
    return UNKNOWN if found is None else found[0]


@lru_cache(maxsize=65536)
def is_pair(one: str, other: str) -> bool:
    """True where `other` follows `one` in fifty places or more."""
    found = _table().get(key(one))
    return found is not None and f" {key(other)} " in found[1]


@cache
def pieces() -> tuple[frozenset[str], frozenset[str]]:
    """Every beginning and every ending of a listed syllable, the whole one not included."""
    heads, tails = set(), set()
    for word in _table():
        for at in range(1, len(word)):
            heads.add(word[:at])
            tails.add(word[at:])
    return frozenset(heads), frozenset(tails)


def syllables() -> frozenset[str]:
    """Every listed syllable."""
    return frozenset(_table())
