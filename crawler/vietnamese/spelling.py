"""Words with a tone on the wrong letter, a horn lost, a mark typed twice, letters of another script: `mend`.

A word is mended into the one valid syllable that its own letters and its one tone spell, or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from crawler.vietnamese.editing import Edit
from crawler.vietnamese.evidence import has_own_letter, is_vietnamese, near_phonetics
from crawler.vietnamese.frequencies import COMMON, is_pair, power
from crawler.vietnamese.letters import JOIN, QUALITY_MARKS, TONE_MARKS
from crawler.vietnamese.mentions import is_mentioned
from crawler.vietnamese.protected import Protection
from crawler.vietnamese.syllable import Syllable, is_syllable, read

_TONES: Final = {mark: tone for tone, mark in enumerate(TONE_MARKS) if mark}
_MARKS: Final = "\u0300-\u036f"
_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_JOINERS: Final = "'’ʼ`"
# Open rhymes that Romance names end in too: Raí, Caló. A capital alone does not make these Vietnamese.
_ROMANCE_END: Final = re.compile(r"[aeiou][áéíóúàèìòù]$")
_OWN_ONSETS: Final = ("đ", "ng", "kh")  # with which no such name begins


@lru_cache(maxsize=32768)
def mend(word: str) -> str | None:
    """The valid syllable that `word` (NFC, with its case) was meant to be; None where it is one or there is none."""
    if is_syllable(word):
        return None
    if word.isascii() or len(word) > 12:
        return None
    taken = _parts(word)
    if taken is None:
        return None
    bare, tone = taken
    for candidate in (bare, _with_horns(bare)):
        if candidate is None:
            continue
        syllable = read(_toned(candidate, tone))
        if syllable is not None and syllable.onset != "p":
            return _in_case(syllable.spell(), bare)
    return None


def _parts(word: str) -> tuple[str, int] | None:
    """`word` without its tone, and the tone; None where it has two, or a mark that Vietnamese has not."""
    letters: list[str] = []
    tone = 0
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            if tone not in (0, _TONES[char]):
                return None
            tone = _TONES[char]
        elif char in QUALITY_MARKS:
            if not letters:
                return None
            joined = unicodedata.normalize("NFC", letters[-1] + char)
            if len(joined) == 1:
                letters[-1] = joined
            elif char not in unicodedata.normalize("NFD", letters[-1]):
                return None
        elif unicodedata.combining(char):
            return None
        else:
            letters.append(char)
    return "".join(letters), tone


def _toned(bare: str, tone: int) -> str:
    """`bare` with `tone` on its first vowel: enough for `read`, which asks only for the tone."""
    for index, char in enumerate(bare):
        if (char, tone) in JOIN:
            return bare[:index] + JOIN[char, tone] + bare[index + 1 :]
    return bare


_HALF_HORNED: Final = re.compile("uơ(?=.)|ưo", re.IGNORECASE)


def _with_horns(bare: str) -> str | None:
    """ươ restored where one of its two horns was lost and something follows; qu- keeps its u."""
    match = _HALF_HORNED.search(bare)
    if match is None or bare[: match.start()].lower().endswith("q"):
        return None
    first, second = match[0][0], match[0][1]
    whole = ("Ư" if first.isupper() else "ư") + ("Ơ" if second.isupper() else "ơ")
    return bare[: match.start()] + whole + bare[match.end() :]


def _in_case(lower: str, like: str) -> str:
    return "".join(char.upper() if model.isupper() else char for char, model in zip(lower, like, strict=True))


_LONGEST_COMPOUND: Final = 40
_COMPOUND_START: Final = re.compile(r"((?:[^\W\d_]+_)+)\Z")
_COMPOUND_END: Final = re.compile(r"(?:_[^\W\d_]+)+")
_CODE_BEFORE: Final = re.compile(r"[\w./\\@#=(<>`:&-]")  # of an address, a path, code
_CODE_AFTER: Final = re.compile(r"[\w/\\@#=(<>`&-]|[.:][\w/]")
_VOWELS: Final = frozenset(letter for letters in JOIN.values() for letter in letters)
_COUNTED: Final = 7
_RARE: Final = 6


def spelling_edits(text: str) -> Iterator[Edit]:
    """Every word of `text` that `mend` can mend, but for addresses, names joined by an apostrophe and foreign names.

    The word that comes out must be one that people write; a rare one, and one that has the looks of a foreign name,
    must be one that people write beside its neighbours.
    """
    protection = Protection(text)
    previous: tuple[int, str] = (-1, "")
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii():
            mended = mend(word)
            if mended is not None and (not protection.covers(*match.span()) or _is_segmented(text, match)):
                before = previous[1] if previous[0] == match.start() - 1 and text[previous[0]] in " _" else ""
                if _may_mend(text, match, mended, before):
                    yield Edit(*match.span(), mended, "spelling")
                    word = mended
        previous = match.end(), word


def _pairs(before: str, word: str, after: str) -> int:
    """With how many of its neighbours `word` makes a known pair."""
    return (before != "" and is_pair(before, word)) + (after != "" and is_pair(word, after))


def _has_rival(mended: str, before: str, after: str) -> bool:
    """True where the same letters with another tone make a known pair: 'qủy định' is quy định, not quỷ."""
    syllable = read(mended)
    return syllable is not None and any(
        _pairs(before, Syllable(syllable.onset, syllable.rhyme, tone).spell(), after)
        for tone in range(6)
        if tone != syllable.tone
    )


def _is_segmented(text: str, match: re.Match[str]) -> bool:
    """True for a word of text that a word segmenter wrote, giai_đọan: nothing but syllables joined by low lines."""
    start, end = match.span()
    if "_" not in (text[start - 1 : start], text[end : end + 1]):
        return False
    left = max(0, start - _LONGEST_COMPOUND)
    head = _COMPOUND_START.search(text[left:start])
    tail = _COMPOUND_END.match(text, end, end + _LONGEST_COMPOUND)
    whole = (head[1] if head else "") + match[0] + (tail[0] if tail else "")
    before = text[left:start].removesuffix(head[1] if head else "")[-1:]
    if _CODE_BEFORE.match(before) or _CODE_AFTER.match(text, tail.end() if tail else end):
        return False
    return all(is_syllable(part) or mend(part) for part in whole.split("_"))


def _may_mend(text: str, match: re.Match[str], mended: str, before: str) -> bool:
    start, end = match.span()
    if not (match[0].islower() or match[0].isupper() or match[0][1:].islower()):
        return False  # two words without their space, gìAnh
    if (start > 1 and text[start - 1] in _JOINERS and text[start - 2].isalpha()) or (
        text[end : end + 1] in tuple(_JOINERS) and text[end + 1 : end + 2].isalpha()
    ):
        return False
    if text[end : end + 1] in ("»", "º") and text[end - 1] == "á":
        return False  # half of a mangled letter
    if is_mentioned(text, start, end):
        return False
    found = _WORD.match(text, end + 1) if text[end : end + 1] in (" ", "_", "\n") else None
    after = (mend(found[0]) or found[0]) if found else ""
    if _pairs(before, mended, after):
        return True
    written = power(mended)
    if written < COMMON and (mended[0].lower() in _VOWELS or _has_rival(mended, before, after)):
        return False
    if written < _RARE or near_phonetics(text, start, end):
        return False
    word = match[0]
    if word[:1].isupper() and before.istitle() and written < _COUNTED and "ươ" in mended.lower():
        return False  # Vĩnh Nguơn, a ward
    if word[:1].isupper() and word[1:].islower() and _ROMANCE_END.search(word):
        own = word.lower().startswith(_OWN_ONSETS)
        beside = [one for one in (before, after) if one]
        return (
            (own or len(beside) == 2) and all(map(is_vietnamese, beside)) and written >= (_COUNTED if own else COMMON)
        )
    if has_own_letter(word) and written >= _COUNTED:
        return True
    if not before and not after:
        return written >= COMMON or (has_own_letter(mended) and written >= _COUNTED)
    if sum(not char.isascii() for char in word) > 1 and written >= COMMON:
        return True
    strange = [one for one in (before, after) if one and not _may_be_vietnamese(one)]
    if strange and (len(strange) == 2 or not (before and after)):
        return False
    return written >= _COUNTED or (has_own_letter(mended) and is_vietnamese(before or after))


def _may_be_vietnamese(word: str) -> bool:
    return is_syllable(word) or mend(word) is not None or len(word) == 1 or word.isupper()
