"""Raw pages in WARC archives (ISO 28500), read by address."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.base.clock import to_vietnam
from crawler.base.errors import ArchiveError

MAX_BODY = 32 * 1024 * 1024  # bytes: a larger body is skipped, as the downloader would refuse it


@dataclass(frozen=True, slots=True)
class Archived:
    """One saved response, its body decoded from any content encoding."""

    url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    offset: int
    saved_at: datetime | None = None  # WARC-Date, +07:00
    archive: str = ""  # the archive's file name


def responses(path: Path) -> Iterator[Archived]:
    """Every HTTP response of an archive, in order. Raises `ArchiveError` for what is no WARC, or is cut short."""
    for record in _records(path):
        archived = _archived(record, path)
        if archived is not None:
            yield archived


def _records(path: Path, parse_http: bool = True) -> Iterator[WarcRecord]:
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                raise ArchiveError(f"{path}: an empty file, not a WARC archive")
            stream.seek(0)
            last: int | None = None
            for record in ArchiveIterator(
                stream, record_types=WarcRecordType.response, parse_http=parse_http, auto_decode="all"
            ):
                last = record.stream_pos
                yield record
            if last is None:
                raise ArchiveError(f"{path}: no WARC archive, or one without a single response")
        _check_tail(path, last)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or f'damaged or cut short ({error})'}") from error


def _check_tail(path: Path, last: int) -> None:
    """Raise `ArchiveError` where an archive does not end with a whole record, the last response being at `last`."""
    with path.open("rb") as stream:
        stream.seek(last)
        member = zlib.decompressobj(wbits=31)
        first = stream.read(1 << 16)
        if first[:2] != b"\x1f\x8b":
            head, _, _ = first.partition(b"\r\n\r\n")
            length = re.search(rb"(?im)^content-length:\s*(\d+)", head)
            if length and last + len(head) + 4 + int(length[1]) > path.stat().st_size:
                raise ArchiveError(f"{path}: cut short in its last record")
            return
        chunk = first
        while chunk:
            member.decompress(chunk, 1 << 20)
            chunk = member.unconsumed_tail or member.unused_data
            if member.eof:
                member = zlib.decompressobj(wbits=31)
                chunk = chunk or stream.read(1 << 16)
                if not chunk:
                    return
            else:
                chunk = chunk or stream.read(1 << 16)
        raise ArchiveError(f"{path}: cut short in its last record")


def _archived(record: WarcRecord, path: Path) -> Archived | None:
    url = record.headers.get("WARC-Target-URI")
    http = record.http_headers
    if not url or http is None:
        return None
    body = record.reader.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        return None
    return Archived(
        url.strip("<>"),
        http.status_code or 0,
        list(http.items()),
        body,
        record.stream_pos,
        _saved_at(record),
        path.name,
    )


def _saved_at(record: WarcRecord) -> datetime | None:
    try:
        return to_vietnam(datetime.fromisoformat(record.headers.get("WARC-Date") or ""))
    except ValueError:
        return None


def _key(url: str) -> str:
    """The key of an address in the index: neither scheme nor percent-encoding matters."""
    parts = urlsplit(url)
    path = quote(unquote(parts.path or "/"), safe="/%:;=@&+,!$'()*~-._")
    return f"{(parts.hostname or '').lower()}{path}" + (f"?{parts.query}" if parts.query else "")


class ArchiveIndex:
    """Where each address lies in a set of archives; bodies stay on disk. The last saved response of an address wins."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._where: dict[str, tuple[Path, int]] = {}
        for path in paths:
            for record in _records(path, parse_http=False):
                url = record.headers.get("WARC-Target-URI")
                if url:
                    self._where[_key(url.strip("<>"))] = (path, record.stream_pos)

    def __len__(self) -> int:
        return len(self._where)

    def get(self, url: str) -> Archived | None:
        """The response saved for `url`, or None."""
        where = self._where.get(_key(url))
        if where is None:
            return None
        return response_at(*where)


def response_at(path: Path, offset: int) -> Archived | None:
    """The response whose record begins at `offset`; None where another record does. Raises `ArchiveError`."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            for record in ArchiveIterator(stream, auto_decode="all"):
                is_response = record.record_type == WarcRecordType.response and record.stream_pos == offset
                return _archived(record, path) if is_response else None
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or f'damaged or cut short ({error})'}") from error
    return None
