"""Copies of a SQLite store while others write to it: SQLite's online backup (https://sqlite.org/backup.html)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.base.atomic import sync_folder
from crawler.base.errors import StoreError

BEFORE = ".before-"  # in the name of the copy that is made before a migration


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a store as it is at one moment into a new file, and that on the disk. Raises `StoreError`."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
        with target.open("rb") as stream:
            os.fsync(stream.fileno())
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"cannot copy the store {source} to {target}: {error}") from error


def copy_before_migration(store: Path, version: str) -> Path:
    """A copy beside the store, named after the schema revision that it has; it stays until the next migration's.

    Raises `StoreError` where there is no room for it.
    """
    target = store.with_name(f"{store.name}{BEFORE}{version}")
    aside = store.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        copy_sqlite(store, aside)
        for before in store.parent.glob(f"{store.name}{BEFORE}*"):
            before.unlink(missing_ok=True)
        aside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(f"cannot copy the store {store} before its update: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)
    return target
