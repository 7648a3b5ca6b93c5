"""Which legacy encoding a text, or a stretch of one of its lines, is in, and that stretch read as such.

Text of an 8-bit encoding that was read as windows-1252 holds no letter beyond that code page, while hardly a line of
clean Vietnamese is without one (ạ, ế, đ, ư …). Such a line is looked at as a whole; in a line of Unicode, what stands
between two words with such letters. It is read as each encoding; the one that makes most words into syllables wins, if
it makes nearly all of them, and a short stretch needs words that people write beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.evidence import word_after, word_before
from crawler.vietnamese.frequencies import COMMON, is_pair, power
from crawler.vietnamese.legacy.suspicion import (
    all_syllables,
    has_letters_beyond,
    is_misspelt,
    read_chunk,
    read_line,
    reads_as_known,
)
from crawler.vietnamese.legacy.tables import ENCODINGS, Encoding
from crawler.vietnamese.letters import LETTERS

_TOKEN: Final = re.compile("[A-Za-z\\x00-\\x08\\x0e-\\x1f\x7f-\uffff]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ABSURD: Final = re.compile(
    "[a-zA-Z][\xa1-\xb4\xb6-\xbf\xd7\xf7µ][a-zA-Z]|[\xa1-\xbf\xd7\xf7][a-z]|[a-z][À-ÖØ-Þ]$|[a-z][¢-¹×÷]$"
)
_NEXT_TO: Final = re.compile(r"([^\W\d_]+) (?=([^\W\d_]+))")
_CHUNK: Final = re.compile(r"[^ \t]+")
_ENOUGH: Final = 4
_SAMPLE: Final = 40_000
_SURE: Final = 0.75


class Tally(NamedTuple):
    """Words with a letter beyond ASCII: how many, how many are syllables as they stand, how many as read anew.

    `absurd` are those of the last that no language writes as they stand, with a sign inside or a capital at the end;
    `known` sums up how common the new ones are.
    """

    words: int
    before: int
    after: int
    absurd: int
    known: int


def _tally(line: str, read: str) -> Tally:
    words = before = after = absurd = known = 0
    old, new = _TOKEN.findall(line), _TOKEN.findall(read)
    if len(old) != len(new):
        return Tally(1, 1, 0, 0, 0)
    for token, other in zip(old, new, strict=True):
        if token.isascii() and token.isprintable():
            continue
        if sum(map(str.isalpha, token)) < 2 or not any(map(str.isalpha, other)):  # m², n°, ß
            continue
        words += 1
        before += all_syllables(token)
        if all_syllables(other):
            after += 1
            absurd += _ABSURD.search(token) is not None
            known += sum(map(power, _WORD.findall(other)))
    return Tally(words, before, after, absurd, known)


def _suspicious(line: str) -> bool:
    """True for a line with letters beyond ASCII, none of them beyond windows-1252, that is not good as it stands."""
    if line.isascii() and line.isprintable():
        return False
    if has_letters_beyond(line):
        return False
    tally = _tally(line, line)
    return tally.words > 0 and tally.before < _SURE * tally.words


class Verdict(NamedTuple):
    """The encoding of a document's suspicious lines.

    `trusted` where there is enough of it to judge a single line by; `uniform` where no line can be in anything else.
    """

    encoding: Encoding
    trusted: bool
    uniform: bool


def detect(text: str) -> Verdict | None:
    """The legacy encoding that most of `text` (a whole document, its title included) is in; None for all else."""
    if text.isascii() and text.isprintable():
        return None
    sample = text[:_SAMPLE]
    lines = [line for line in sample.split("\n") if _suspicious(line)]
    if not lines:
        return None
    best: tuple[int, int, Encoding, Tally] | None = None
    for encoding in ENCODINGS:
        tallies = [_tally(line, read_line(encoding, line)) for line in lines]
        total = Tally(*map(sum, zip(*tallies, strict=True)))
        if best is None or (total.after, total.known) > best[:2]:
            best = (total.after, total.known, encoding, total)
    assert best is not None
    _, _, encoding, total = best
    gained = total.after - total.before
    if gained >= 2 and total.words >= _ENOUGH:
        good = total.after >= _SURE * total.words
        return Verdict(encoding, trusted=True, uniform=not has_letters_beyond(sample)) if good else None
    return None


def encoding_of(text: str) -> Encoding | None:
    """The encoding that all of `text`, which may be short, is in; None for all else."""
    verdict = detect(text)
    if verdict is not None:
        return verdict.encoding
    for line in text[:_SAMPLE].split("\n"):
        if not has_letters_beyond(line) and (found := _of_line(line, None)) is not None:
            return found
    return None


def legacy_edits(text: str, context: str = "") -> Iterator[Edit]:
    """What reads the legacy parts of `text`, word by word; `context` is the rest of the document."""
    verdict = detect(f"{text}\n{context}" if context else text)
    offset = 0
    for line in text.split("\n"):
        if not (line.isascii() and line.isprintable()):
            yield from _line_edits(line, offset, verdict)
        offset += len(line) + 1


def _line_edits(line: str, offset: int, verdict: Verdict | None) -> Iterator[Edit]:
    if not has_letters_beyond(line):
        encoding = _of_line(line, verdict)
        if encoding is not None:
            yield from _read(line, 0, len(line), offset, encoding)
        return
    for start, end in _runs(line):
        encoding = _of_run(line, start, end, verdict)
        if encoding is not None:
            yield from _read(line, start, end, offset, encoding)


def _best(stretch: str, verdict: Verdict | None) -> tuple[Encoding, Tally]:
    """The encoding that makes most of `stretch` into words; the document's own where others are no better."""
    found = [(encoding, _tally(stretch, read_line(encoding, stretch))) for encoding in ENCODINGS]
    own = verdict.encoding if verdict is not None else None
    return max(found, key=lambda one: (one[1].after, one[0] is own, one[1].known))


def _of_line(line: str, verdict: Verdict | None) -> Encoding | None:
    uniform = verdict is not None and verdict.uniform
    if not (_suspicious(line) or uniform):
        return None
    encoding, tally = _best(line, verdict)
    if verdict is not None:
        own = _tally(line, read_line(verdict.encoding, line))
        if encoding is not verdict.encoding and (tally.after < own.after + 2 or not _is_sure(tally)):
            encoding, tally = verdict.encoding, own
        better = tally.after > tally.before or (uniform and tally.after == tally.before)
        if better and tally.after >= 0.5 * tally.words:
            return encoding
        return None
    if _is_sure(tally):
        return encoding
    return encoding if _is_told_by_pairs(line, 0, len(line), encoding, tally) else None


def _is_sure(tally: Tally) -> bool:
    return tally.words >= _ENOUGH and tally.after - tally.before >= 2 and tally.after >= _SURE * tally.words


def _of_run(line: str, start: int, end: int, verdict: Verdict | None) -> Encoding | None:
    encoding, tally = _best(line[start:end], verdict)
    if tally.after < tally.words or tally.after == tally.before:
        return None
    return encoding if _is_told_by_pairs(line, start, end, encoding, tally) else None


def _is_told_by_pairs(line: str, start: int, end: int, encoding: Encoding, tally: Tally) -> bool:
    """True for a short stretch all of whose words become syllables that people write beside each other."""
    if not tally.words or tally.after < tally.words or tally.known < 6 * tally.words:
        return False
    stretch = line[start:end]
    odd = [word for word in _WORD.findall(stretch) if not word.isascii() and not all_syllables(word)]
    if odd and all(map(is_misspelt, odd)):
        return False
    before, after = word_before(line, start), word_after(line, end)
    was, now = (f"{before} {one} {after}".strip() for one in (stretch, read_line(encoding, stretch)))
    gained = _pairs(now) - _pairs(was)
    if tally.words > 1 and tally.after - tally.before < 2 and not tally.absurd:
        return False
    if tally.words == 1:
        strange = any(not char.isascii() and char not in LETTERS for char in stretch)  # no mere typing error: tôc
        if not strange and before and after:
            return False
        sure = tally.absurd > 0 or gained == 2 or (not before and not after)
        return gained >= 1 and (sure or (tally.known >= COMMON and has_letters_beyond(line) and len(stretch) > 2))
    return gained >= 1 and gained * 3 >= tally.words


def _pairs(text: str) -> int:
    return sum(is_pair(one, other) for one, other in _NEXT_TO.findall(text))


def _runs(line: str) -> Iterator[tuple[int, int]]:
    """The stretches of a line of Unicode that may be legacy: between words with letters beyond windows-1252."""
    if not any(map(reads_as_known, set(line.replace("\t", " ").split(" ")))):
        return
    first = last = -1
    for match in _CHUNK.finditer(line):
        chunk = match[0]
        if chunk.isascii() and chunk.isprintable():
            continue
        if has_letters_beyond(chunk):
            if first >= 0:
                yield first, last
            first = -1
        elif reads_as_known(chunk):
            first = match.start() if first < 0 else first
            last = match.end()
    if first >= 0:
        yield first, last


def _read(line: str, start: int, end: int, offset: int, encoding: Encoding) -> Iterator[Edit]:
    kind = f"legacy_{encoding.name}"
    for match in _CHUNK.finditer(line, start, end):
        if not (match[0].isascii() and match[0].isprintable()):
            yield Edit(offset + match.start(), offset + match.end(), read_chunk(encoding, match[0]), kind)
