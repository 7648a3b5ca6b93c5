"""Comparing the store, the segments and the manifest with each other, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sqlalchemy import Engine, func, select

from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.tables import log_segments, revisions
from crawler.log.identity import Fit, fit
from crawler.log.manifest import MANIFEST, Head, Segment, read_head, read_manifest
from crawler.log.parts import published_through
from crawler.log.reading import merged
from crawler.log.segment_files import file_digest, lines_digest, stored_lines


class Wrong(Enum):
    """What can be wrong, in the words in which it is reported."""

    MANIFEST_DAMAGED = "the manifest is damaged"
    MANIFEST_BEHIND = "the manifest does not name all that was published"
    AHEAD = "the log has records that the store has not: an older copy of the store was put back"
    FOREIGN = "the log of another store"
    FORKED = "the store has other records than the log under the same seq"
    FILE_MISSING = "the file is missing"
    FILE_DAMAGED = "the file is not the one that was published"
    STORE_DIFFERS = "the store lacks records of it, or has other ones"
    LOST = "records that are neither in the store nor in the log"
    STRAY = "the manifest does not name this file"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: with a file below the output folder, or with seqs ('seq 3-5')."""

    where: str
    wrong: Wrong
    segment: Segment | None = None


def verify(engine: Engine, output: Path) -> Iterator[Fault]:
    """All that is wrong, as it is found; every byte of the log and of its records in the store is read."""
    head, manifest = _read(output)
    with reading(engine) as connection:
        found = fit(connection, head)
        through = published_through(connection)
    if manifest is None:
        yield Fault(MANIFEST, Wrong.MANIFEST_DAMAGED)
    if found in (Fit.AHEAD, Fit.FOREIGN, Fit.FORKED):
        yield Fault(MANIFEST, Wrong[found.name])
        yield from _damaged_files(output, manifest or [])
        return
    known = stored_segments(engine)
    if manifest is not None and (head.published_through != through or set(manifest) != set(known)):
        yield Fault(MANIFEST, Wrong.MANIFEST_BEHIND)
    damaged = list(_damaged_files(output, known))
    yield from damaged
    differing = [segment for segment in known if not store_has(engine, segment)]
    yield from (Fault(segment.path, Wrong.STORE_DIFFERS, segment) for segment in differing)
    whole = set(differing) - {fault.segment for fault in damaged}
    in_log = {seq for segment in whole for seq, _ in merged(output, [segment])}
    yield from _lost(engine, through, in_log)
    yield from _strays(engine, output)


def stored_segments(engine: Engine) -> list[Segment]:
    """The segments that the store has published, by their first `seq`."""
    c = log_segments.c
    query = select(c.portal, c.path, c.first_seq, c.last_seq, c.lines, c.bytes, c.sha256)
    query = query.where(c.sha256.is_not(None), c.replaced_at.is_(None)).order_by(c.first_seq)
    with reading(engine) as connection:
        return [Segment.model_validate(dict(row)) for row in connection.execute(query).mappings()]


def _read(output: Path) -> tuple[Head, list[Segment] | None]:
    """The head and all that it names; None where either cannot be read."""
    try:
        head = read_head(output)
    except StoreError:
        return Head(), None
    try:
        return head, read_manifest(output).segments
    except StoreError:
        return head, None


def _damaged_files(output: Path, segments: Iterable[Segment]) -> Iterator[Fault]:
    for segment in segments:
        wrong = file_fault(output, segment)
        if wrong is not None:
            yield Fault(segment.path, wrong, segment)


def file_fault(output: Path, segment: Segment) -> Wrong | None:
    """What is wrong with a segment's file. Raises `StoreError` where it cannot be read."""
    path = output / segment.path
    try:
        return None if file_digest(path) == segment.sha256 else Wrong.FILE_DAMAGED
    except FileNotFoundError:
        return Wrong.FILE_MISSING
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error


def store_has(engine: Engine, segment: Segment) -> bool:
    """Whether the store has the very records that were published in a segment."""
    lines = stored_lines(engine, segment.portal, segment.first_seq, segment.last_seq)
    return lines_digest(lines) == segment.sha256


def _lost(engine: Engine, through: int, in_log: Set[int]) -> Iterator[Fault]:
    """Runs of `seq` that the store has not, but for those that the log still has."""
    with reading(engine) as connection:
        count = connection.execute(select(func.count()).where(revisions.c.seq <= through)).scalar_one()
        if count == through:
            return
        query = select(revisions.c.seq).where(revisions.c.seq <= through)
        missing = sorted(set(range(1, through + 1)) - in_log - set(connection.execute(query).scalars()))
    start = 0
    for place, seq in enumerate(missing):
        if place + 1 == len(missing) or missing[place + 1] != seq + 1:
            yield Fault(f"seq {missing[start]}-{seq}", Wrong.LOST)
            start = place + 1


def _strays(engine: Engine, output: Path) -> Iterator[Fault]:
    with reading(engine) as connection:
        known = set(connection.execute(select(log_segments.c.path)).scalars())
    for path in sorted(output.glob("*/*/*/*.jsonl")):
        name = path.relative_to(output).as_posix()
        if name not in known and not path.name.startswith("."):
            yield Fault(name, Wrong.STRAY)
