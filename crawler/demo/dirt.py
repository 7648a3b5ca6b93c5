"""Dirt as real portals carry it: each sort soils clean text in one known way, and is undone from one level on.

The levels are those of `crawler.vietnamese.normalize`. Clean text of the demo is in canonical form (NFC, tone
marks in the old style), so what a reader should get at a level is the clean text with only that dirt on it which
the level does not undo.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["safe", "canonical", "repair"]
LEVELS: tuple[Level, ...] = ("safe", "canonical", "repair")

ZERO_WIDTH_SPACE = "\u200b"
BYTE_ORDER_MARK = "\ufeff"
NO_BREAK_SPACE = "\u00a0"

# Old style to new style of the tone mark, whole open syllables only.
_NEW_STYLE = {"ủy": "uỷ", "Ủy": "Uỷ", "hủy": "huỷ", "hóa": "hoá", "hòa": "hoà", "thủy": "thuỷ", "tòa": "toà"}
# Tone on the first vowel of a closed syllable: a slip of typing that no rule of spelling allows.
_SLIPS = {"đoạn": "đọan", "toàn": "tòan", "hoàn": "hòan", "khoản": "khỏan"}
# Entities that lost their ampersand when one editor's text was pasted into another's.
_LOST_ENTITIES = {"“": "ldquo;", "”": "rdquo;", "phòng": "phograve;ng", "còn": "cograve;n"}


def _zero_width(text: str) -> str:
    middle = len(text) // 2
    return BYTE_ORDER_MARK + text[:middle] + ZERO_WIDTH_SPACE + text[middle:] if text else text


def _no_break(text: str) -> str:
    words = text.split(" ")
    return "".join(
        word if at == len(words) - 1 else word + (NO_BREAK_SPACE if at % 5 == 2 else " ")
        for at, word in enumerate(words)
    )


def _every_other(text: str, table: dict[str, str]) -> str:
    """Replaces each second word of `table` in `text`, so that both spellings stand side by side."""
    seen = 0
    words = text.split(" ")
    for at, word in enumerate(words):
        bare = word.strip(".,;:()“”")
        if bare in table:
            seen += 1
            if seen % 2:
                words[at] = word.replace(bare, table[bare])
    return " ".join(words)


def _replace_all(text: str, table: dict[str, str]) -> str:
    for clean, soiled in table.items():
        text = text.replace(clean, soiled)
    return text


def _split_first(text: str) -> str:
    return f"N gày{text.removeprefix('Ngày')}" if text.startswith("Ngày ") else text


@dataclass(frozen=True)
class Dirt:
    """One sort of dirt: how it soils, and the first level that undoes it."""

    undone_from: Level
    soil: Callable[[str], str]


DIRT: dict[str, Dirt] = {
    "nfd": Dirt("safe", lambda text: unicodedata.normalize("NFD", text)),
    "zero_width": Dirt("safe", _zero_width),
    "no_break": Dirt("safe", _no_break),
    "tone_mix": Dirt("canonical", lambda text: _every_other(text, _NEW_STYLE)),
    "typo": Dirt("repair", lambda text: _replace_all(text, _SLIPS)),
    "lost_entities": Dirt("repair", lambda text: _replace_all(text, _LOST_ENTITIES)),
    "split_letters": Dirt("repair", _split_first),
}


def soil(text: str, names: Iterable[str]) -> str:
    """`text` with every sort of dirt in `names` on it."""
    for name in names:
        text = DIRT[name].soil(text)
    return text


def left_at(text: str, names: Iterable[str], level: Level) -> str:
    """Clean `text` as a reader has it who normalises at `level`: with the dirt that the level does not undo."""
    reach = LEVELS.index(level)
    return soil(text, [name for name in names if LEVELS.index(DIRT[name].undone_from) > reach])
