"""The sketch of a text: a MinHash signature of its word pairs, which gives the similarity, and its LSH bands.

The figures were chosen on 753 archived articles of a portal (bench/duplicates.py measures what they give). Pairs of
words are used, not longer runs, because an edit then breaks the fewest: with one word in ten changed 0.69 of the pairs
are left in common, while different articles have 0.03 (one pair of articles in a thousand 0.22). Twenty bands of four
find 99 % of those copies. Most Vietnamese words have two syllables, so a pair of syllables is about a word.

Similarity is Jaccard's: pairs in common over pairs in either. It is estimated, with a standard error of 0.035 at most.

Many texts are signed at once: words are hashed through a table of those met so far, pairs and bands as whole arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate, chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

BANDS: Final = 20
ROWS: Final = 4
VALUES: Final = 192  # in a signature, of which the bands use the first 80
MIN_WORDS: Final = 24  # shorter texts are compared by content hash alone: two notices of one line prove nothing
BAND_BITS: Final = 32

Signatures = NDArray[np.uint16]  # a row of `VALUES` a text
Bands = NDArray[np.uint64]  # a row of `BANDS` a text

_SEED: Final = 34
_KNOWN: Final = 50_000
# Odd multipliers that spread the bits: Knuth, The Art of Computer Programming, 6.4, and Steele and others, "Fast
# splittable pseudorandom number generators" (2014).
_SPREAD: Final = 0x9E3779B97F4A7C15
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)
_PLACES: Final = np.array(
    [(place * _SPREAD * ROWS + place) & 0xFFFF_FFFF_FFFF_FFFF for place in range(BANDS)], dtype=np.uint64
)


class _Hashes(dict[str, int]):
    """Word → 64 bits, the same in every process; forgets all when full, so that hostile text cannot fill the memory."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KNOWN:
            self.clear()
        value = self[word] = int.from_bytes(
            blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
        )
        return value


_HASHES: Final = _Hashes()


def signatures(texts: Sequence[Sequence[str]]) -> Signatures:
    """A row of 192 values of 16 bits for each text; each has at least two words."""
    ends = list(accumulate(map(len, texts)))
    if not ends:
        return np.empty((0, VALUES), dtype=np.uint16)
    words = np.fromiter(map(_HASHES.__getitem__, chain.from_iterable(texts)), dtype=np.uint64, count=ends[-1])
    pairs = words[:-1] * np.uint64(_SPREAD) + words[1:]
    pairs = (pairs ^ (pairs >> np.uint64(32))) * _MIX
    pairs = np.delete(pairs, [end - 1 for end in ends[:-1]])  # of one text's last word and the next one's first
    starts = np.array([0, *(end - place for place, end in enumerate(ends, 1))], dtype=np.uint64)
    matrix: Any = RMinHash.digest_matrix_from_flat_token_hashes(pairs, starts, VALUES, _SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32).astype("<u2")


def bands(signed: Signatures) -> Bands:
    """Each signature's bands, hashed with their places to 32 bits: two texts that share one are worth comparing."""
    packed = np.ascontiguousarray(signed[:, : BANDS * ROWS], dtype="<u2").view("<u8")
    mixed = packed * np.uint64(_SPREAD) + _PLACES
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX
    return mixed >> np.uint64(64 - BAND_BITS)


def similarity(some: Signatures, others: Signatures) -> list[float]:
    """Estimated share of word pairs in common, from 0 to 1, of each row with the one in its place."""
    return [same / VALUES for same in np.count_nonzero(some == others, axis=1).tolist()]
