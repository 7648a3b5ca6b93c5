"""Retention of raw pages: by age they go from the archive, but for those that the store points at.

Kept whatever its age: the page that an article's newest record was read from, each page's latest whole answer, answers
that a younger revisit refers to, and pages of records that were set aside. Pages of earlier revisions go.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from crawler.archive.checking import segments
from crawler.archive.erasing import answer, erase, exchanges, records, referred
from crawler.base.errors import StoreError, UserError
from crawler.database.engine import reading
from crawler.keeping.archive_places import Places, pointers

_DAY = re.compile(r"-(\d{8})-\d+\.warc\.gz$")
_AGE = re.compile(r"(\d+)d")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went, or would go, from one file of the archive, in bytes; `whole`: the file itself."""

    name: str
    bytes: int
    whole: bool


def age(text: str) -> timedelta:
    """`400d` as a span of time. Raises `UserError` for anything else."""
    found = _AGE.fullmatch(text)
    if found is None:
        raise UserError(f"not a number of days: {text!r} (for example 400d)")
    return timedelta(days=int(found[1]))


def prune(engine: Engine, output: Path, older: timedelta, now: datetime, done: bool) -> Iterator[Pruned]:
    """Take old pages out of the archive; without `done` only say how much that would be.

    Files keep their length, since published records name offsets in them; what was taken out becomes a hole, which
    takes no room. Raises `StoreError`, and `ArchiveError` for a damaged file.
    """
    before = f"{now - older:%Y%m%d}"
    with reading(engine) as connection:
        kept = pointers(connection)
    files = segments(output / "archive")
    old = [path for path in files if _is_older(path, before)]
    needed = {one for path in files if path not in old for record in records(path) if (one := referred(record))}
    for path in old:
        wanted = kept.get(path.name, Places()).all
        wanted |= {record.stream_pos for record in records(path) if answer(record) in needed}
        try:
            pruned = _pruned(path, wanted, done)
        except OSError as error:
            raise StoreError(f"cannot write the archive at {path}: {error.strerror}") from error
        if pruned.bytes:
            yield pruned


def _is_older(path: Path, before: str) -> bool:
    day = _DAY.search(path.name)
    return day is not None and day[1] < before


def _pruned(path: Path, wanted: Collection[int], done: bool) -> Pruned:
    if not wanted:
        pruned = Pruned(path.name, path.stat().st_size, True)
        if done:
            path.unlink()
        return pruned
    spans = exchanges(path, lambda record: record.stream_pos not in wanted)
    if done and spans:
        erase(path, spans)
    return Pruned(path.name, sum(end - begin for begin, end in spans), False)
