"""Vietnamese text: normalising, match keys, encodings, dates and numbers."""

from crawler.vietnamese.dates import parse_date
from crawler.vietnamese.decoding import Decoded, decode
from crawler.vietnamese.editing import Change
from crawler.vietnamese.folding import fold
from crawler.vietnamese.normalizing import Level, Normalized, normalize

__all__ = ["Change", "Decoded", "Level", "Normalized", "decode", "fold", "normalize", "parse_date"]
