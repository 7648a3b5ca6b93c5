"""Files that appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Put a folder's entries (a rename in it) on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_whole(target: Path, content: bytes) -> None:
    """Write `content` aside and rename it into place. Raises `OSError`."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(target)
    sync_folder(target.parent)
