"""The text of a report as the readers in this package see it: same length as printed, one way of writing.

Reports are matched in a form where every character still stands at its printed offset, so that a span found
in it is a span of the body. Odd spaces, dashes and quotes are unified, the tone mark of oà, uý stands where
the older style puts it, and dashes lost to a broken HTML entity ("ndash;") are dashes again.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
        **dict.fromkeys("“”„‟«»", '"'),
        "\u2028": "\n",
        "\u2029": "\n",
        "ð": "đ",
        "Ð": "Đ",
    }
)
_BROKEN_ENTITY = re.compile(r"&?(?:[nm]dash|[lr]dquo|hellip);")
_ENTITY_CHARACTER = {"n": "-", "m": "-", "l": '"', "r": '"', "h": "…"}

_NEW_STYLE = re.compile(r"([oO])([àáảãạÀÁẢÃẠ]|[èéẻẽẹÈÉẺẼẸ])(?!\w)|(?<![qQ])([uU])([ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_TONED = {
    unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel in "aeyAEY" for tone in _TONES
}

_TORN = re.compile(
    r"(?<!\S)[BCDĐGHKLMNPQRSTVX] (?=(?!(?:ở|ít|ông|anh|em|ăn|in|ủy|uỷ|uống|ấy|ai|ưu|úp|u|ô|ý|y)\b)[aăâeêioôơuưyáắấéếíóốớúứýàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ]\w)"
)
"""A first letter set apart from its syllable by the page's markup: 'H ội nghị'."""

_SENTENCE_END = re.compile(r"\n\s*|[.!?…]+[\"')\]]*\s+(?=[\"'(\[]?\w)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\".])(?:(?i:tp|tx|tt|ths|ts|pgs|gs|bs|ks|đ/c|đc|st|vv|nxb)|[ABCDĐEGHKLMNOPQRSTUWY])$"
)


def _old_style(match: re.Match[str]) -> str:
    first, second = (match[1], match[2]) if match[1] else (match[3], match[4])
    vowel, tone = _TONED[second]
    return unicodedata.normalize("NFC", first + tone) + vowel


def _entity(match: re.Match[str]) -> str:
    whole = match[0]
    return _ENTITY_CHARACTER[whole.lstrip("&")[0]].ljust(len(whole))


class Text:
    """One text of a report: `raw` as given, `flat` in one way of writing, `low` in lower case too."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        composed, self._offsets = _composed(raw)
        flat = composed.translate(_SAME_LENGTH)
        if ";" in flat:
            flat = _BROKEN_ENTITY.sub(_entity, flat)
        self.flat = _NEW_STYLE.sub(_old_style, flat)
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
        """The stretch as printed, runs of white space made one space."""
        first, last = self.span(start, end)
        return " ".join(unicodedata.normalize("NFC", self.raw[first:last]).split())

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """(start, end) of each sentence; a line break always ends one."""
        found: list[tuple[int, int]] = []
        start = 0
        for match in _SENTENCE_END.finditer(self.flat):
            at = match.start()
            if self.flat[at] == "." and _ABBREVIATION.search(self.flat[max(0, at - 6) : at]):
                continue
            if at > start:
                found.append((start, at))
            start = match.end()
        if start < len(self.flat):
            found.append((start, len(self.flat)))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return self.sentences[index] if index >= 0 else (0, len(self.flat))


def _composed(raw: str) -> tuple[str, list[int] | None]:
    """`raw` in NFC with torn syllables mended and, where that moved anything, the offset of each character in `raw`."""
    if unicodedata.is_normalized("NFC", raw) and not _TORN.search(raw):
        return raw, None
    torn = {match.end() - 1 for match in _TORN.finditer(raw)}
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(raw) + 1):
        if end < len(raw) and unicodedata.combining(raw[end]):
            continue
        if start not in torn:
            piece = unicodedata.normalize("NFC", raw[start:end])
            pieces.append(piece)
            offsets.extend([start] * len(piece))
        start = end
    offsets.append(len(raw))
    return "".join(pieces), offsets
