"""A folder with a backup: files under their SHA-256, and one manifest of what belongs together.

`files/<two digits>/<sha256>` holds a file's bytes; a file once there never changes. `backup.json` names the files of
the backup with their places in the output folder. It is replaced by rename when all that it names is in place, so a
kill leaves the backup of before, whole. What the manifest does not name any more is deleted after that.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from crawler.base.atomic import replace_whole, sync_folder
from crawler.base.errors import UserError

MANIFEST = "backup.json"
FILES = "files"
FORMAT = 1
BLOCK = 1 << 20


class Kept(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True)

    path: str  # below the output folder
    bytes: int
    sha256: str
    modified: int = 0  # its time stamp in nanoseconds when it was copied; an unchanged file is not read again


class Backup(BaseModel):
    """What `backup.json` holds: which store, at which moment, and all that belongs to it."""

    format: int = FORMAT
    made_at: str
    version: str  # of tintinh
    kind: Literal["sqlite", "postgresql"]
    store: str  # identity
    schema_revision: str
    highest_seq: int
    published_through: int
    database: Kept
    files: list[Kept]


def read_backup(folder: Path) -> Backup | None:
    """The backup in a folder; None where there is none. Raises `UserError` for a damaged or newer manifest."""
    path = folder / MANIFEST
    try:
        found = Backup.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        raise UserError(f"{path} is no manifest of a backup: {error.error_count()} faults") from error
    if found.format > FORMAT:
        raise UserError(f"{path} is of format {found.format}, which a newer version of tintinh wrote")
    return found


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one backup. Raises `UserError` where another one is being made, and `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UserError(f"another backup is being written to {folder}") from error
        yield


def place(folder: Path, sha256: str) -> Path:
    """Where the file with this digest lies."""
    return folder / FILES / sha256[:2] / sha256


def put(folder: Path, source: Path, path: str, limit: int | None = None) -> Kept:
    """Copy a file's first `limit` bytes (all of it) into the folder. Raises `OSError`."""
    modified = source.stat().st_mtime_ns
    aside = folder / FILES / f".{os.getpid()}.tmp"
    aside.parent.mkdir(exist_ok=True)
    with aside.open("wb") as stream:
        size, digest = copy_bytes(source, stream, limit)
        stream.flush()
        os.fsync(stream.fileno())
    target = place(folder, digest)
    target.parent.mkdir(exist_ok=True)
    aside.replace(target)
    sync_folder(target.parent)
    return Kept(path=path, bytes=size, sha256=digest, modified=modified)


def copy_bytes(source: Path, stream: object, limit: int | None = None) -> tuple[int, str]:
    """Copy a file's first `limit` bytes; returns how many there were, and their SHA-256, hexadecimal."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as content:
        while limit is None or size < limit:
            block = content.read(BLOCK if limit is None else min(BLOCK, limit - size))
            if not block:
                break
            digest.update(block)
            size += len(block)
            if stream is not None:
                stream.write(block)  # type: ignore[attr-defined]
    return size, digest.hexdigest()


def finish(folder: Path, backup: Backup) -> None:
    """Put the manifest in place, then delete what it does not name. Raises `OSError`."""
    replace_whole(folder / MANIFEST, backup.model_dump_json(indent=1).encode() + b"\n")
    named = {one.sha256 for one in (backup.database, *backup.files)}
    for path in (folder / FILES).rglob("*"):
        if path.is_file() and path.name not in named:
            path.unlink()


def faults(folder: Path, backup: Backup) -> Iterator[str]:
    """Files of the backup that are missing or have another digest, by their places in the output folder."""
    for one in (backup.database, *backup.files):
        path = place(folder, one.sha256)
        try:
            whole = copy_bytes(path, None) == (one.bytes, one.sha256)
        except OSError:
            whole = False
        if not whole:
            yield one.path
