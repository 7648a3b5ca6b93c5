"""Putting a backup back: digests first, then the archive and the log, the store last, and the log compared with it.

A log in the output folder that is the same store's and goes further than the backup's stays: the store gets from it the
records that the backup lacks, and goes on above its highest seq (see `crawler.log.mending`).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import make_url

from crawler.archive.checking import verify
from crawler.archive.writing import OPEN
from crawler.articles.restoring import restore_records
from crawler.base.errors import StoreError, UserError
from crawler.crawl.store import Store
from crawler.database.engine import connect
from crawler.keeping.backup import ARCHIVE, RULES
from crawler.keeping.backup_folder import Backup, Kept, copy_bytes, faults, place, read_backup
from crawler.keeping.database_copy import check_unused, database_is_empty, place_sqlite, restore_postgresql
from crawler.log.manifest import MANIFEST, Head, read_head
from crawler.log.mending import mend
from crawler.log.verifying import Fault

UNDER_WAY = ".restoring"  # in the output folder: a restore into it was cut short


def restore(folder: Path, output: Path, database_url: str, replace: bool) -> tuple[Backup, list[tuple[Fault, bool]]]:
    """Put the backup in `folder` into `output` and the database; returns it, and what the log's check mended.

    Raises `UserError` where the backup is damaged, or the target holds something and `replace` is not given. After a
    kill the same call completes it.
    """
    backup = read_backup(folder)
    if backup is None:
        raise UserError(f"there is no backup in {folder}")
    _check_target(backup, output, database_url, replace)
    wrong = list(faults(folder, backup))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise UserError(f"the backup in {folder} is damaged: {wrong[0]}{more}; nothing was changed")
    try:
        output.mkdir(parents=True, exist_ok=True)
        (output / UNDER_WAY).touch()
        _place_files(folder, output, backup)
        _place_database(folder, backup, database_url)
    except OSError as error:
        raise UserError(f"cannot restore into {output}: {error.strerror or error}") from error
    store = Store.open(database_url)
    try:
        mended = list(mend(store.engine, output, restore_records))
    finally:
        store.close()
    (output / UNDER_WAY).unlink(missing_ok=True)
    return backup, mended


def _check_target(backup: Backup, output: Path, database_url: str, replace: bool) -> None:
    url = make_url(database_url)
    if url.get_backend_name() != backup.kind:
        into = "name a database by --database" if backup.kind == "postgresql" else "leave --database out"
        raise UserError(f"the backup is of a store on {backup.kind}: {into}; `tintinh move` changes the kind")
    if backup.kind == "sqlite":
        check_unused(Path(str(url.database)))
        taken = Path(str(url.database)).exists()
    else:
        engine = connect(database_url)
        taken = not database_is_empty(engine)
        engine.dispose()
    taken = taken or (output / MANIFEST).exists() or any((output / ARCHIVE).glob("*.warc.gz*"))
    if taken and not replace and not (output / UNDER_WAY).exists():
        raise UserError(f"{output} or the database is not empty: --replace puts the backup in its place")


def _place_files(folder: Path, output: Path, backup: Backup) -> None:
    keeps_log = _goes_further(output, backup)
    if not keeps_log:
        (output / MANIFEST).unlink(missing_ok=True)  # until all that the new one names is there
    for one in sorted(backup.files, key=lambda one: one.path == MANIFEST):
        if one.path.startswith(f"{ARCHIVE}/"):
            there = _has_beginning(output, one) or (keeps_log and _is_whole(output, one))
        else:
            there = (output / RULES).exists() if one.path == RULES else keeps_log
        if not there:
            _place(folder, output, one)


def _goes_further(output: Path, backup: Backup) -> bool:
    """Whether the log in the output folder is the same store's, and has all that the backup's has."""
    try:
        head = read_head(output)
    except StoreError:
        head = Head()
    return head.store == backup.store and head.published_through >= backup.published_through


def _has_beginning(output: Path, one: Kept) -> bool:
    """Whether an archive file is there, as it was or longer."""
    for name in (one.path, one.path + OPEN):
        path = output / name
        if path.exists() and copy_bytes(path, None, one.bytes) == (one.bytes, one.sha256):
            return True
    return False


def _is_whole(output: Path, one: Kept) -> bool:
    """Whether the store's own archive file is there, as long and whole: pages may have been taken out of it since."""
    path = output / one.path
    return path.exists() and path.stat().st_size >= one.bytes and all(fault is None for _, fault in verify([path]))


def _place(folder: Path, output: Path, one: Kept) -> None:
    target = output / one.path
    if target.exists() and copy_bytes(target, None) == (one.bytes, one.sha256):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.tmp")
    shutil.copyfile(place(folder, one.sha256), aside)
    aside.replace(target)


def _place_database(folder: Path, backup: Backup, database_url: str) -> None:
    source, url = place(folder, backup.database.sha256), make_url(database_url)
    if backup.kind == "sqlite":
        target = Path(str(url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        place_sqlite(source, target)
    else:
        restore_postgresql(source, url)
