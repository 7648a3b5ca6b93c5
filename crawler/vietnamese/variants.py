"""Ways of writing the same word or place, as one: for match keys that are to meet whatever the writer's habit.

Sources: Quyết định 240/QĐ (1984) of the Ministry of Education on i and y; the names of provinces and districts in
Nghị quyết 202/2025/QH15 and the laws before it, where Đắk Lắk, Bắc Kạn and Cư M'gar have forms with c and without the
apostrophe; Unicode Technical Standard 39 for letters of other scripts that look like Latin ones.
"""

from __future__ import annotations

import re
from typing import Final

from crawler.vietnamese.letters import JOIN
from crawler.vietnamese.lookalikes import TO_LATIN

_TONED_Y: Final = "".join(JOIN["y", tone] for tone in range(6))
_TO_I: Final = str.maketrans({JOIN["y", tone]: JOIN["i", tone] for tone in range(6)})
# Each begins with the letter or sign that it is about, for that is what the search skips to.
_FINAL_Y: Final = re.compile(f"[{_TONED_Y}](?:(?<=[bcdđghklmnprstvx].)|(?<=qu.))(?![^\\W\\d_])")
_FINAL_K: Final = re.compile(r"k(?<=[^\W\d_]k)(?<![bcdđghklmnpqrstvxz']k)(?![^\W\d_])")
_FIRST_K: Final = re.compile(r"k(?<![^\W_]k)(?=[aăâoôơuưàảãáạằẳẵắặầẩẫấậòỏõóọồổỗốộờởỡớợùủũúụừửữứự])")
_UNTONED_STOP: Final = re.compile(r"ăc(?![^\W\d_])")
_APOSTROPHE: Final = re.compile(r"'(?<=[^\W\d_]')(?=[^\W\d_])")
_DASH: Final = re.compile(r"[ -](?:(?<=[^\W_] )-|(?<=[^\W_]-)) ?(?=[^\W_])")
_CITY: Final = re.compile(r"t(?<![^\W_]t)(?:p|hành phố|hanh pho)\.? ?(?:hcm|hồ chí minh|ho chi minh)(?![^\W_])")
_LETTERS: Final = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i"}
_FOREIGN: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
# Keys are in small letters: what stood for a Latin capital (Н for H, М for M) may be no twin as a small one.
_TWINS: Final[dict[int, int]] = {
    **{ord(chr(code).lower()): ord(chr(twin).lower()) for code, twin in TO_LATIN.items()},
    **{code: twin for code, twin in TO_LATIN.items() if chr(code).islower()},
}
_WORD: Final = re.compile(r"[^\W\d_]+")


def unify(key: str) -> str:
    """`key` (as `fold` makes it) with one way of writing for i and y, k and c in names, M'gar and Mgar, dashes.

    Letters of other European languages become plain, words in letters that look like Latin ones become Latin.
    """
    for letter, plain in _LETTERS.items():
        key = key.replace(letter, plain)
    if _FOREIGN.search(key):
        key = _WORD.sub(_latin, key)
    if "hcm" in key or "minh" in key:
        key = _CITY.sub("tphcm", key)
    key = _DASH.sub(" ", _APOSTROPHE.sub("", key))
    key = _FIRST_K.sub("c", _FINAL_K.sub("c", key))
    return _FINAL_Y.sub(lambda match: match[0].translate(_TO_I), _UNTONED_STOP.sub("ắc", key))


def _latin(match: re.Match[str]) -> str:
    latin = match[0].translate(_TWINS)
    return match[0] if _FOREIGN.search(latin) else latin
