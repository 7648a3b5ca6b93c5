"""The letters of Vietnamese: twelve vowels, six tones, đ.

Tones are small integers in the order of Vietnamese dictionaries, and each but the level one has a combining mark
(Unicode 16.0, section 7.1, 'Vietnamese'). A vowel's *quality* mark (circumflex, breve, horn) belongs to the
letter; only the tone moves.
"""

from __future__ import annotations

import unicodedata
from typing import Final

NGANG, HUYEN, SAC, HOI, NGA, NANG = range(6)
TONE_MARKS: Final = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
QUALITY_MARKS: Final = "\u0302\u0306\u031b"
VOWELS: Final = "aăâeêioôơuưy"
CONSONANTS: Final = "bcdđghklmnpqrstvx"


def _tables() -> tuple[dict[str, tuple[str, int]], dict[tuple[str, int], str]]:
    split: dict[str, tuple[str, int]] = {}
    join: dict[tuple[str, int], str] = {}
    for vowel in VOWELS + VOWELS.upper():
        for tone, mark in enumerate(TONE_MARKS):
            letter = unicodedata.normalize("NFC", vowel + mark)
            split[letter] = (vowel, tone)
            join[vowel, tone] = letter
    return split, join


SPLIT, JOIN = _tables()
"""`SPLIT['ệ'] == ('ê', NANG)` and `JOIN['ê', NANG] == 'ệ'`, for both cases."""

TONELESS: Final = {ord(letter): vowel for letter, (vowel, tone) in SPLIT.items() if tone}
"""For `str.translate`: takes the tones off and leaves the letters."""

TONED: Final = "".join(letter for letter, (_, tone) in SPLIT.items() if tone)
"""All letters that carry a tone, in both cases."""

LETTERS: Final = frozenset("".join(SPLIT) + CONSONANTS + CONSONANTS.upper())
"""Every letter that a Vietnamese syllable may hold, in both cases."""


def word_list(text: str) -> tuple[str, ...]:
    """The words of a table that is written as text."""
    return tuple(text.split())


def take_tone(word: str) -> tuple[str, int, int] | None:
    """`(word without tone, tone, index of the letter that bore it)`; index -1 for the level tone.

    None where the word bears two tones, as no syllable does. `word` must be NFC.
    """
    bare = word.translate(TONELESS)
    if bare == word:
        return word, NGANG, -1
    tone, place = NGANG, -1
    for index, (letter, plain) in enumerate(zip(word, bare, strict=True)):
        if letter != plain:
            if place >= 0:
                return None
            tone, place = SPLIT[letter][1], index
    return bare, tone, place


def put_tone(bare: str, tone: int, place: int) -> str:
    """`bare` with `tone` on the letter at `place`, which must be a vowel."""
    return bare[:place] + JOIN[bare[place], tone] + bare[place + 1 :]
