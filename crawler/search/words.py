"""The words of a text as search and near-duplicate detection see them: the same on every database.

Words are runs of letters and digits, folded (`crawler.vietnamese.fold`); everything between them is a gap. Search
folds both spellings of a word into one as well (`variants`: kỹ and kĩ, quý and quí). Folding goes word by word through
a table of words folded before: a language of some seven thousand syllables repeats them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from crawler.vietnamese import fold

MAX_CHARACTERS: Final = 100_000  # of one text: no article is longer, and a tsvector holds at most a megabyte
MAX_WORD: Final = 64  # longer ones are cut: no word of any language, but an encoded picture may be

_WORD: Final = re.compile(r"[^\W_]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
_KNOWN: Final = 50_000


class _Folds(dict[str, tuple[str, ...]]):
    """Word as printed → its folded words; forgets all when full, so that hostile text cannot fill the memory."""

    def __init__(self, diacritics: bool, variants: bool) -> None:
        super().__init__()
        self._diacritics, self._variants = diacritics, variants

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _KNOWN:
            self.clear()
        key = fold(word[:MAX_WORD], self._diacritics, variants=self._variants)
        folded = tuple(part[:MAX_WORD] for part in _WORD.findall(key))
        self[word] = folded
        return folded


class _Joined(dict[str, str]):
    """The same with the folded words of each in one text."""

    def __init__(self, folds: _Folds) -> None:
        super().__init__()
        self._folds = folds

    def __missing__(self, word: str) -> str:
        if len(self) >= _KNOWN:
            self.clear()
        joined = self[word] = " ".join(self._folds[word])
        return joined


_MARKED: Final = _Folds(True, variants=True)
_PLAIN: Final = _Folds(False, variants=True)
_COMPARED: Final = _Folds(False, variants=False)
_MARKED_JOINED: Final = _Joined(_MARKED)
_PLAIN_JOINED: Final = _Joined(_PLAIN)


def prepare(text: str) -> str:
    """The first `MAX_CHARACTERS` of `text` in NFKC, without invisible characters, which may stand inside words."""
    text = text[:MAX_CHARACTERS]
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def split(text: str) -> list[str]:
    """The words of `text` as printed."""
    return split_prepared(prepare(text))


def split_prepared(prepared: str) -> list[str]:
    """The words of a prepared text."""
    return _WORD.findall(prepared)


def places(prepared: str, first: int = 0, behind: int | None = None) -> Iterator[tuple[int, int]]:
    """Where the words of a prepared text stand in it, from the `first` on, those from `behind` on left out."""
    return (match.span() for match in islice(_WORD.finditer(prepared), first, behind))


def folded(printed: Sequence[str], diacritics: bool) -> list[str]:
    """Words as printed → words to search by; without diacritics no letter keeps a mark and đ is d."""
    table = _MARKED if diacritics else _PLAIN
    return list(chain.from_iterable(map(table.__getitem__, printed)))


def folded_each(printed: Sequence[str], diacritics: bool) -> list[str]:
    """The same, one text for each word as printed."""
    table = _MARKED_JOINED if diacritics else _PLAIN_JOINED
    return list(map(table.__getitem__, printed))


def compared(printed: Sequence[str]) -> list[str]:
    """Words as printed → words to compare texts by: without diacritics, each spelling by itself."""
    return list(chain.from_iterable(map(_COMPARED.__getitem__, printed)))
