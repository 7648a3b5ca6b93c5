"""The output folder: the log, the raw archive, what kills left behind, and room on the disk."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import and_, delete, select

from crawler.archive import checking
from crawler.articles.restoring import restore_records
from crawler.database.engine import reading, writing
from crawler.database.tables import captures, forgotten
from crawler.frontier.lost_pages import fetch_again
from crawler.keeping.archive_places import offsets, pointers
from crawler.keeping.finding import BACKUP, MEND, Finding, Patient
from crawler.log.mending import mend as mend_log
from crawler.log.segment_files import STALE_SECONDS
from crawler.log.verifying import verify as verify_log

SPARE = 1 << 30  # bytes that should be free on the disk
UNDER_WAY = ".restoring"


def unfinished(patient: Patient, _mend: bool) -> Iterator[Finding]:
    """Work that a kill cut short, and that only its own command completes."""
    if (patient.output / UNDER_WAY).exists():
        yield Finding("unfinished", "a restore was cut short", "run the same `tintinh restore` again")
    with reading(patient.engine) as connection:
        query = select(forgotten.c.article).where(forgotten.c.done_at.is_(None))
        for article in connection.execute(query).scalars():
            yield Finding("unfinished", f"{article} is not forgotten everywhere", f"`tintinh forget {article}` again")


def log(patient: Patient, mend: bool) -> Iterator[Finding]:
    """The store, the log's files and the manifest, compared as `tintinh log verify` does."""
    if mend:
        for fault, done in mend_log(patient.engine, patient.output, restore_records):
            yield Finding("log", f"{fault.where}: {fault.wrong.value}", BACKUP, done)
        return
    for fault in verify_log(patient.engine, patient.output):
        yield Finding("log", f"{fault.where}: {fault.wrong.value}", MEND)


def archive(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Whether every file is whole, and every place that the store points at holds a response."""
    folder = patient.output / "archive"
    files = checking.segments(folder) if folder.is_dir() else []
    for path, mended in ((path, checking.mend(path)) for path in files if mend):
        if mended:
            yield Finding("archive", f"{path.name}: {mended}", MEND, True)
    for path, fault in checking.verify(files):
        if fault is not None:
            yield Finding("archive", f"{path.name}: {fault}", f"put the file back from a backup, else {MEND}")
    with reading(patient.engine) as connection:
        wanted = pointers(connection)
    for name, places in sorted(wanted.items()):
        missing = places.all - offsets(folder, name)
        unkept = missing & places.captures
        if unkept:
            if mend:
                _drop_captures(patient, name, unkept)
            yield Finding("archive", f"{name}: {len(unkept)} pages are kept there no more", MEND, mend)
        if gone := missing & places.records:
            what = f"{name}: the pages of {len(gone)} records are missing"
            yield Finding("archive", what, "put the file back from a backup; the records themselves are whole")


def _drop_captures(patient: Patient, name: str, gone: set[int]) -> None:
    """Forget where pages lay, and make them due: the next crawl fetches and keeps each whole."""
    c = captures.c
    urls: dict[str, list[str]] = {}
    with writing(patient.engine) as connection:
        for offset in gone:
            here = and_(c.warc_file == name, c.warc_offset == offset)
            for portal, url in connection.execute(select(c.portal, c.url).where(here)).all():
                urls.setdefault(portal, []).append(url)
            connection.execute(delete(captures).where(here))
        for portal, some in urls.items():
            fetch_again(connection, portal, some, int(patient.now.timestamp()))


def leftovers(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Files that a kill left half written."""
    limit = time.time() - STALE_SECONDS
    for path in sorted(patient.output.rglob(".*.tmp")):
        if _modified(path) < limit:
            if mend:
                path.unlink(missing_ok=True)
            name = path.relative_to(patient.output).as_posix()
            yield Finding("leftovers", f"{name}: half written by a process that was killed", MEND, mend)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def disk(patient: Patient, _mend: bool) -> Iterator[Finding]:
    """Whether the output folder's disk has room for the store to grow."""
    free = shutil.disk_usage(patient.output).free
    if free < SPARE:
        yield Finding("disk", f"{free // (1 << 20)} MiB are free", "make room: `tintinh archive prune`, a larger disk")
