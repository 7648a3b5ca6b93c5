"""Vietnamese text: normalising, match keys, encodings, dates and numbers. Pure functions of their arguments.

`normalize` has three levels, each with all that the one before does:

- `safe`: NFC with misordered marks put right, odd spaces and line ends, invisible characters. Loses nothing.
- `canonical`: one tone-mark style (hòa, ủy: `old`; hoà, uỷ: `new`), look-alikes of đ, full-width forms, doubled spaces.
  Addresses, file names, document numbers, foreign words and names of other languages of Vietnam stay as they are.
- `repair`: legacy encodings, mojibake, broken entities, misplaced tones, lost horns, words cut in two; only where one
  reading is possible, and each repair is in `changes`.

Names are imported when they are first used: a key to search by needs no repair of mojibake.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.vietnamese.dates import FoundDate, find_dates, parse_date
    from crawler.vietnamese.decoding import Decoded, decode
    from crawler.vietnamese.editing import Change
    from crawler.vietnamese.folding import fold
    from crawler.vietnamese.normalizing import Level, Normalized, normalize
    from crawler.vietnamese.numbers import Quantity, find_numbers, parse_number
    from crawler.vietnamese.syllable import Syllable, ToneStyle, is_syllable

_HOMES = {
    "Change": "crawler.vietnamese.editing",
    "Decoded": "crawler.vietnamese.decoding",
    "FoundDate": "crawler.vietnamese.dates",
    "Level": "crawler.vietnamese.normalizing",
    "Normalized": "crawler.vietnamese.normalizing",
    "Quantity": "crawler.vietnamese.numbers",
    "Syllable": "crawler.vietnamese.syllable",
    "ToneStyle": "crawler.vietnamese.syllable",
    "decode": "crawler.vietnamese.decoding",
    "find_dates": "crawler.vietnamese.dates",
    "find_numbers": "crawler.vietnamese.numbers",
    "fold": "crawler.vietnamese.folding",
    "is_syllable": "crawler.vietnamese.syllable",
    "normalize": "crawler.vietnamese.normalizing",
    "parse_date": "crawler.vietnamese.dates",
    "parse_number": "crawler.vietnamese.numbers",
}

__all__ = [
    "Change",
    "Decoded",
    "FoundDate",
    "Level",
    "Normalized",
    "Quantity",
    "Syllable",
    "ToneStyle",
    "decode",
    "find_dates",
    "find_numbers",
    "fold",
    "is_syllable",
    "normalize",
    "parse_date",
    "parse_number",
]


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"{__name__} has no {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
