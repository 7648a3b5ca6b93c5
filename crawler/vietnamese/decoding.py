"""`decode`: the text of a response body, whatever its headers claim."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([a-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml[^>]{0,100}encoding\s{0,5}=\s{0,5}[\"']([a-z0-9_:.-]{2,40})", re.IGNORECASE)
_SNIFFED: Final = 4096
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body. `encoding` is the one that was used; `flags` says what had to be overruled or was lost."""

    text: str
    encoding: str
    flags: list[str]


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Decode `body`: a byte order mark wins, then valid UTF-8, then the `declared` charset, then the page's meta."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            text = body[len(bom) :].decode(encoding, "replace")
            return Decoded(text, encoding, ["undecodable_bytes"] if "\ufffd" in text else [])
    claimed = _known(declared) or _in_page(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        overruled = claimed not in (None, "utf-8", "ascii") and not body.isascii()
        return Decoded(text, "utf-8", ["charset_overruled"] if overruled else [])
    if claimed in (None, "utf-8", "ascii"):
        return Decoded(body.decode("utf-8", "replace"), "utf-8", ["undecodable_bytes"])
    text = body.decode(claimed, "replace")
    if claimed == "cp1258":
        text = unicodedata.normalize("NFC", text)
    return Decoded(text, claimed, ["undecodable_bytes"] if "\ufffd" in text else [])


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _in_page(body: bytes) -> str | None:
    head = body[:_SNIFFED]
    match = _META.search(head) or _XML.search(head)
    return _known(match[1].decode("ascii")) if match else None
