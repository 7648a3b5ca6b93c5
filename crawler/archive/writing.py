"""Writing the raw archive: every answer as it was fetched, in WARC 1.1 segments (ISO 28500).

A portal has one segment at a time, `<portal>-<yyyymmdd>-<number>.warc.gz`, which has the suffix `.open` while it is
written. It is closed by rename when it is full or the run ends. A later run of the same day continues it, so a portal
that is crawled every half hour makes one file a day. Each record is a gzip member of its own.

A segment that lost its end, or was put back from an older copy, is not continued, and no name is used twice: a place
that the store knows never holds another page. The number is the second of the day at which the segment began.

A body is archived decoded, without its Content-Encoding, as the reading sees it. An answer whose body is that of the
page's last one becomes a revisit record.
"""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.capture import Capture
from crawler.archive.torn import TORN, cut_torn_end, member_end
from crawler.base.atomic import sync_folder
from crawler.base.errors import StoreError

OPEN = ".open"
# Speed before size: on portal pages of 46 KB level 6 takes 2.3 ms a page, level 3 takes 1.3 ms for 8 % more.
COMPRESSION_LEVEL = 3
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# They describe how the body was encoded for transport; it is archived decoded.
_OF_THE_WAY = frozenset({"content-encoding", "transfer-encoding", "content-length"})

Headers = Iterable[tuple[str, str]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, the body decoded."""

    url: str
    method: str
    request_headers: Headers
    status: int
    reason: str
    headers: Headers
    body: bytes
    at: datetime


class ArchiveWriter:
    """One portal's part of the archive, for one run. Raises `StoreError` where it can't be written."""

    def __init__(
        self, folder: Path, portal: str, software: str, limit: int, reach: Callable[[str], int] = lambda _: -1
    ) -> None:
        """Repair and close what a kill left open. The first exchange opens a segment.

        A segment that has reached `limit` bytes is closed. `reach` says at which offset of a file the last answer
        lies that the store knows of; -1 where it knows of none.
        """
        self.folder = folder
        self.portal = portal
        self.software = software
        self.limit = limit
        self.reach = reach
        self._stream: IO[bytes] | None = None
        self._name = ""
        self._buffer = BytesIO()
        self._records = WARCWriter(self._buffer, gzip=False, warc_version="WARC/1.1")
        for left in sorted(folder.glob(f"{portal}-????????-*.warc.gz{OPEN}")):
            with _clear(left):
                cut_torn_end(left)
                _close(left)

    def write(self, exchange: Exchange, metadata: dict[str, str], known: Capture | None = None) -> Capture | None:
        """Append an exchange; returns where its whole answer lies: here, or in the `known` place.

        None: a 304 for a page that was never archived. Only after `sync` is it safe from a kill.
        """
        moment = exchange.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with _clear(self.folder):
            stream = self._segment(exchange.at)
            offset = stream.tell()
            answer, capture = self._answer(exchange, moment, offset, known)
            members = [answer, self._request(exchange, moment), self._metadata(exchange.url, moment, metadata)]
            stream.write(b"".join(members))
            if stream.tell() >= self.limit:
                self.close()
        return capture

    def sync(self) -> None:
        """Put all that was written on the disk."""
        self.syncing()()

    def syncing(self) -> Callable[[], None]:
        """Hand what was written to the system; the function puts it on the disk, in any thread."""
        if self._stream is None:
            return _nothing
        with _clear(self.folder):
            self._stream.flush()
            # A descriptor of its own: the segment may be closed before the function is called.
            same = os.fdopen(os.dup(self._stream.fileno()), "ab", buffering=0)

        def put() -> None:
            with _clear(self.folder), same:
                os.fsync(same.fileno())

        return put

    def close(self) -> None:
        """Close the segment by rename; the next exchange opens another."""
        if self._stream is not None:
            with _clear(self.folder):
                self.sync()
                self._stream.close()
                self._stream = None
                _close(self.folder / (self._name + OPEN))

    def _segment(self, at: datetime) -> IO[bytes]:
        if self._stream is not None:
            return self._stream
        self.folder.mkdir(parents=True, exist_ok=True)
        stem = f"{self.portal}-{at:%Y%m%d}"
        known = sorted(self.folder.glob(f"{stem}-*.warc.gz"))
        go_on = bool(known) and self._can_go_on(known[-1])
        if go_on:
            self._name = known[-1].name
        else:
            last = int(known[-1].name[len(stem) + 1 :].split(".")[0]) if known else -1
            number = max(last + 1, at.hour * 3600 + at.minute * 60 + at.second)
            self._name = f"{stem}-{number:05d}.warc.gz"
        path = self.folder / (self._name + OPEN)
        if go_on:
            known[-1].rename(path)
        self._stream = path.open("ab")
        sync_folder(self.folder)
        if not go_on:
            info = {"software": self.software, "format": "WARC File Format 1.1", "isPartOf": self.portal}
            self._stream.write(self._member(self._records.create_warcinfo_record(self._name, info)))
        return self._stream

    def _can_go_on(self, path: Path) -> bool:
        """Whether a closed segment has room and all that the store knows of; a torn end is cut off."""
        if cut := cut_torn_end(path, keep=True):
            logger.warning(
                "%s was cut short: its last %d bytes, no whole record, are in %s now", path, cut, path.name + TORN
            )
        size = path.stat().st_size
        lost = self.reach(path.name) >= size
        if lost:
            logger.warning("%s has lost pages: they are kept again when they are fetched again", path)
        return size < self.limit and not lost

    def holds(self, known: Capture) -> bool:
        """Whether the answer is still there, whole."""
        if self._stream is not None and known.warc_file == self._name:
            self._stream.flush()
        for name in (known.warc_file, known.warc_file + OPEN):
            with suppress(OSError), (self.folder / name).open("rb") as stream:
                return member_end(stream, known.warc_offset, known.digest.encode()) is not None
        return False

    def _answer(
        self, exchange: Exchange, moment: str, offset: int, known: Capture | None
    ) -> tuple[bytes, Capture | None]:
        body = BytesIO(exchange.body)
        headers = [pair for pair in exchange.headers if pair[0].lower() not in _OF_THE_WAY]
        if exchange.status != 304:
            headers.append(("Content-Length", str(len(exchange.body))))
        http = StatusAndHeaders(f"{exchange.status} {exchange.reason}".strip(), headers, protocol="HTTP/1.1")
        dated = {"WARC-Date": moment}
        if exchange.status == 304:
            record = self._records.create_warc_record(
                exchange.url, "revisit", http_headers=http, warc_headers_dict={**dated, "WARC-Profile": _NOT_MODIFIED}
            )
            if known is not None:
                record.rec_headers.add_header("WARC-Refers-To-Target-URI", known.url)
                record.rec_headers.add_header("WARC-Refers-To-Date", known.saved_at)
            return self._member(record), known
        record = self._records.create_warc_record(
            exchange.url, "response", payload=body, length=len(exchange.body), http_headers=http,
            warc_headers_dict=dated,
        )  # fmt: skip
        digest = str(record.rec_headers.get_header("WARC-Payload-Digest"))
        if known is None or known.digest != digest or not exchange.body:
            return self._member(record), Capture(exchange.url, digest, self._name, offset, moment)
        again = self._records.create_revisit_record(
            exchange.url, digest, known.url, known.saved_at, http_headers=http, warc_headers_dict=dated
        )
        return self._member(again), known

    def _request(self, exchange: Exchange, moment: str) -> bytes:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [("Host", parts.netloc.rpartition("@")[2]), *exchange.request_headers]
        http = StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True)
        return self._member(
            self._records.create_warc_record(
                exchange.url, "request", http_headers=http, warc_headers_dict={"WARC-Date": moment}
            )
        )

    def _metadata(self, url: str, moment: str, metadata: dict[str, str]) -> bytes:
        block = "".join(f"{name}: {value}\r\n" for name, value in metadata.items()).encode()
        return self._member(
            self._records.create_warc_record(
                url, "metadata", payload=BytesIO(block), length=len(block), warc_headers_dict={"WARC-Date": moment}
            )
        )

    def _member(self, record: object) -> bytes:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._records.write_record(record)
        packer = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, 31)
        return packer.compress(self._buffer.getvalue()) + packer.flush()


def _nothing() -> None:
    """No segment is open: what was written is on the disk."""


def _close(path: Path) -> None:
    if path.stat().st_size:
        path.rename(path.with_name(path.name.removesuffix(OPEN)))
    else:
        path.unlink()
    sync_folder(path.parent)


class _clear:  # noqa: N801 - a context manager reads as a verb
    """Turns what the disk refuses into an `StoreError`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if isinstance(error, OSError):
            raise StoreError(f"cannot write the archive at {self.path}: {error.strerror}") from error
