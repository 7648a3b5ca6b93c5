"""The text of a report as the readers in this package see it: in one way of writing, its printed offsets kept.

Reports are matched in a form that keeps for every character its printed offset, so that a span found in it is a
span of the body. Odd spaces, dashes and quotes are unified, the tone mark of oà, uý stands where the older style
puts it, and what a broken HTML entity ("ndash;", "phograve;ng") or torn markup ("H ội nghị") spoilt is whole again.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from html import unescape

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r", " "
        ),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
        **dict.fromkeys("“”„‟«»", '"'),
        "\u2028": "\n",
        "\u2029": "\n",
        "ð": "đ",
        "Ð": "Đ",
    }
)
_NEW_STYLE = re.compile(r"([oO])([àáảãạÀÁẢÃẠ]|[èéẻẽẹÈÉẺẼẸ])(?!\w)|(?<![qQ])([uU])([ỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_TONED = {unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel in "aeyAEY" for tone in _TONES}

_TORN = re.compile(
    r"(?P<entity>&?(?:amp;)?(?P<name>[A-Za-z](?:acute|grave|circ|tilde|uml)|[nm]dash|[lr][sd]quo|hellip|nbsp|amp);)"
    r"|(?<!\S)[BCDĐGHKLMNPQRSTVX](?P<gap> )"
    r"(?=(?!(?:ở|ít|ông|anh|em|ăn|in|ủy|uỷ|uống|ấy|ai|ưu|úp|u|ô|ý|y|ao|áo|úc|âu|á|ấn)\b)"
    r"[aăâeêioôơuưyáắấéếíóốớúứýàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ]\w)"
)
"""What a page's markup tore: entities that lost their '&' ('phograve;ng'), a first letter set apart ('H ội nghị')."""

_SENTENCE_END = re.compile(r"\n\s*|[.!?…]+[\"')\]]*\s+(?=[\"'(\[]?\w)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\".])(?:(?i:tp|tx|tt|ths|ts|pgs|gs|bs|ks|đ/c|đc|st|vv|nxb)|[ABCDĐEGHKLMNOPQRSTUWY])$"
)


def _old_style(match: re.Match[str]) -> str:
    first, second = (match[1], match[2]) if match[1] else (match[3], match[4])
    vowel, tone = _TONED[second]
    return unicodedata.normalize("NFC", first + tone) + vowel


class Text:
    """One text of a report: `raw` as given, `flat` in one way of writing, `low` in lower case too."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.composed, self._offsets = _composed(raw)
        self.flat = _NEW_STYLE.sub(_old_style, self.composed.translate(_SAME_LENGTH))
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
        """The stretch as printed, in NFC and mended; runs of white space made one space."""
        return " ".join(self.composed[start:end].split())

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
    """`raw` in NFC with torn places mended and, where that moved anything, the offset in `raw` of each character."""
    torn = list(_TORN.finditer(raw))
    if not torn and unicodedata.is_normalized("NFC", raw):
        return raw, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in torn:
        _compose(raw, at, match.start("gap") if match["gap"] else match.start(), pieces, offsets)
        if match["entity"]:
            pieces.append(unescape(f"&{match['name']};"))
            offsets.append(match.start())
        at = match.end()
    _compose(raw, at, len(raw), pieces, offsets)
    offsets.append(len(raw))
    return "".join(pieces), offsets


def _compose(raw: str, start: int, end: int, pieces: list[str], offsets: list[int]) -> None:
    """Append the NFC of a stretch, each base character with its marks together."""
    first = start
    for at in range(start + 1, end + 1):
        if at < end and unicodedata.combining(raw[at]):
            continue
        if first < at:
            piece = unicodedata.normalize("NFC", raw[first:at])
            pieces.append(piece)
            offsets.extend([first] * len(piece))
        first = at
