"""Damage amid an archive file: bytes that are no whole record while whole ones follow, and zeros in their place.

Each record is a gzip member of its own. A reader that goes from front to back stops at a damaged one. It never reaches
those behind it, though they are whole and the store names their offsets.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from crawler.archive.erasing import Span, erase
from crawler.archive.torn import TORN, member_end

_GZIP: Final = b"\x1f\x8b\x08"  # RFC 1952: magic number, and deflate
_STEP: Final = 1 << 16


def holes(path: Path) -> list[Span]:
    """The spans between whole records that hold none, in order; a torn end is none of them. Raises `OSError`."""
    found: list[Span] = []
    with path.open("rb") as stream:
        at: int | None = 0
        while at is not None:
            end = member_end(stream, at)
            if end is None and (end := _next_whole(stream, at + 1)) is not None:
                found.append((at, end))
            at = end
    return found


def fill(path: Path) -> list[Span]:
    """Put a record of zeros into each hole, so that readers go on behind it; returns the holes.

    Their bytes are first appended to a file beside, with the suffix `.torn`. Raises `OSError`, and `ArchiveError` for a
    hole that is shorter than any record.
    """
    spans = holes(path)
    if spans:
        with path.open("rb") as stream, path.with_name(path.name + TORN).open("ab") as aside:
            for begin, end in spans:
                stream.seek(begin)
                for block in _blocks(stream, end - begin):
                    aside.write(block)
            aside.flush()
            os.fsync(aside.fileno())
        erase(path, spans)
    return spans


def _blocks(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (block := stream.read(min(size, 1 << 20))):
        yield block
        size -= len(block)


def _next_whole(stream: IO[bytes], start: int) -> int | None:
    """Where the next whole record begins; None where none follows."""
    while True:
        stream.seek(start)
        block = stream.read(_STEP + len(_GZIP) - 1)
        at = block.find(_GZIP)
        while at >= 0:
            if member_end(stream, start + at) is not None:
                return start + at
            at = block.find(_GZIP, at + 1)
        if len(block) < len(_GZIP):
            return None
        start += _STEP
