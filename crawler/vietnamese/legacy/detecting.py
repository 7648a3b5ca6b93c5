"""Which legacy encoding a document is in, judged over all of its lines, and its lines read as such.

Text of an 8-bit encoding that was read as windows-1252 holds no letter beyond that code page, while hardly a line of
clean Vietnamese is without one (ạ, ế, đ, ư …): such a line is never looked at. The rest is read as each encoding; the
one that makes most words into syllables wins, if it makes nearly all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.legacy.tables import ENCODINGS, Encoding, as_windows
from crawler.vietnamese.syllable import is_syllable

_WINDOWS: Final = "".join(
    sorted({as_windows(byte) for byte in range(0x80, 0x100)} | {chr(b) for b in range(0x80, 0x100)})
)
_BEYOND: Final = re.compile(f"[^\\x00-\\x7f{re.escape(_WINDOWS)}]")
_HIGH: Final = re.compile("[\x80-\uffff]")
_TOKEN: Final = re.compile("[A-Za-z\\x00-\\x08\\x0e-\\x1f\x7f-\uffff]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGN: Final = re.compile("[^\\w\\s\u0300-\u036f“”‘’–—…•«»]")
_ABSURD: Final = re.compile(
    "[a-zA-Z][\xa1-\xb4\xb6-\xbf\xd7\xf7µ][a-zA-Z]|[\xa1-\xbf\xd7\xf7][a-z]|[a-z][À-ÖØ-Þ]$|[a-z][¢-¹×÷]$"
)
_ENOUGH: Final = 4
_SAMPLE: Final = 40_000


class Tally(NamedTuple):
    """Words with a letter beyond ASCII: how many, how many are syllables as they stand, how many as read anew.

    `absurd` are those of the last that no language writes as they stand, with a sign inside or a capital at the end.
    """

    words: int
    before: int
    after: int
    absurd: int


@lru_cache(maxsize=8192)
def _all_syllables(token: str) -> bool:
    if _SIGN.search(token):
        return False
    words = _WORD.findall(token)
    return bool(words) and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    """A syllable in sane case; p before a vowel begins none but loans, and many foreign words (può, più)."""
    sane = word.islower() or word.isupper() or word[1:].islower()
    return sane and is_syllable(word) and not (word[0] in "pP" and word[1:2] not in tuple("hH"))


def _tally(line: str, read: str) -> Tally:
    words = before = after = absurd = 0
    old, new = _TOKEN.findall(line), _TOKEN.findall(read)
    if len(old) != len(new):
        return Tally(1, 1, 0, 0)
    for token, other in zip(old, new, strict=True):
        if token.isascii() and token.isprintable():
            continue
        if not any(map(str.isalpha, token)) or not any(map(str.isalpha, other)):
            continue
        words += 1
        before += _all_syllables(token)
        if _all_syllables(other):
            after += 1
            absurd += _is_absurd(token)
    return Tally(words, before, after, absurd)


def _is_absurd(token: str) -> bool:
    return _ABSURD.search(token) is not None


def _suspicious(line: str) -> bool:
    """True for a line with letters beyond ASCII, none of them beyond windows-1252, that is not good as it stands."""
    if line.isascii() and line.isprintable():
        return False
    if _BEYOND.search(line):
        return False
    tally = _tally(line, line)
    return tally.words > 0 and tally.before < 0.75 * tally.words


class Verdict(NamedTuple):
    """The encoding of a document's suspicious lines.

    `trusted` where there is enough of it to judge a single line by; `uniform` where no line can be in anything else.
    """

    encoding: Encoding
    trusted: bool
    uniform: bool


def detect(text: str) -> Verdict | None:
    """The legacy encoding that `text` (a whole document, its title included) is in; None for all else."""
    if text.isascii() and text.isprintable():
        return None
    sample = text[:_SAMPLE]
    lines = [line for line in sample.split("\n") if _suspicious(line)]
    if not lines:
        return None
    best: tuple[int, Encoding, Tally] | None = None
    for encoding in ENCODINGS:
        tallies = [_tally(line, encoding.read(line)) for line in lines]
        total = Tally(*map(sum, zip(*tallies, strict=True)))
        if best is None or total.after > best[0]:
            best = (total.after, encoding, total)
    assert best is not None
    _, encoding, total = best
    gained = total.after - total.before
    if gained >= 2 and total.words >= _ENOUGH:
        good = total.after >= 0.75 * total.words
        return Verdict(encoding, trusted=True, uniform=not _BEYOND.search(sample)) if good else None
    if total.after < total.words or gained < 1:
        return None
    sure = gained >= 2 or (_beside_words(lines) if total.words == 1 else total.absurd > 0)
    return Verdict(encoding, trusted=False, uniform=False) if sure else None


def _beside_words(lines: list[str]) -> bool:
    """True where the one word in question stands among plain ones, all of them syllables: 'Viêòt Nam'."""
    plain = [token for line in lines for token in _TOKEN.findall(line) if token.isascii()]
    return bool(plain) and all(map(is_syllable, plain))


def legacy_edits(text: str, verdict: Verdict) -> Iterator[Edit]:
    """The suspicious lines of `text` read in the encoding of `verdict`, word by word."""
    kind = f"legacy_{verdict.encoding.name}"
    offset = 0
    for line in text.split("\n"):
        if _suspicious(line) or (verdict.uniform and _HIGH.search(line)):
            tally = _tally(line, verdict.encoding.read(line))
            better = tally.after > tally.before or (verdict.uniform and tally.after == tally.before)
            if better and tally.after >= (0.5 if verdict.trusted else 1.0) * tally.words:
                yield from _line_edits(line, verdict.encoding, offset, kind)
        offset += len(line) + 1


_CHUNK: Final = re.compile(r"[^ \t]+")


def _line_edits(line: str, encoding: Encoding, offset: int, kind: str) -> Iterator[Edit]:
    for match in _CHUNK.finditer(line):
        if not (match[0].isascii() and match[0].isprintable()):
            yield Edit(offset + match.start(), offset + match.end(), encoding.read(match[0]), kind)
