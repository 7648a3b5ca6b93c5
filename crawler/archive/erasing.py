"""Taking records out of the raw archive: in their place stands a record of zeros of the same length.

So every other record stays at its offset, which published records name. Each exchange is a run of gzip members; one
member takes its place, which inflates to a WARC `metadata` record. Its zeros are stored, not compressed (RFC 1951,
3.2.4), and are written as a hole of the file where the file system knows such: what is taken out costs no room.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.base.atomic import sync_folder
from crawler.base.errors import ArchiveError

Span = tuple[int, int]  # of bytes in a file: begin, end
Answer = tuple[str, str]  # address, WARC-Date
STORED = 65535  # bytes of one stored block at most
BLOCK = 1 << 20
_HEAD = (
    "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
    "WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"
)
_END = b"\r\n\r\n"


def records(path: Path) -> Iterator[WarcRecord]:
    """A file's responses and revisits. Raises `ArchiveError` for a damaged one."""
    kinds = WarcRecordType.response | WarcRecordType.revisit
    try:
        with path.open("rb") as stream:
            yield from ArchiveIterator(stream, record_types=kinds, parse_http=False)
    except OSError as error:
        raise ArchiveError(f"{path}: damaged: {error}") from error


def plain_url(record: WarcRecord) -> str:
    """The address that a record is of."""
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def answer(record: WarcRecord) -> Answer:
    """What a revisit would call this answer: its address, and its WARC-Date."""
    return plain_url(record), record.headers.get("WARC-Date") or ""


def referred(record: WarcRecord) -> Answer | None:
    """The answer that a revisit refers to."""
    url = record.headers.get("WARC-Refers-To-Target-URI")
    return (url.strip("<>"), record.headers.get("WARC-Refers-To-Date") or "") if url else None


def exchanges(path: Path, wanted: Callable[[WarcRecord], bool]) -> list[Span]:
    """The spans of the exchanges whose response or revisit `wanted` says yes to, with their requests and metadata.

    Neighbours are one span. Raises `ArchiveError` for a damaged file.
    """
    spans: list[Span] = []
    begin, taken = 0, False
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                if record.record_type in (WarcRecordType.request, WarcRecordType.metadata):
                    continue  # it belongs to the response before it
                if taken:
                    _enter(spans, begin, record.stream_pos)
                begin = record.stream_pos
                taken = record.record_type in (WarcRecordType.response, WarcRecordType.revisit) and wanted(record)
    except OSError as error:
        raise ArchiveError(f"{path}: damaged: {error}") from error
    if taken:
        _enter(spans, begin, path.stat().st_size)
    return spans


def _enter(spans: list[Span], begin: int, end: int) -> None:
    if spans and spans[-1][1] == begin:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((begin, end))


def erase(path: Path, spans: Sequence[Span]) -> None:
    """Write the file anew with zeros in place of these spans, and put it in place by rename. Raises `OSError`."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with path.open("rb") as source, aside.open("wb") as target:
        for begin, end in spans:
            _copy(source, target, begin)
            for piece in _blank(end - begin, begin):
                if piece.count(0) == len(piece):
                    target.seek(len(piece), os.SEEK_CUR)
                else:
                    target.write(piece)
            source.seek(end)
        _copy(source, target, path.stat().st_size)
        target.truncate(path.stat().st_size)
        target.flush()
        os.fsync(target.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def _copy(source: object, target: object, end: int) -> None:
    """Copy from where both stand up to `end`."""
    left = end - source.tell()  # type: ignore[attr-defined]
    while left > 0:
        block = source.read(min(BLOCK, left))  # type: ignore[attr-defined]
        target.write(block)  # type: ignore[attr-defined]
        left -= len(block)


def _blank(size: int, number: int) -> Iterator[bytes]:
    """One gzip member of `size` bytes, in pieces: a record of zeros. Raises `ArchiveError` where none is so short."""
    length = size - _frame(0, number)
    while length > 0 and _frame(length, number) + length > size:
        length -= 1
    if length < 0:
        yield _shortest(size, number)
        return
    head = _HEAD.format(number=number, length=length).encode()
    slack = size - length - _frame(length, number)
    whole = len(head) + length + len(_END)
    yield b"\x1f\x8b\x08\x04" + bytes(6) + slack.to_bytes(2, "little") + bytes(slack)
    crc = zlib.crc32(head)
    done = 0
    for start in range(0, whole, STORED):
        count = min(STORED, whole - start)
        yield bytes([start + count == whole]) + count.to_bytes(2, "little") + (count ^ 0xFFFF).to_bytes(2, "little")
        for piece in _pieces(head, length, start, start + count):
            if done >= len(head):
                crc = zlib.crc32(piece, crc)
            done += len(piece)
            yield piece
    yield crc.to_bytes(4, "little") + (whole & 0xFFFFFFFF).to_bytes(4, "little")


def _pieces(head: bytes, length: int, start: int, end: int) -> Iterator[bytes]:
    """The record's bytes from `start` to `end`: of its head, of its zeros, of its end."""
    for begin, content in ((0, head), (len(head), None), (len(head) + length, _END)):
        size = length if content is None else len(content)
        first, last = max(start, begin) - begin, min(end, begin + size) - begin
        if first < last:
            yield bytes(last - first) if content is None else content[first:last]


def _frame(length: int, number: int) -> int:
    """What a member with so many zeros has beside them, at least."""
    inside = len(_HEAD.format(number=number, length=length)) + length + len(_END)
    return 10 + 2 + 5 * -(-inside // STORED) + (inside - length) + 8


def _shortest(size: int, number: int) -> bytes:
    """A compressed record without content, padded in the member's head."""
    record = _HEAD.format(number=number, length=0).encode() + _END
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(record) + packer.flush()
    slack = size - 20 - len(packed)
    if slack < 0:
        raise ArchiveError(f"{size} bytes at offset {number} are too few for a record")
    head = b"\x1f\x8b\x08\x04" + bytes(6) + slack.to_bytes(2, "little") + bytes(slack)
    return head + packed + zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
