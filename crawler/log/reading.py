"""Reading the log of revisions as a consumer does: in `seq` order over all portals, from where it stopped last time."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from crawler.base.errors import StoreError
from crawler.log.manifest import Segment, read_manifest

Line = tuple[int, bytes]  # seq, and the record's line without its line end


def read_log(output: Path, after: int = 0, portals: Collection[str] = ()) -> Iterator[Line]:
    """Every published revision with `seq` above `after`, in `seq` order; of `portals` alone where any are named.

    It needs nothing but the files: no database. Raises `StoreError` where a segment of the manifest is missing or
    damaged. Memory: one line of each segment that overlaps the next in `seq`.
    """
    manifest = read_manifest(output)
    through = manifest.published_through
    wanted = [s for s in manifest.segments if s.last_seq > after and (not portals or s.portal in portals)]
    for group in _overlapping(sorted(wanted, key=lambda segment: segment.first_seq)):
        for line in heapq.merge(*(_lines(output, segment) for segment in group)):
            if after < line[0] <= through:
                yield line


def follow_log(
    output: Path,
    after: int = 0,
    portals: Collection[str] = (),
    wait: Callable[[], None] = lambda: time.sleep(1.0),
) -> Iterator[Line]:
    """As `read_log`, then whatever is published later, without end; `wait` is called where there is nothing new."""
    while True:
        before = after
        for line in read_log(output, after, portals):
            after = line[0]
            yield line
        if after == before:
            wait()


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


def _lines(output: Path, segment: Segment) -> Iterator[Line]:
    path = output / segment.path
    try:
        with path.open("rb") as stream:
            for line in stream:
                yield int(orjson.loads(line)["seq"]), line.rstrip(b"\n")
    except OSError as error:
        raise StoreError(f"cannot read {path}, which the manifest names: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged: {error}") from error


def find_record(output: Path, article: str) -> dict[str, Any] | None:
    """The newest published revision of an article, or None; it reads the log of the article's portal."""
    newest: dict[str, Any] | None = None
    marker = orjson.dumps(article)
    for _, line in read_log(output, portals={article.partition(":")[0]}):
        if marker in line and (record := orjson.loads(line))["id"] == article:
            newest = record
    return newest
