"""The log kept in another place too: a folder, or an object store that consumers can reach (`s3://…`).

Segments never change, so only those that are missing are copied; the manifest, which readers go by, is replaced last
and as a whole. Whatever a kill interrupts, the next run completes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from crawler.base.atomic import replace_whole, sync_folder
from crawler.base.errors import StoreError, UserError
from crawler.base.temporary import scratch
from crawler.log.delivery import is_address, make_folder, opened, told
from crawler.log.manifest import MANIFEST, Manifest, read_manifest


class Place(Protocol):
    """Where a log can be mirrored to. Each file appears there whole or not at all."""

    def sizes(self) -> dict[str, int]:
        """Name and bytes of every file there."""

    def read(self, name: str) -> bytes | None:
        """A small file's content, None where it is not there."""

    def copy(self, path: Path, name: str) -> None:
        """Put a file there."""

    def write(self, content: bytes, name: str) -> None:
        """Put a small file there, in place of what bore its name."""


def mirror(output: Path, target: str) -> tuple[int, int]:
    """Bring the log at `target` up to that of `output`; returns how many segments were copied, and up to which `seq`.

    Raises `UserError` where the target cannot be written or holds another log, and `StoreError` for a damaged log.
    """
    if not is_address(target):
        return _mirror(output, Folder(Path(target)), target)
    with told(target):
        return _mirror(output, Bucket(target), target)


def _mirror(output: Path, place: Place, target: str) -> tuple[int, int]:
    if not read_manifest(output).segments:
        return 0, 0
    content = (output / MANIFEST).read_bytes()
    own = Manifest.model_validate_json(content)
    there = place.read(MANIFEST)
    try:
        known = set(Manifest.model_validate_json(there).segments) if there else set()
    except ValueError as error:
        raise UserError(f"what {MANIFEST} at {target} holds is no log: name another place") from error
    if known - set(own.segments):
        raise UserError(f"{target} holds the log of another store: name another place")
    sizes = place.sizes()
    wanted = [one for one in own.segments if one not in known and sizes.get(one.path) != one.bytes]
    for segment in wanted:
        path = output / segment.path
        if not path.is_file():
            raise StoreError(f"{path}, which the manifest names, is missing")
        place.copy(path, segment.path)
    if content != there:
        place.write(content, MANIFEST)
    return len(wanted), own.published_through


class Folder:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def sizes(self) -> dict[str, int]:
        """See `Place`."""
        files = (path for path in self.root.glob("*/*/*/*.jsonl") if not path.name.startswith("."))
        return {path.relative_to(self.root).as_posix(): path.stat().st_size for path in files}

    def read(self, name: str) -> bytes | None:
        """See `Place`."""
        path = self.root / name
        return path.read_bytes() if path.exists() else None

    def copy(self, path: Path, name: str) -> None:
        """See `Place`."""
        self._clearly(lambda: self._copy(path, self.root / name))

    def write(self, content: bytes, name: str) -> None:
        """See `Place`."""
        self._clearly(lambda: replace_whole(self.root / name, content))

    def _copy(self, path: Path, target: Path) -> None:
        with scratch(self.root) as aside:
            copy = aside / "segment"
            with path.open("rb") as source, copy.open("wb") as stream:
                shutil.copyfileobj(source, stream)
                os.fsync(stream.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            copy.replace(target)
        sync_folder(target.parent)

    def _clearly(self, step: Callable[[], None]) -> None:
        try:
            step()
        except OSError as error:
            raise UserError(f"cannot write to {self.root}: {error.strerror or error}") from error


class Bucket:
    """Any address that fsspec knows; of an object store, where an object appears when it has been sent whole."""

    def __init__(self, address: str) -> None:
        self.system: Any
        self.system, self.base = opened(address)

    def sizes(self) -> dict[str, int]:
        """See `Place`."""
        found = self.system.find(self.base, detail=True) if self.system.exists(self.base) else {}
        start = len(self.base.lstrip("/")) + 1
        return {name.lstrip("/")[start:]: int(info["size"]) for name, info in found.items()}

    def read(self, name: str) -> bytes | None:
        """See `Place`."""
        try:
            return bytes(self.system.cat_file(f"{self.base}/{name}"))
        except FileNotFoundError:
            return None

    def copy(self, path: Path, name: str) -> None:
        """See `Place`."""
        target = f"{self.base}/{name}"
        make_folder(self.system, target.rpartition("/")[0])
        self.system.put_file(str(path), target)

    def write(self, content: bytes, name: str) -> None:
        """See `Place`."""
        self.system.pipe_file(f"{self.base}/{name}", content)
