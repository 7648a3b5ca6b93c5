"""One tone-mark style: hòa, khỏe, thủy (`old`, of laws and official names) or hoà, khoẻ, thuỷ (`new`).

The two differ in open syllables in oa, oe, uy alone, and only syllables that Vietnamese has are touched: Noé, Zoé and
Chloé are spelt alike in both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.letters import JOIN, SPLIT, word_list
from crawler.vietnamese.official_names import OFFICIAL_NAMES, named_spans
from crawler.vietnamese.protected import Protection
from crawler.vietnamese.syllable import ToneStyle

# Onsets that stand before each open rhyme in Vietnamese words and names.
_ATTESTED: Final = {
    "oa": frozenset(["", *word_list("ch d đ g h kh l n ng nh ph s t th tr x")]),
    "oe": frozenset(["", *word_list("ch h kh l ng nh t x")]),
    "uy": frozenset(["", *word_list("ch c d đ g h kh l n ng nh ph s t th tr x")]),
}
_ONSET_MAX: Final = 2


def _toned(vowel: str) -> str:
    return "".join(JOIN[case, tone] for case in (vowel, vowel.upper()) for tone in range(1, 6))


_LETTER: Final = r"[^\W\d_]"
_CANDIDATE: Final = {
    "old": re.compile(f"[oOuU][{_toned('a')}{_toned('e')}{_toned('y')}](?!{_LETTER}|[\u0300-\u036f])"),
    "new": re.compile(f"[{_toned('o')}{_toned('u')}][aAeEyY](?!{_LETTER}|[\u0300-\u036f])"),
}
_JOINERS: Final = "'’ʼ`"


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at `end` starts; at most four letters back, for no onset is longer."""
    start = end
    while start > 0 and end - start <= _ONSET_MAX + 1 and text[start - 1].isalpha():
        start -= 1
    return start


def tone_style_edits(text: str, style: ToneStyle, keep: Collection[str] = ()) -> Iterator[Edit]:
    """What it takes to bring `text` (NFC) to `style`; official names and those in `keep` stay as they are."""
    if style == "new" or keep:
        yield from _outside_names(text, style, keep)
    else:
        yield from _all_edits(text, style)


def _outside_names(text: str, style: ToneStyle, keep: Collection[str]) -> Iterator[Edit]:
    spans = named_spans(text, [*OFFICIAL_NAMES, *keep])
    index = 0
    for edit in _all_edits(text, style):
        while index < len(spans) and spans[index][1] <= edit.start:
            index += 1
        if index == len(spans) or spans[index][0] >= edit.end:
            yield edit


def _all_edits(text: str, style: ToneStyle) -> Iterator[Edit]:
    protection = Protection(text)
    for match in _CANDIDATE[style].finditer(text):
        at, end = match.span()
        start = _word_start(text, at)
        if at - start > _ONSET_MAX:
            continue
        first, second = text[at], text[at + 1]
        first_bare, first_tone = SPLIT[first]
        second_bare, second_tone = SPLIT[second]
        rhyme = (first_bare + second_bare).lower()
        onset = text[start:at].lower()
        if onset not in _ATTESTED.get(rhyme, ()) or _mixed_case(text[start:end]):
            continue
        if (start and text[start - 1] in _JOINERS) or (end < len(text) and text[end] in _JOINERS and _more(text, end)):
            continue
        if protection.covers(start, end):
            continue
        if style == "old":
            after = JOIN[first_bare, second_tone] + second_bare
        else:
            after = first_bare + JOIN[second_bare, first_tone]
        yield Edit(start, end, text[start:at] + after, "tone_style")


def _more(text: str, end: int) -> bool:
    return end + 1 < len(text) and text[end + 1].isalpha()


def _mixed_case(word: str) -> bool:
    """True for iPhone-like case: neither lower, nor UPPER, nor Title."""
    return not (word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower()))
