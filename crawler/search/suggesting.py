"""What a query with one wrong letter may have meant: words that stand side by side in stored articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Final

from sqlalchemy import Connection

from crawler.search.abbreviations import Phrase
from crawler.search.candidates import SearchFilter, with_any
from crawler.search.records import Records
from crawler.search.snippets import snippet
from crawler.search.wanted import read_query
from crawler.search.words import folded, split
from crawler.vietnamese import frequencies

FEW: Final = 3  # articles: a query that finds as many needs no other
MOST_WORDS: Final = 6  # longer queries get no suggestion
MIN_LETTERS: Final = 3  # of a word that may be mistyped
READ: Final = 12  # articles in which a suggestion is looked for
FOREIGN_LETTERS: Final = 5  # a word as long may be a name, which no list of syllables has
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


def suggestion(connection: Connection, query: str, within: SearchFilter, matches: int) -> str | None:
    """Words that differ from the query's in one letter, or in marks, and that more articles have side by side, as one
    of them prints them. None where the query finds enough, or nothing is near."""
    if matches >= FEW:
        return None
    words = tuple(chain.from_iterable(unit[0] for unit in read_query(query, False).units))
    if not 0 < len(words) <= MOST_WORDS:
        return None
    counted: Counter[Phrase] = Counter()
    printed: dict[Phrase, str] = {}
    records = Records(connection)
    for near in _near(words):
        found = with_any(connection, near, False, within)[:READ]
        bodies = records.bodies([one.seq for one in found])
        for one in found:
            phrase, text = _which(near, one.title, bodies.get(one.seq, ""))
            if phrase is not None:
                counted[phrase] += 1
                printed.setdefault(phrase, text)
    best = max(counted, key=lambda phrase: (counted[phrase], phrase), default=None)
    return printed[best] if best is not None and counted[best] > matches else None


def _which(phrases: Sequence[Phrase], *texts: str) -> tuple[Phrase | None, str]:
    """The first of the phrases that a text has, and how it is printed there, in lower case."""
    for text in texts:
        words = f" {' '.join(folded(split(text), False))} "
        for phrase in phrases:
            if f" {' '.join(phrase)} " in words:
                shown = snippet(text, [phrase], False)
                start, end = shown.marks[0] if shown.marks else (0, 0)
                return phrase, shown.text[start:end].lower() or " ".join(phrase)
    return None, ""


def _near(words: Phrase) -> Iterator[tuple[Phrase, ...]]:
    """The words themselves, then for each of them the phrases in which it differs by a letter."""
    yield (words,)
    for place, word in enumerate(words):
        if len(word) >= MIN_LETTERS:
            others = sorted(_edits(word))
            if others:
                yield tuple((*words[:place], other, *words[place + 1 :]) for other in others)


def _edits(word: str) -> set[str]:
    """Words one letter away: left out, put in, changed, or two exchanged."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    made = {head + tail[1:] for head, tail in cuts if tail}
    made |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    made |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    made |= {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    made -= {word, ""}
    return made if len(word) >= FOREIGN_LETTERS else made & _syllables()


@cache
def _syllables() -> frozenset[str]:
    """The syllables that people write, without marks."""
    return frozenset(chain.from_iterable(folded([word], False) for word in frequencies.syllables()))
