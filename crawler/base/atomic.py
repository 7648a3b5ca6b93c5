"""Files that appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def sync_folder(folder: Path) -> None:
    """Put a folder's entries (a rename in it) on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A stream to write `target` with; it is renamed into place at the end, or nothing stays. Raises `OSError`."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(target)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def replace_whole(target: Path, content: bytes) -> None:
    """Write `content` aside and rename it into place. Raises `OSError`."""
    with written_whole(target) as stream:
        stream.write(content)
