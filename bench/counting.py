"""Counts the syllables and the pairs of syllables of a folder of clean text, for `crawler/vietnamese/frequencies.txt`.

    python -m bench.counting FOLDER... > crawler/vietnamese/frequencies.txt

A line is a syllable in the old tone style, the power of two below its count, and the syllables that follow it at least
fifty times with one space between. Repeated lines of a file count once. The unseen part of each folder is left out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

from bench.harm import files
from crawler.vietnamese.syllable import is_syllable, read

_LEAST_WORD = 5
_LEAST_PAIR = 50
_BREAK = re.compile(r"[^\w ]+|\d+")


@lru_cache(maxsize=1_000_000)
def _old_style(word: str) -> str | None:
    syllable = read(word) if is_syllable(word) else None
    return None if syllable is None else syllable.spell()


def main() -> None:
    """Write the list to stdout."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for path in [path for folder in sys.argv[1:] for path in files(Path(folder), "seen")]:
        text = unicodedata.normalize("NFC", path.read_text("utf-8", errors="replace")).lower()
        for stretch in (stretch for line in set(text.split("\n")) for stretch in _BREAK.split(line)):
            before: str | None = None
            for word in map(_old_style, stretch.split()):
                if word is not None:
                    words[word] += 1
                    if before is not None:
                        pairs[before, word] += 1
                before = word
    after: defaultdict[str, list[str]] = defaultdict(list)
    for (one, other), count in pairs.items():
        if count >= _LEAST_PAIR:
            after[one].append(other)
    for word in sorted(words):
        if words[word] >= _LEAST_WORD:
            print(word, words[word].bit_length() - 1, *sorted(after[word]))


if __name__ == "__main__":
    main()
