"""`fold`: the key by which texts are matched, for dedupe and search."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crawler.vietnamese.composing import to_form, without_crowds
from crawler.vietnamese.letters import JOIN, SPLIT
from crawler.vietnamese.variants import unify

_ROUNDS: Final = 6
_MARKS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SIGNS: Final = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛ʼ", "'"),
    **dict.fromkeys("ðɖ", "đ"),
}
_NEW_STYLE: Final = re.compile(
    "(?<!q)(?:o[{}]|u[{}])(?![^\\W\\d_]|[\u0300-\u036f])".format(
        "".join(JOIN[vowel, tone] for vowel in "ae" for tone in range(1, 6)),
        "".join(JOIN["y", tone] for tone in range(1, 6)),
    )
)


def _old_style(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    bare, tone = SPLIT[second]
    return JOIN[first, tone] + bare


def fold(text: str, diacritics: bool = True, *, variants: bool = False) -> str:
    """The match key of `text`: NFKC, lower case, old tone style, one space between words, plain quotes and dashes.

    With `diacritics=False` no letter keeps a mark and đ is d: the key for people who type without them. With
    `variants=True` words and places that are written in two ways meet as well: kỹ and kĩ, quý and quí, Đắk Lắk and Đắc
    Lắc, Cư M'gar and Cư Mgar, TP.HCM and Thành phố Hồ Chí Minh, ø and o, Latin letters and their Cyrillic twins.
    Idempotent. Raises TypeError where `text` is no string.
    """
    if not isinstance(text, str):
        raise TypeError(f"fold needs text, not {type(text).__name__}: leave missing values out, or pass ''")
    text = without_crowds(text)
    key = _fold_once(text, diacritics, variants)
    if not variants and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return key
    for _ in range(_ROUNDS):  # a compatibility form may hide a space, or a letter that has a lower case
        before, key = key, _fold_once(key, diacritics, variants)
        if key == before:
            break
    return key


def _fold_once(text: str, diacritics: bool, variants: bool) -> str:
    if text.isascii():
        key = " ".join(text.lower().split())
        return unify(key) if variants else key
    key = to_form(_INVISIBLE.sub("", text), "NFKC").casefold()
    for sign, plain in _SIGNS.items():  # several times faster than `str.translate`
        key = key.replace(sign, plain)
    if variants:
        key = unify(to_form(key))
    if not diacritics:
        key = _MARKS.sub("", to_form(key, "NFD")).replace("đ", "d")
    key = to_form(" ".join(key.split()))
    return _NEW_STYLE.sub(_old_style, key) if diacritics else key
