"""A quick look at the words of a text: which steps of `normalize` may have something to do.

Most texts consist of stretches (what stands between spaces) that were met before. Each is judged once and remembered,
so that clean text costs little more than splitting it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from crawler.vietnamese.cut_words import is_piece
from crawler.vietnamese.legacy.suspicion import may_be_legacy
from crawler.vietnamese.letters import JOIN
from crawler.vietnamese.spelling import mend

RARE, OLD_TONE, NEW_TONE, LEGACY, ENTITY, SPELLING, PIECE, TWIN, MARK, VIQR = (1 << bit for bit in range(10))
"""Kinds of work: canonical signs; tones for the old, the new style; legacy text; entities; misspelt words; pieces of
cut words; letters of other scripts; marks apart; VIQR."""

WORD_STEPS: Final = SPELLING | PIECE | TWIN | MARK

_RARE: Final = re.compile("[ÐðƉɖ\u2010\u2011\uff01-\uff5e]")
_TONED: Final = {
    vowel: "".join(JOIN[case, tone] for case in (vowel, vowel.upper()) for tone in range(1, 6)) for vowel in "aeoyu"
}
_OLD_TONE: Final = re.compile(f"(?<![qQ])[oOuU][{_TONED['a']}{_TONED['e']}{_TONED['y']}](?![^\\W\\d_])")
_NEW_TONE: Final = re.compile(f"[{_TONED['o']}{_TONED['u']}][aAeEyY](?![^\\W\\d_])")
_ENTITY: Final = re.compile(
    r"&|;.|amp;|(?:grave|acute|tilde|circ|eth)|(?:quo|dash|hellip|nbsp|quot|dot|bull|[lr]m|wn?j|shy);|#\d+;"
)
_C1: Final = re.compile("[\x80-\x9f]")
_TWIN: Final = re.compile("[\u0370-\u03ff\u0400-\u052fǎǍƣƢı\U0001d400-\U0001d7ff\ufb00-\ufb06]")
_MARK: Final = re.compile("(?:^|[^\\w\u0300-\u036f])[\u0300-\u036f]")
_VIQR: Final = re.compile(r"[aeoAEO]\^|[ouOU][+*]|[aA]\(|[aeiouyAEIOUY^+(][`'?~.]|dd|D[Dd]")
_WORD: Final = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f])*")
_REMEMBERED: Final = 262_144
_LONGEST: Final = 32


class _Memory:
    """Stretches that were judged: those that need nothing, and what the others need."""

    def __init__(self) -> None:
        self.sound: set[str] = set()
        self.needs: dict[str, int] = {}

    def keep(self, stretch: str, kinds: int) -> None:
        if len(stretch) > _LONGEST:
            return
        if len(self.sound) + len(self.needs) >= _REMEMBERED:
            self.sound.clear()
            self.needs.clear()
        if kinds:
            self.needs[stretch] = kinds
        else:
            self.sound.add(stretch)


_tidying, _repairing = _Memory(), _Memory()


class Screened(NamedTuple):
    """The steps that some stretch may need, and the stretches that may be pieces of cut words."""

    needs: int
    pieces: set[str]


def screen(text: str, *, repair: bool = True) -> Screened:
    """What `text` may need; without `repair` only what the levels below it do, and whether it may be legacy text."""
    memory, judge = (_repairing, _judge) if repair else (_tidying, _form)
    needs = 0
    pieces: set[str] = set()
    for stretch in set(text.split()) - memory.sound:
        kinds = memory.needs.get(stretch)
        if kinds is None:
            kinds = judge(stretch)
            memory.keep(stretch, kinds)
        needs |= kinds
        if kinds & PIECE:
            pieces.add(stretch)
    return Screened(needs, pieces)


def _form(stretch: str) -> int:
    """The kinds of work of the levels below repair, and `LEGACY`."""
    if stretch.isascii():
        return 0 if stretch.isprintable() else LEGACY
    kinds = 0
    if _RARE.search(stretch):
        kinds |= RARE
    if _OLD_TONE.search(stretch):
        kinds |= OLD_TONE
    if _NEW_TONE.search(stretch):
        kinds |= NEW_TONE
    if may_be_legacy(stretch) or _C1.search(stretch):
        kinds |= LEGACY
    return kinds


def _judge(stretch: str) -> int:
    """All kinds of work."""
    kinds = _form(stretch)
    if ("&" in stretch or ";" in stretch or len(stretch) > 5) and _ENTITY.search(stretch):
        kinds |= ENTITY
    if is_piece(stretch):
        kinds |= PIECE
    if stretch.isascii():
        return kinds | VIQR if _VIQR.search(stretch) else kinds
    if _TWIN.search(stretch):
        kinds |= TWIN
    if _MARK.search(stretch):
        kinds |= MARK
    if any(not word.isascii() and mend(word) is not None for word in _WORD.findall(stretch)):
        kinds |= SPELLING
    return kinds
