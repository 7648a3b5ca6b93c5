"""A stream of bytes of any length as parts of text that can be normalised one after the other.

A part ends at a line's end (in a line of a megabyte and more, at a space), so that memory stays bounded. Its text is
normalised in pieces of some lines: most pieces of clean text need nothing, and one that does costs a second look at
itself alone. What is judged by the whole document, such as a line too short to tell its encoding by, is judged by the
piece, which is longer where legacy text is found.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from crawler.vietnamese.decoding import Decoded, decode
from crawler.vietnamese.legacy.detecting import detect

PART: Final = 1 << 20
"""Bytes that are read at a time."""
PIECE: Final = 1 << 12
"""Characters that are normalised at a time."""
BLOCK: Final = 1 << 15
"""Characters that are normalised at a time where an encoding is judged: of longer text `detect` reads no more."""


def parts(stream: BinaryIO) -> Iterator[Decoded]:
    """The text of `stream`, part by part: all UTF-8, or each part in the encoding that `decode` finds for it."""
    block = stream.read(PART)
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _utf16(block, stream)
        return
    kept = b""
    while block:
        data = kept + block
        end = _cut(data)
        if end:
            yield decode(data[:end])
        kept = data[end:]
        block = stream.read(PART)
    if kept:
        yield decode(kept)


def pieces(text: str) -> Iterator[str]:
    """`text` in pieces that end at the ends of lines; a line is never cut."""
    for block in _by_lines(text, BLOCK):
        if detect(block) is None:
            yield from _by_lines(block, PIECE)
        else:
            yield block


def _by_lines(text: str, size: int) -> Iterator[str]:
    """Stretches of about `size` characters, each with the end of its last line."""
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + size) + 1 or text.find("\n", start + size) + 1 or len(text)
        yield text[start:end]
        start = end


def _cut(data: bytes) -> int:
    """Where the last line of `data` begins; in a very long line the last word; 0 where neither is found."""
    end = data.rfind(b"\n") + 1
    if not end and len(data) >= PART:
        end = data.rfind(b" ") + 1
    if not end and len(data) >= 4 * PART:
        end = len(data)
        while end > len(data) - 4 and data[end - 1] & 0xC0 == 0x80:  # not inside a character of UTF-8
            end -= 1
        end -= data[end - 1] >= 0xC0
    return end


def _utf16(block: bytes, stream: BinaryIO) -> Iterator[Decoded]:
    reader = codecs.getincrementaldecoder("utf-16")("replace")
    name = "utf-16-le" if block.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    kept = ""
    while block:
        kept += reader.decode(block)
        end = kept.rfind("\n") + 1 or (len(kept) if len(kept) >= PART else 0)
        if end:
            yield Decoded(kept[:end], name)
        kept = kept[end:]
        block = stream.read(PART)
    kept += reader.decode(b"", final=True)
    if kept:
        yield Decoded(kept, name)
