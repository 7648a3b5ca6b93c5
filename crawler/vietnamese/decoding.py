"""`decode`: the text of a response body, whatever its headers claim."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from crawler.vietnamese.legacy.detecting import encoding_of
from crawler.vietnamese.legacy.tables import ENCODINGS, as_windows

_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([a-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([a-z0-9_:.-]{2,40})", re.IGNORECASE)
# Codecs of Python's that are no charset of any page. UTF-7 the HTML standard forbids: it hides markup from filters.
_NEVER: Final = frozenset(["utf-7", "undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode"])
_SNIFFED: Final = 4096
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEGACY_NAMES: Final = {
    "viscii": "viscii", "csviscii": "viscii", "x-viscii": "viscii",
    "tcvn": "tcvn3", "tcvn3": "tcvn3", "tcvn-5712": "tcvn3", "tcvn5712": "tcvn3", "x-viet-tcvn": "tcvn3",
    "x-viet-tcvn5712": "tcvn3", "x-viet-vps": "vps", "vps": "vps", "x-viet-vni": "vni", "vni": "vni",
}  # fmt: skip
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_READERS: Final = {encoding.name: encoding.read for encoding in ENCODINGS}
_WINDOWS: Final = {byte: as_windows(byte) for byte in range(0x80, 0xA0)}
_SAME_AS_WINDOWS: Final = ("ascii", "iso8859-1", "cp1252")
_MARKUP: Final = re.compile(r"<[^<>]{0,5000}>|&[a-zA-Z#0-9]{2,8};")
_HIGH_BYTES: Final = bytes(range(0x80, 0x100))
_MOSTLY_UTF8: Final = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body.

    `encoding` is the one that was used. `flags`: `charset_overruled` where the page claimed another,
    `undecodable_bytes` where bytes became U+FFFD.
    """

    text: str
    encoding: str
    flags: list[str] = field(default_factory=list)


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Decode `body`; `declared` is the HTTP header Content-Type, or its charset alone, if any. Never raises.

    A byte order mark wins, then valid UTF-8. Else the charset that the header or the page itself claims is used, unless
    the text is Vietnamese in another 8-bit encoding (TCVN3, VNI, VISCII, VPS, windows-1258), as its syllables show.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _flagged(body[len(bom) :].decode(encoding, "replace"), encoding, encoding)
    claimed = _known(declared) or _in_page(body)
    try:
        return _flagged(body.decode("utf-8"), "utf-8", claimed if not body.isascii() else None)
    except UnicodeDecodeError:
        pass
    if claimed in _READERS:
        return _flagged(_READERS[claimed](_as_windows_text(body)), claimed, claimed)
    if claimed not in (None, "utf-8", "windows-1252", "windows-1258"):
        return _flagged(body.decode(claimed, "replace"), claimed, claimed)
    torn = body.decode("utf-8", "replace")
    high = len(body) - len(body.translate(None, _HIGH_BYTES))
    if torn.count("\ufffd") <= max(1, _MOSTLY_UTF8 * high):
        return _flagged(torn, "utf-8", claimed)
    return _eight_bit(body, claimed)


def _eight_bit(body: bytes, claimed: str | None) -> Decoded:
    text = _as_windows_text(body)
    encoding = encoding_of(_MARKUP.sub("\n", text))
    if encoding is not None:
        return _flagged(encoding.read(text), encoding.name, claimed)
    if claimed == "windows-1258":
        return _flagged(unicodedata.normalize("NFC", body.decode("cp1258", "replace")), claimed, claimed)
    if claimed == "utf-8":
        return _flagged(body.decode("utf-8", "replace"), "utf-8", claimed)
    return _flagged(text, "windows-1252", claimed)


def _as_windows_text(body: bytes) -> str:
    """`body` as browsers read windows-1252: all 256 bytes have a character."""
    return body.decode("latin-1").translate(_WINDOWS)


def _flagged(text: str, encoding: str, claimed: str | None) -> Decoded:
    flags = []
    if claimed is not None and claimed != encoding:
        flags.append("charset_overruled")
    if "\ufffd" in text:
        flags.append("undecodable_bytes")
    return Decoded(text, encoding, flags)


def _known(name: str | None) -> str | None:
    """The encoding's name here, or None for one that nobody knows; Latin-1 and ASCII mean windows-1252 on the web."""
    if not name:
        return None
    in_header = _CHARSET.search(name)
    plain = (in_header[1] if in_header else name).strip().strip("\"'").lower()
    if plain in _LEGACY_NAMES:
        return _LEGACY_NAMES[plain]
    try:
        info = codecs.lookup(plain)
    except (LookupError, ValueError):
        return None
    if info.name.replace("-", "_") in _NEVER or info.name in _NEVER:
        return None
    if info.name in _SAME_AS_WINDOWS:
        return "windows-1252"
    if info.name == "cp1258":
        return "windows-1258"
    return info.name if info._is_text_encoding else None


def _in_page(body: bytes) -> str | None:
    head = body[:_SNIFFED]
    match = _META.search(head) or _XML.search(head)
    claimed = _known(match[1].decode("ascii")) if match else None
    return None if claimed is not None and claimed.startswith("utf-16") else claimed
