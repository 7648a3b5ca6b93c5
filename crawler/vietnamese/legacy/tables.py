"""The legacy encodings as tables from the characters that their bytes turn into when read as windows-1252.

Sources: VISCII: RFC 1456. TCVN3 (the fonts .VnTime …, 'ABC'): TCVN 5712:1993, VN1 to VN3. VPS: the chart of VPSKeys
(x-viet-vps). VNI-Windows: its chart of two-character letters. windows-1258: Microsoft's code page, here Python's
codec. The tests hold VISCII, TCVN and 1258 against iconv.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crawler.vietnamese.cleaning import compose
from crawler.vietnamese.syllable import is_syllable

_HOLE: Final = "\ufffd"  # a byte that the encoding leaves to windows-1252

_VISCII_HIGH: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ" "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "\ufffdắằặấầẩậẽẹếềểễệố" "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ" "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ" "đựòóôõỏọụùúũủýợỮ"
)  # fmt: skip
_VISCII_LOW: Final = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_VPS_HIGH: Final = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ" "Ế‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ"
    "\ufffdắằẳẵặỠớÙờởỡŨỨợỪ" "ổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹ" "ƯỦồốÔỏơÈừứÚũưÝẺ\ufffd"
    "àáâãảạă\ufffdèéêẽìí\ufffdĩ" "ẴĐòóôõ\ufffdƠụùúủ\ufffdỶẼỳ"
)  # fmt: skip
_VPS_LOW: Final = {
    0x02: "Ạ", 0x03: "Ậ", 0x04: "Ặ", 0x05: "Ẹ", 0x06: "Ệ", 0x10: "Ị", 0x11: "Ọ", 0x12: "Ộ", 0x13: "Ợ", 0x14: "Ụ",
    0x15: "Ự", 0x19: "Ỵ", 0x1C: "Ẫ", 0x1D: "Ữ",
}  # fmt: skip

_TCVN_HIGH: Final = (
    "\ufffdĂÂÊÔƠƯĐăâêôơưđẰ" "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù" "ỖủũúụừửữứựỳỷỹýỵỐ"
)  # fmt: skip

# The capitals of VN1, where ABC documents have the quotes and dashes of windows-1252.
_TCVN_CAPITALS: Final = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_TCVN_LOW: Final = {
    0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ",
    0x16: "Ý", 0x17: "Ỵ",
}  # fmt: skip

# VNI-Windows writes a letter and, after it, its marks: aá is ấ. The same sign means one thing after each letter.
_VNI_MARKS: Final = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300",
    "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300",
    "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def as_windows(byte: int) -> str:
    """The character that browsers show for `byte` of a page said to be windows-1252 or ISO 8859-1."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _single_byte(high: str, low: dict[int, str] | None = None) -> dict[int, str]:
    """A `str.translate` table from windows-1252 and Latin-1 characters to those of the encoding."""
    table: dict[int, str] = dict(low or {})
    for byte, char in enumerate(high, 256 - len(high)):
        if char != _HOLE:
            table[byte] = char
            table[ord(as_windows(byte))] = char
    return table


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for base in "aeouyôö":
        for sign, marks in _VNI_MARKS.items():
            letter = unicodedata.normalize("NFC", _VNI_ALONE.get(base, base) + marks)
            if len(letter) == 1:
                for first, whole in ((base, letter), (base.upper(), letter.upper())):
                    pairs[first + sign] = pairs[first + sign.upper()] = whole
    for sign, letter in _VNI_ALONE.items():
        pairs[sign], pairs[sign.upper()] = letter, letter.upper()
    return pairs


_VNI: Final = _vni_pairs()
_VNI_PAIR: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_CP1258: Final = {
    ord(as_windows(byte)): bytes([byte]).decode("cp1258")
    for byte in range(0xC0, 0x100)
    if bytes([byte]).decode("cp1258", "replace") != as_windows(byte)
}
_CP1258_CLUSTER: Final = re.compile("[^\\W\\d_][\u0300\u0301\u0303\u0309\u0323]+")

_VISCII: Final = _single_byte(_VISCII_HIGH, _VISCII_LOW)
_VPS: Final = _single_byte(_VPS_HIGH, _VPS_LOW)
_TCVN: Final = _single_byte(_TCVN_HIGH, _TCVN_LOW)
_TCVN_CAPITAL: Final = {as_windows(byte): letter for byte, letter in enumerate(_TCVN_CAPITALS, 0x80)}
_AROUND_CAPITAL: Final = re.compile(
    f"([^\\W\\d_]{{0,7}})([{re.escape(''.join(_TCVN_CAPITAL))}])((?:(?![{''.join(filter(str.isalpha, _TCVN_CAPITAL))}])"
    "[^\\W\\d_]){0,7})"
)


def _from_vni(text: str) -> str:
    return _VNI_PAIR.sub(lambda match: _VNI[match[0]], text)


def _from_1258(text: str) -> str:
    return _CP1258_CLUSTER.sub(lambda match: compose(match[0]), text.translate(_CP1258))


def _from_tcvn(text: str) -> str:
    read = unicodedata.normalize("NFC", text.translate(_TCVN))
    return _AROUND_CAPITAL.sub(_tcvn_capital, read)


def _tcvn_capital(match: re.Match[str]) -> str:
    """A capital of VN1 where it makes a syllable of pieces that are none; else it is a sign of windows-1252."""
    before, sign, after = match.groups()
    word = f"{before}{_TCVN_CAPITAL[sign]}{after}"
    pieces = [piece for piece in (before, after) if piece]
    if is_syllable(word) and (sign.isalpha() or not all(map(is_syllable, pieces))):
        return word
    return match[0]


# In VISCII the byte of the no-break space is Õ: so it is read where that makes a word of what was none (VÕ).
_A0: Final = re.compile("([^\\W\\d_]{1,3})\u00a0([^\\W\\d_]{0,3})(?![^\\W\\d_])")


def _from_viscii(text: str) -> str:
    read = text.translate(_VISCII)
    return _A0.sub(_big_o_tilde, read) if "\u00a0" in read else read


def _big_o_tilde(match: re.Match[str]) -> str:
    before, after = match.groups()
    word = f"{before}Õ{after}"
    return word if before.isupper() and is_syllable(word) and not is_syllable(before) else match[0]


@dataclass(frozen=True, slots=True)
class Encoding:
    """One legacy encoding: its name, and how text that was read as windows-1252 is read as what it is."""

    name: str
    read: Callable[[str], str]


ENCODINGS: Final = (
    Encoding("tcvn3", _from_tcvn),
    Encoding("vni", _from_vni),
    Encoding("windows-1258", _from_1258),
    Encoding("viscii", _from_viscii),
    Encoding("vps", lambda text: text.translate(_VPS)),
)
