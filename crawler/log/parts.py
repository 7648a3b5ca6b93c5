"""Writing the manifest: the parts that changed, then the head that names them all."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, select

from crawler.base.atomic import replace_whole
from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import log_parts, log_segments
from crawler.database.upsert import upsert
from crawler.log.identity import identity, line_digest
from crawler.log.manifest import FORMAT, MANIFEST, PARTS, Head, Part, Segment, render_head, render_part

KEPT_SECONDS = 3600  # for readers that hold an older manifest: what this names stays so long
_WRITTEN = tuple(column.name for column in log_parts.c if column.name != "part")


@contextmanager
def manifest_lock(output: Path) -> Iterator[None]:
    """Of two that publish into one folder at once, the one that read less must not write last. Raises `OSError`."""
    (output / ".locks").mkdir(parents=True, exist_ok=True)
    with (output / ".locks" / "manifest").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def mark_stale(connection: Connection, parts: Iterable[str]) -> None:
    """Note that these parts have to be written anew: part of the transaction that changes their segments."""
    rows = [{"part": part} | dict.fromkeys(_WRITTEN) for part in sorted(set(parts))]
    if rows:
        connection.execute(upsert(connection, log_parts, _WRITTEN), rows)


def bring_up_to_date(engine: Engine, output: Path) -> None:
    """Write the manifest where the store knows more than it tells. Raises `StoreError`."""
    path = output / MANIFEST
    try:
        with manifest_lock(output):
            head = _head(engine, output)
            if not head.parts and not path.exists():
                return  # nothing was ever published
            content = render_head(head)
            if not path.exists() or path.read_bytes() != content:
                replace_whole(path, content)
                _sweep(engine, output, head)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error


def published_through(connection: Connection) -> int:
    """The `seq` up to which every segment is in place."""
    c = log_segments.c
    gap = connection.execute(select(func.min(c.first_seq)).where(c.sha256.is_(None))).scalar()
    last = connection.execute(select(func.max(c.last_seq))).scalar() or 0
    return last if gap is None else gap - 1


def _head(engine: Engine, output: Path) -> Head:
    with reading(engine) as connection:
        if not _stale(connection, output):
            return _named(connection)
    # In a transaction that writes: nobody marks a segment between the reading of a part and its entry.
    with writing(engine) as connection:
        for part in _stale(connection, output):
            _write(connection, output, part)
        return _named(connection)


def _stale(connection: Connection, output: Path) -> list[str]:
    """The parts that changed, and those whose files are gone or cut short."""
    rows = connection.execute(select(log_parts.c.part, log_parts.c.path, log_parts.c.bytes))
    return [row.part for row in rows if row.path is None or file_size(output / row.path) != row.bytes]


def file_size(path: Path) -> int | None:
    """A file's size in bytes; None where it is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _named(connection: Connection) -> Head:
    through = published_through(connection)
    rows = connection.execute(select(log_parts).order_by(log_parts.c.first_seq)).mappings()
    return Head(
        format=FORMAT,
        store=identity(connection),
        published_through=through,
        last_sha256=line_digest(connection, through),
        parts=[Part.model_validate(dict(row)) for row in rows],
    )


def segments_of(connection: Connection, part: str) -> list[Segment]:
    """The segments of a part that are in place, in the order of their first `seq`."""
    c = log_segments.c
    query = (
        select(c.portal, c.path, c.first_seq, c.last_seq, c.lines, c.bytes, c.sha256)
        .where(c.part == part, c.sha256.is_not(None), c.replaced_at.is_(None))
        .order_by(c.first_seq)
    )
    return [Segment.model_validate(dict(row)) for row in connection.execute(query).mappings()]


def _write(connection: Connection, output: Path, part: str) -> None:
    segments = segments_of(connection, part)
    if not segments:
        connection.execute(delete(log_parts).where(log_parts.c.part == part))
        return
    content = render_part(segments)
    digest = hashlib.sha256(content).hexdigest()
    path = output / PARTS / f"{part}-{digest[:16]}.json"
    path.parent.mkdir(exist_ok=True)
    replace_whole(path, content)
    row = {
        "part": part,
        "path": path.relative_to(output).as_posix(),
        "first_seq": segments[0].first_seq,
        "last_seq": max(one.last_seq for one in segments),
        "segments": len(segments),
        "bytes": len(content),
        "sha256": digest,
    }
    connection.execute(upsert(connection, log_parts, _WRITTEN), row)


def _sweep(engine: Engine, output: Path, head: Head) -> None:
    """Delete what no manifest of the last hour names: parts of before, and segments whose lines are in larger ones."""
    limit = time.time() - KEPT_SECONDS
    named = {part.path.rpartition("/")[2] for part in head.parts}
    for path in (output / PARTS).glob("*"):
        try:
            if path.name not in named and path.stat().st_mtime < limit:
                path.unlink()
        except FileNotFoundError:
            continue  # another process deleted it
    c = log_segments.c
    old = select(c.path).where(c.replaced_at < int(limit))
    with reading(engine) as connection:
        paths = connection.execute(old).scalars().all()
    for name in paths:
        (output / name).unlink(missing_ok=True)
    if paths:
        with writing(engine) as connection:
            connection.execute(delete(log_segments).where(c.path.in_(paths)))
