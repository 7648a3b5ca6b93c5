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
from crawler.vietnamese.letters import JOIN, QUALITY_MARKS, TONE_MARKS
from crawler.vietnamese.protected import is_protected
from crawler.vietnamese.syllable import is_syllable, read

_TONES: Final = {mark: tone for tone, mark in enumerate(TONE_MARKS) if mark}
_MARKS: Final = "\u0300-\u036f"
_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_JOINERS: Final = "'’ʼ`"
# Open rhymes that Romance names end in too: Raí, Caló. A capital alone does not make these Vietnamese.
_ROMANCE_END: Final = re.compile(r"[aeiou][áéíóúàèìòù]$")


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


# Stretches between spaces in which nothing is to be mended: most texts consist of ones met before.
_sound: set[str] = set()
_SOUND_MOST: Final = 65_536


def _has_misspelt(text: str) -> bool:
    """Whether any word of `text` can be mended; what was judged before is not judged again."""
    for stretch in set(text.split()) - _sound:
        if not stretch.isascii() and any(mend(word) is not None for word in _WORD.findall(stretch)):
            return True
        if len(stretch) <= 16:
            if len(_sound) >= _SOUND_MOST:
                _sound.clear()
            _sound.add(stretch)
    return False


def spelling_edits(text: str) -> Iterator[Edit]:
    """Every word of `text` that `mend` can mend, but for addresses, names joined by an apostrophe and foreign names."""
    if not _has_misspelt(text):
        return
    previous: str | None = None
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii():
            mended = mend(word)
            if mended is not None and _may_mend(text, match, previous):
                yield Edit(*match.span(), mended, "spelling")
                word = mended
        previous = word


def _may_mend(text: str, match: re.Match[str], previous: str | None) -> bool:
    start, end = match.span()
    if (start and text[start - 1] in _JOINERS) or (
        text[end : end + 1] in tuple(_JOINERS) and text[end + 1 : end + 2].isalpha()
    ):
        return False
    word = match[0]
    if word[:1].isupper() and word[1:].islower() and _ROMANCE_END.search(word):
        return False
    foreign_before = previous is not None and text[start - 1 : start] == " " and not _vietnamese(previous)
    following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    foreign_after = following is not None and not _vietnamese(following[0])
    if (foreign_before and (foreign_after or following is None)) or (foreign_after and previous is None):
        return False
    return not is_protected(text, start, end)


def _vietnamese(word: str) -> bool:
    return is_syllable(word) or mend(word) is not None or len(word) == 1 or word.isupper()
