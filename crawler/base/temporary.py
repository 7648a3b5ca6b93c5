"""Temporary folders; what a kill leaves behind is deleted by the next process."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".tintinh-"


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A new hidden folder in `parent`, deleted at the end. Deletes those of killed processes first.

    A process locks its folder for as long as it lives (flock(2)): an unlocked folder is a dead one's. Raises `OSError`.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{PREFIX}*"):
        _sweep(left)
    folder, handle = _made(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _made(parent: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=PREFIX))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.exists():
            return folder, handle
        os.close(handle)  # another process took it for a dead one's before it was locked


def _sweep(left: Path) -> None:
    try:
        handle = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return  # deleted by now, or another user's
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    except BlockingIOError:
        pass  # its process lives
    finally:
        os.close(handle)
