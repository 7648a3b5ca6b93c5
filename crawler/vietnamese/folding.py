"""`fold`: the key by which texts are matched, for dedupe and search."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crawler.vietnamese.letters import JOIN, SPLIT

_ROUNDS: Final = 4
_SPACES: Final = re.compile(r"\s+")
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SIGNS: Final = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛ʼ"), "'"),
    **dict.fromkeys(map(ord, "ðɖ"), "đ"),
}
_NEW_STYLE: Final = re.compile(
    "(?<!q)(?:o[{}]|u[{}])(?![^\\W\\d_])".format(
        "".join(JOIN[vowel, tone] for vowel in "ae" for tone in range(1, 6)),
        "".join(JOIN["y", tone] for tone in range(1, 6)),
    )
)


def _old_style(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    bare, tone = SPLIT[second]
    return JOIN[first, tone] + bare


def fold(text: str, diacritics: bool = True) -> str:
    """The match key of `text`: NFKC, lower case, old tone style, one space between words, plain quotes and dashes.

    With `diacritics=False` no letter keeps a mark and đ is d: the key for people who type without them. Idempotent.
    """
    key = _fold_once(text, diacritics)
    if unicodedata.is_normalized("NFKC", text):
        return key
    for _ in range(_ROUNDS):  # a compatibility form may hide a space, or a letter that has a lower case
        before, key = key, _fold_once(key, diacritics)
        if key == before:
            break
    return key


def _fold_once(text: str, diacritics: bool) -> str:
    key = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().translate(_SIGNS)
    if not diacritics:
        key = _MARKS.sub("", unicodedata.normalize("NFD", key)).replace("đ", "d")
    key = unicodedata.normalize("NFC", _SPACES.sub(" ", key).strip())
    return _NEW_STYLE.sub(_old_style, key) if diacritics else key
