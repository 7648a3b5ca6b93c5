"""Files of the log: where each lies, how it is written aside, and whether it still is what the manifest says."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator, Iterable
from pathlib import Path

from sqlalchemy import Engine, select

from crawler.base.atomic import written_whole
from crawler.database.engine import reading
from crawler.database.tables import revisions

STALE_SECONDS = 3600  # a half-written file this old was left by a kill
BLOCK = 1 << 20


class DifferentError(Exception):
    """What was to be written again has not the digest that was published."""


def segment_path(portal: str, month: str, first: int, last: int) -> str:
    """Where a segment of a month (2026-01…) lies below the output folder; names sort in `seq` order."""
    return f"{portal}/{month[:4]}/{month[5:7]}/{first:012d}-{last:012d}.jsonl"


def stored_lines(engine: Engine, portal: str, first: int, last: int) -> Generator[bytes, None, None]:
    """The lines that the store has of a portal, from one `seq` to another."""
    c = revisions.c
    query = select(c.record).where(c.portal == portal, c.seq >= first, c.seq <= last).order_by(c.seq)
    with reading(engine) as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield row.record.encode() + b"\n"


def write_lines(target: Path, lines: Iterable[bytes], expected: str | None = None) -> tuple[int, str]:
    """Write a segment into place; returns its size in bytes and its SHA-256, hexadecimal.

    Raises `OSError`, and `DifferentError`, with nothing changed, where the digest is not the one that is `expected`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    digest = hashlib.sha256()
    size = 0
    with written_whole(target) as stream:
        for line in lines:
            stream.write(line)
            digest.update(line)
            size += len(line)
        if expected is not None and digest.hexdigest() != expected:
            raise DifferentError(target.name)
    return size, digest.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal. Raises `OSError`."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def lines_digest(lines: Iterable[bytes]) -> str:
    """SHA-256 of lines one after the other, hexadecimal."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def _sweep(folder: Path) -> None:
    """Delete what a kill left half written."""
    limit = time.time() - STALE_SECONDS
    for aside in folder.glob(".*.tmp"):
        try:
            if aside.stat().st_mtime < limit:
                aside.unlink()
        except FileNotFoundError:
            continue  # another process deleted it
