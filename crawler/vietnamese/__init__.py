"""Vietnamese text: normalising, match keys, encodings, dates and numbers. Pure functions of their arguments.

`normalize` has three levels, each with all that the one before does:

- `safe`: NFC with misordered marks put right, odd spaces and line ends, invisible characters. Loses nothing.
- `canonical`: one tone-mark style (hòa, ủy: `old`; hoà, uỷ: `new`), look-alikes of đ, full-width forms, doubled spaces.
  Addresses, file names, document numbers, foreign words and names of other languages of Vietnam stay as they are.
- `repair`: legacy encodings, mojibake, broken entities, misplaced tones, lost horns, words cut in two; only where one
  reading is possible, and each repair is in `changes`.
"""

from crawler.vietnamese.dates import FoundDate, find_dates, parse_date
from crawler.vietnamese.decoding import Decoded, decode
from crawler.vietnamese.editing import Change
from crawler.vietnamese.folding import fold
from crawler.vietnamese.normalizing import Level, Normalized, normalize
from crawler.vietnamese.numbers import Quantity, find_numbers, parse_number
from crawler.vietnamese.syllable import Syllable, ToneStyle, is_syllable

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
