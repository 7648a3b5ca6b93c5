"""Putting the log right from the store, and the store from the log: records are whole in either.

What was published is the truth: a file with the manifest's digest wins over the store, the store over any other file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from crawler.base.errors import StoreError
from crawler.database.engine import reading, writing
from crawler.database.tables import counters, log_parts, log_segments, revisions, store_identity
from crawler.log.identity import Fit, fit
from crawler.log.manifest import Head, Segment, read_head, read_part
from crawler.log.parts import bring_up_to_date, mark_stale
from crawler.log.reading import Line, merged
from crawler.log.segment_files import DifferentError, stored_lines, write_lines
from crawler.log.verifying import Fault, Wrong, file_fault, verify

# Stores records under the seqs that they bear, in their order, and changes those that are there to these.
Restore = Callable[[Connection, Sequence[Line]], None]

BATCH = 500


def mend(engine: Engine, output: Path, restore: Restore) -> Iterator[tuple[Fault, bool]]:
    """Put right what is wrong; every fault, and whether it is mended. Raises `StoreError` where nothing can be written.

    A kill in between costs nothing: what is left is found again.
    """
    found = list(verify(engine, output))
    wrong = {fault.wrong for fault in found}
    if Wrong.FORKED in wrong:
        yield from ((fault, False) for fault in found)
        return
    if wrong & {Wrong.AHEAD, Wrong.FOREIGN}:
        taken = _take_over(engine, output, restore)
        yield from ((fault, taken) for fault in found if fault.wrong in (Wrong.AHEAD, Wrong.FOREIGN))
        if not taken:
            return
        found = list(verify(engine, output))
    for fault in found:
        yield fault, _mended(engine, output, fault, restore)
    with writing(engine) as connection:
        _raise_counter(connection)
        mark_stale(connection, connection.execute(select(log_parts.c.part)).scalars().all())
    bring_up_to_date(engine, output)


def _mended(engine: Engine, output: Path, fault: Fault, restore: Restore) -> bool:
    if fault.segment is not None and fault.wrong is Wrong.STORE_DIFFERS:
        return _restored(engine, output, fault.segment, restore)
    if fault.segment is not None:
        return _rewritten(engine, output, fault.segment)
    if fault.wrong is Wrong.STRAY:
        path = output / fault.where
        path.rename(path.with_name(f"{path.name}.stray"))
        return True
    return fault.wrong in (Wrong.MANIFEST_DAMAGED, Wrong.MANIFEST_BEHIND)  # which is written last


def _rewritten(engine: Engine, output: Path, segment: Segment) -> bool:
    """Write a segment's file from the store."""
    lines = stored_lines(engine, segment.portal, segment.first_seq, segment.last_seq)
    try:
        write_lines(output / segment.path, lines, segment.sha256)
    except DifferentError:
        return False
    except OSError as error:
        raise StoreError(f"cannot write the JSONL log at {output / segment.path}: {error.strerror}") from error
    return True


def _restored(engine: Engine, output: Path, segment: Segment, restore: Restore) -> bool:
    """Give the store the records of a segment's file."""
    if file_fault(output, segment) is not None:
        return False
    _store(engine, merged(output, [segment]), restore)
    return True


def _store(engine: Engine, lines: Iterable[Line], restore: Restore) -> None:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            with writing(engine) as connection:
                restore(connection, batch)
            batch = []
    if batch:
        with writing(engine) as connection:
            restore(connection, batch)


def _take_over(engine: Engine, output: Path, restore: Restore) -> bool:
    """Give the store what the log has more; False where it is not this store's log and the store is not empty."""
    head = read_head(output)
    with writing(engine) as connection:
        if fit(connection, head) is Fit.FOREIGN:
            if connection.execute(select(func.count()).select_from(revisions)).scalar_one():
                return False
            if head.store is not None:
                connection.execute(update(store_identity).values(id=head.store))
    named = dict(_named(output, head))
    good = [one for one in named if file_fault(output, one) is None]
    with reading(engine) as connection:
        last = connection.execute(select(func.max(revisions.c.seq))).scalar() or 0
    _store(engine, merged(output, [one for one in good if one.last_seq > last]), restore)
    with writing(engine) as connection:
        connection.execute(delete(log_segments))
        connection.execute(delete(log_parts))
        for segment, part in named.items():
            connection.execute(
                insert(log_segments).values(part=part or _day(connection, segment), **segment.model_dump())
            )
        mark_stale(connection, connection.execute(select(log_segments.c.part).distinct()).scalars().all())
        _raise_counter(connection)
    return True


def _named(output: Path, head: Head) -> Iterator[tuple[Segment, str]]:
    """The segments that a manifest names, each with its part; '' in a manifest of the first format."""
    for segment in head.segments:
        yield segment, ""
    for part in head.parts:
        for segment in read_part(output, part):
            yield segment, part.part


def _day(connection: Connection, segment: Segment) -> str:
    recorded_at = connection.execute(
        select(revisions.c.recorded_at).where(revisions.c.seq == segment.first_seq)
    ).scalar()
    return str(recorded_at)[:10] if recorded_at else "-".join(segment.path.split("/")[1:3]) + "-01"


def _raise_counter(connection: Connection) -> None:
    """New records are numbered above all that was ever published."""
    last = connection.execute(select(func.max(log_segments.c.last_seq))).scalar() or 0
    stored = connection.execute(select(func.max(revisions.c.seq))).scalar() or 0
    c = counters.c
    highest = max(last, stored)
    connection.execute(update(counters).where(c.name == "seq", c.value < highest).values(value=highest))
