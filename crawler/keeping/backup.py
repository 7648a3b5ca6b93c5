"""Making a backup of an output folder and its store while crawls run.

The log is copied first, then the database, then the raw archive: so the database has all that the log of the backup
publishes, and the archive every page that the database points at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

import crawler
from crawler.archive.torn import whole_end
from crawler.archive.writing import OPEN
from crawler.base.errors import StoreError, UserError
from crawler.keeping.backup_folder import FILES, Backup, Kept, alone, finish, place, put, read_backup
from crawler.keeping.database_copy import copy_database
from crawler.log.manifest import MANIFEST, Head, parse_head, read_head, read_part
from crawler.log.reading import check_segment

ARCHIVE = "archive"
DATABASE = {"sqlite": "tintinh.db", "postgresql": "postgresql.dump"}
RULES = "watch.toml"


def back_up(engine: Engine, output: Path, folder: Path, now: datetime) -> Backup:
    """Bring the backup in `folder` up to date; only files that are new or have grown are copied.

    Raises `UserError` where the folder cannot be used or holds another store's backup, and `StoreError` where the store
    or the log is damaged: nothing damaged is copied. The backup of before stays until the new one is whole.
    """
    if folder.resolve().is_relative_to(output.resolve()):
        raise UserError(f"{folder} lies in the output folder: name a folder outside, best on another disk")
    try:
        with alone(folder):
            return _back_up(engine, output, folder, now)
    except OSError as error:
        raise UserError(f"cannot make the backup in {folder}: {error.strerror or error}") from error


def _back_up(engine: Engine, output: Path, folder: Path, now: datetime) -> Backup:
    before = read_backup(folder)
    known = {one.path: one for one in before.files} if before is not None else {}
    head, files = _copy_log(output, folder, known)
    (folder / FILES).mkdir(exist_ok=True)
    aside = folder / FILES / f".database.{os.getpid()}.tmp"
    try:
        copied = copy_database(engine, aside)
        if before is not None and before.store != copied.store:
            raise UserError(f"{folder} holds the backup of another store: name another folder")
        if head.store not in (None, copied.store):
            raise StoreError(f"{output} holds the log of another store: `tintinh log verify` says more")
        if head.published_through > copied.highest_seq:
            raise StoreError(f"the log in {output} is ahead of its store: `tintinh log verify --mend` first")
        database = put(folder, aside, DATABASE[engine.dialect.name])
    finally:
        aside.unlink(missing_ok=True)
    files += _copy_archive(output, folder, known)
    if (output / RULES).exists():
        files.append(put(folder, output / RULES, RULES))
    made = Backup(
        made_at=now.isoformat(),
        version=crawler.__version__,
        kind="sqlite" if engine.dialect.name == "sqlite" else "postgresql",
        store=copied.store,
        schema_revision=copied.schema_revision,
        highest_seq=copied.highest_seq,
        published_through=head.published_through,
        database=database,
        files=files,
    )
    finish(folder, made)
    return made


def _copy_log(output: Path, folder: Path, known: Mapping[str, Kept]) -> tuple[Head, list[Kept]]:
    """The segments and parts that one head names, and the head, from its own bytes. A newer head may replace it."""
    while True:
        content = (output / MANIFEST).read_bytes() if (output / MANIFEST).exists() else b""
        try:
            head = parse_head(content) if content else Head()
        except ValueError:
            head = read_head(output)  # raises what is wrong, in words
        try:
            files = list(_named(output, folder, head, known))
        except StoreError:
            if read_head(output) == head:
                raise
            continue
        if content:
            files.append(_put_bytes(folder, content))
        return head, files


def _named(output: Path, folder: Path, head: Head, known: Mapping[str, Kept]) -> Iterator[Kept]:
    for part in head.parts:
        for segment in read_part(output, part):
            kept = known.get(segment.path)
            if kept is None or kept.sha256 != segment.sha256 or not place(folder, kept.sha256).exists():
                check_segment(output, segment)
                kept = put(folder, output / segment.path, segment.path)
            yield kept
        kept = known.get(part.path)
        if kept is None or not place(folder, kept.sha256).exists():
            kept = put(folder, output / part.path, part.path)
        yield kept


def _put_bytes(folder: Path, content: bytes) -> Kept:
    aside = folder / FILES / f".head.{os.getpid()}.tmp"
    aside.parent.mkdir(exist_ok=True)
    aside.write_bytes(content)
    try:
        return put(folder, aside, MANIFEST)
    finally:
        aside.unlink()


def _copy_archive(output: Path, folder: Path, known: Mapping[str, Kept]) -> Iterator[Kept]:
    """Every file of the archive; of one that is being written, the whole records."""
    found = (*(output / ARCHIVE).glob("*.warc.gz"), *(output / ARCHIVE).glob(f"*.warc.gz{OPEN}"))
    names = {path.name.removesuffix(OPEN) for path in found}
    yield from (_copy_archive_file(output, folder, known, name) for name in sorted(names))


def _copy_archive_file(output: Path, folder: Path, known: Mapping[str, Kept], name: str) -> Kept:
    path = f"{ARCHIVE}/{name}"
    kept = known.get(path)
    for source in (output / path, output / (path + OPEN), output / path):  # a crawl may rename it meanwhile
        try:
            if source.name.endswith(OPEN):
                return put(folder, source, path, whole_end(source))
            seen = source.stat()
            same = kept is not None and (kept.bytes, kept.modified) == (seen.st_size, seen.st_mtime_ns)
            if kept is not None and same and place(folder, kept.sha256).exists():
                return kept
            return put(folder, source, path)
        except FileNotFoundError:
            continue
    raise FileNotFoundError(2, "the file is gone", path)
