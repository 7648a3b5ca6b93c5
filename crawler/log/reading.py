"""Reading the log of revisions as a consumer does: in `seq` order over all portals, from where it stopped last time.

A segment's digest is compared with the manifest's before the first of its lines is given out.
"""

from __future__ import annotations

import hashlib
import heapq
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from crawler.base.errors import StoreError
from crawler.log.manifest import MEND, Segment, read_head, read_manifest

Line = tuple[int, bytes]  # seq, and the record's line without its line end

MEMORY = 32 << 20  # bytes held of all segments that are merged at once
SMALLEST, LARGEST = 16 << 10, 1 << 20  # bytes read of a segment at a time


class MissingError(StoreError):
    """A segment is not there: it is lost, or its lines are in a larger one now, which a newer manifest names."""


def read_log(output: Path, after: int = 0, portals: Collection[str] = ()) -> Iterator[Line]:
    """Every published revision with `seq` above `after`, in `seq` order; of `portals` alone where any are named.

    It needs nothing but the files: no database. Raises `StoreError` where a segment of the manifest is missing or
    damaged. Memory: `MEMORY`, or a block of each segment that overlaps the next in `seq`. No file stays open.
    """
    while True:
        manifest = read_manifest(output, after)
        wanted = [one for one in manifest.segments if not portals or one.portal in portals]
        try:
            for line in merged(output, wanted):
                if after < line[0] <= manifest.published_through:
                    after = line[0]
                    yield line
        except MissingError:
            if read_head(output) == manifest.head:
                raise
        else:
            return


def follow_log(
    output: Path,
    after: int = 0,
    portals: Collection[str] = (),
    wait: Callable[[], None] = lambda: time.sleep(1.0),
) -> Iterator[Line]:
    """As `read_log`, then whatever is published later, without end; `wait` is called where there is nothing new."""
    through = 0
    while True:
        published = read_head(output).published_through
        if published == through:
            wait()
            continue
        through = published
        for line in read_log(output, after, portals):
            after = line[0]
            yield line


def check_segment(output: Path, segment: Segment) -> None:
    """Raise `StoreError` where the segment's file is missing, or not the one that was published."""
    for _ in _blocks(output, segment, LARGEST):
        pass


def merged(output: Path, segments: Iterable[Segment]) -> Iterator[Line]:
    """The lines of segments in `seq` order. Raises `StoreError` as `read_log` does."""
    for group in _overlapping(sorted(segments, key=lambda segment: segment.first_seq)):
        block = min(LARGEST, max(SMALLEST, MEMORY // len(group)))
        yield from heapq.merge(*(_lines(output, segment, block) for segment in group))


def _overlapping(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Runs of segments that share a range of `seq`; those of different runs come strictly one after the other."""
    group: list[Segment] = []
    last = 0
    for segment in segments:
        if group and segment.first_seq > last:
            yield group
            group = []
        group.append(segment)
        last = max(last, segment.last_seq)
    if group:
        yield group


def _lines(output: Path, segment: Segment, block: int) -> Iterator[Line]:
    """The lines of a segment, once its digest is known to be right."""
    if segment.bytes <= block:
        blocks: Iterator[bytes] = iter([b"".join(_blocks(output, segment, block))])
    else:
        check_segment(output, segment)
        blocks = _blocks(output, segment, block)
    rest = b""
    for content in blocks:
        *lines, rest = (rest + content).split(b"\n")
        for line in lines:
            yield _seq(output, segment, line), line


def _blocks(output: Path, segment: Segment, block: int) -> Iterator[bytes]:
    """A segment's bytes, a block at a time; the file is open only while one is read.

    Raises `StoreError` at the end where the digest is not the manifest's.
    """
    path = output / segment.path
    digest, size = hashlib.sha256(), 0
    try:
        while size < segment.bytes:
            with path.open("rb") as stream:
                stream.seek(size)
                content = stream.read(block)
            if not content:
                break
            digest.update(content)
            size += len(content)
            yield content
        longer = path.stat().st_size > size
    except FileNotFoundError as error:
        raise MissingError(f"{path}, which the manifest names, is missing; {MEND}") from error
    except OSError as error:
        raise StoreError(f"cannot read {path}, which the manifest names: {error.strerror}") from error
    if longer or size != segment.bytes or digest.hexdigest() != segment.sha256:
        raise StoreError(f"{path} is damaged: it has not the digest that the manifest names; {MEND}")


def _seq(output: Path, segment: Segment, line: bytes) -> int:
    try:
        return int(orjson.loads(line)["seq"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{output / segment.path} is damaged: {error}") from error


def find_record(output: Path, article: str) -> dict[str, Any] | None:
    """The newest published revision of an article, or None; it reads the log of the article's portal."""
    newest: dict[str, Any] | None = None
    marker = orjson.dumps(article)
    for _, line in read_log(output, portals={article.partition(":")[0]}):
        if marker in line and (record := orjson.loads(line))["id"] == article:
            newest = record
    return newest
