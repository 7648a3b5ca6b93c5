"""Archive files that lost their end: where the last whole record ends, and what is left behind it.

Each record is a gzip member of its own, so an end is looked for from behind: damage further in front hides nothing.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import IO, Final

from crawler.base.atomic import sync_folder

TORN: Final = ".torn"
_GZIP: Final = b"\x1f\x8b\x08"  # RFC 1952: magic number, and deflate
_WARC: Final = b"WARC/"  # a packed file inside a record has a gzip header, too, but not this
_STEP: Final = 1 << 16


def whole_end(path: Path) -> int:
    """The offset at which the last whole record ends; 0 where there is none. Raises `OSError`."""
    end = path.stat().st_size
    with path.open("rb") as stream:
        while end > 0:
            start = max(0, end - _STEP)
            stream.seek(start)
            block = stream.read(end - start + len(_GZIP) - 1)
            at = block.rfind(_GZIP)
            while at >= 0:
                if found := member_end(stream, start + at):
                    return found
                at = block.rfind(_GZIP, 0, at + len(_GZIP) - 1)
            end = start
    return 0


def member_end(stream: IO[bytes], offset: int, marker: bytes = b"") -> int | None:
    """Where the record at `offset` ends; None where none begins, it is not whole, or its head has no `marker`.

    Raises `OSError`.
    """
    stream.seek(offset)
    member = zlib.decompressobj(31)
    head = b""
    consumed = offset
    pending = b""
    try:
        while not member.eof:
            chunk = pending or stream.read(_STEP)
            if not chunk:
                return None
            out = member.decompress(chunk, _STEP)
            if len(head) < _STEP:
                head += out
            pending = member.unconsumed_tail
            consumed += len(chunk) - len(pending) - len(member.unused_data)
    except zlib.error:
        return None
    return consumed if head.startswith(_WARC) and marker in head.partition(b"\r\n\r\n")[0] else None


def cut_torn_end(path: Path, keep: bool = False) -> int:
    """Cut off what follows the last whole record; returns how many bytes. Raises `OSError`.

    With `keep` they are first appended to a file beside, with the suffix `.torn`.
    """
    size, whole = path.stat().st_size, whole_end(path)
    if size > whole:
        with path.open("r+b") as stream:
            if keep:
                stream.seek(whole)
                with path.with_name(path.name + TORN).open("ab") as aside:
                    while chunk := stream.read(1 << 20):
                        aside.write(chunk)
                    aside.flush()
                    os.fsync(aside.fileno())
            stream.truncate(whole)
            os.fsync(stream.fileno())
        sync_folder(path.parent)
    return size - whole
