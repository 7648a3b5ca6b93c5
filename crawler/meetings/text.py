"""The text of a report as the readers in this package see it: in one way of writing, its printed offsets kept.

Reports are matched in a form that keeps for every character its printed offset, so that a span found in it is a
span of the body. Odd spaces, dashes and quotes are unified, the tone mark of oà, uý stands where the older style
puts it, and what a broken HTML entity ("ndash;", "phograve;ng") or torn markup ("H ội nghị") spoilt is whole again.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from crawler.meetings.scan import matches
from crawler.vietnamese.cut_words import cut_word_edits
from crawler.vietnamese.editing import Edit
from crawler.vietnamese.entities import broken_entity_edits, whole_entity_edits
from crawler.vietnamese.tone_style import tone_style_edits

_UNIFIED = {
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r", " "
    ),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    **dict.fromkeys("“”„‟«»", '"'),
    "\u2028": "\n",
    "\u2029": "\n",
    "ð": "đ",
    "Ð": "Đ",
}
_ENTITY_NAMES = ("grave", "acute", "tilde", "circ", "dash;", "quo;", "hellip;", "nbsp;", "amp;")
_AMPERSAND = re.compile(r"(?<=\w)amp;(?=\w)")
_LONE_ONSET = re.compile(r" (?<=[BCDĐGHKLMNPQRSTVX] )(?<!\S. )(?=\w)")
"""The space behind what may be a first letter that the page's markup set apart: 'H ội nghị'."""

_SENTENCE_END = re.compile(
    r"\n\s*|(?<=[a-zà-ỹ]{3})\.(?=[A-ZĐÀ-Ỹ][a-zà-ỹ])|(?<![.!?…])(?:[.!?]+"
    r"|…+(?=[\"')\]]*\s+[\"'(\[]?[A-ZĐÀ-Ỹ]))[\"')\]]*\s+(?=[\"'(\[]?\w)"
)
_MARK = re.compile(r"[\n.!?…]")
_UNPUNCTUATED = re.compile(
    r"(?<=[^\W\d_]) (?=(?:Sáng|Trưa|Chiều|Tối|Ngày)(?: ngày| nay| qua)?,? \(?\d{1,2}\s?[-/.]\s?\d)"
)
_OPENINGS = (" Sáng", " Trưa", " Chiều", " Tối", " Ngày")
"""A headline or caption that runs into the sentence behind it: '… công dân Sáng 10-12, UBND'."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\".])(?:(?i:tp|tx|tt|ths|ts|pgs|gs|bs|ks|đ/c|đc|st|vv|nxb)|[ABCDĐEGHKLMNOPQRSTUWY])$"
)
_LAST_LETTERS = "pxtscvb"


class Text:
    """One text of a report: `raw` as given, `flat` in one way of writing, `low` in lower case too."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.composed, self._offsets = _mended(raw)
        unified = self.composed
        for odd, plain in _UNIFIED.items():
            unified = unified.replace(odd, plain)
        self.flat = _edited(unified, tone_style_edits(unified, "old"))
        low = self.flat.lower()
        if len(low) != len(self.flat):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.flat)
        self.low = low

    def __len__(self) -> int:
        return len(self.flat)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw` of the stretch from `start` to `end`."""
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end]

    def printed(self, start: int, end: int) -> str:
        """The stretch as printed, in NFC and mended; runs of white space made one space."""
        return " ".join(self.composed[start:end].split())

    def _ends(self) -> Iterator[re.Match[str]]:
        """Where a sentence ends, tried only at marks that can end one."""
        at = 0
        for mark in _MARK.finditer(self.flat):
            if mark.start() >= at and (match := _SENTENCE_END.match(self.flat, mark.start())):
                yield match
                at = match.end()

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """(start, end) of each sentence; a line break always ends one."""
        found: list[tuple[int, int]] = []
        start = 0
        ends = [*self._ends(), *matches(_UNPUNCTUATED, self.flat, _OPENINGS)]
        for match in sorted(ends, key=lambda match: match.start()):
            at = match.start()
            if self.flat[at] == "." and self._is_abbreviation(at):
                continue
            if at > start:
                found.append((start, at))
            start = match.end()
        if start < len(self.flat):
            found.append((start, len(self.flat)))
        return found

    def _is_abbreviation(self, stop: int) -> bool:
        last = self.flat[stop - 1 : stop]
        if last.islower() and last not in _LAST_LETTERS:
            return False
        return _ABBREVIATION.search(self.flat[max(0, stop - 6) : stop]) is not None

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, offset: int, reach: int = 1500) -> tuple[int, int]:
        """The sentence that holds `offset`; of one without end, what lies within `reach` characters of it."""
        index = bisect_right(self._starts, offset) - 1
        start, end = self.sentences[index] if index >= 0 else (0, len(self.flat))
        return max(start, offset - reach), min(end, offset + reach)


def _mended(raw: str) -> tuple[str, list[int] | None]:
    """`raw` in NFC with torn places mended and, where that moved anything, the offset in `raw` of each character."""
    text, offsets = raw, None
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = _apply(text, offsets, _composing_edits(text))
    if "&" in text:
        text, offsets = _apply(text, offsets, whole_entity_edits(text))
    if any(name in text for name in _ENTITY_NAMES):
        text, offsets = _apply(text, offsets, broken_entity_edits(text))
        text, offsets = _apply(text, offsets, _ampersand_edits(text))
    if _LONE_ONSET.search(text):
        text, offsets = _apply(text, offsets, cut_word_edits(text))
    return text, offsets


def _composing_edits(text: str) -> Iterator[Edit]:
    """Each base character with its marks as one, where they are two."""
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and unicodedata.combining(text[at]):
            continue
        if at - start > 1:
            yield Edit(start, at, unicodedata.normalize("NFC", text[start:at]), "nfc")
        start = at


def _ampersand_edits(text: str) -> Iterator[Edit]:
    """'TTamp;TT' as 'TT&TT'."""
    for match in _AMPERSAND.finditer(text):
        yield Edit(*match.span(), "&", "broken_entity")


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` after `edits`, which keep its length."""
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += text[done : edit.start], edit.after
        done = edit.end
    return "".join((*pieces, text[done:])) if pieces else text


def _apply(text: str, offsets: list[int] | None, edits: Iterable[Edit]) -> tuple[str, list[int] | None]:
    """`text` after `edits`, and the original offset of each of its characters (None: its own)."""
    pieces: list[str] = []
    moved: list[int] = []
    done = 0
    for edit in edits:
        pieces += text[done : edit.start], edit.after
        moved.extend(range(done, edit.start))
        moved.extend(
            [edit.start] * len(edit.after) if len(edit.after) != edit.end - edit.start else range(edit.start, edit.end)
        )
        done = edit.end
    if not pieces:
        return text, offsets
    pieces.append(text[done:])
    moved.extend(range(done, len(text) + 1))
    return "".join(pieces), moved if offsets is None else [offsets[at] for at in moved]
