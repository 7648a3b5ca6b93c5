"""The log kept in another place too: a folder, or an object store that consumers can reach (`s3://…`).

Files of the log never change, so only those that are missing are copied, each compared with its digest on the way:
segments first, then the parts of the manifest, and last, as a whole, the head that readers go by. Whatever a kill
interrupts, the next run completes. What no manifest there has named since the run before is deleted: segments whose
lines are in larger ones now, and parts of before.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from crawler.base.atomic import replace_whole, sync_folder
from crawler.base.errors import UserError
from crawler.base.temporary import scratch
from crawler.log.delivery import is_address, make_folder, opened, told
from crawler.log.manifest import MANIFEST, PARTS, Head, parse_head, parse_part, read_head, read_part
from crawler.log.reading import check_segment

_LOG_FILE = re.compile(rf"[^/]+/\d{{4}}/\d\d/\d+-\d+\.jsonl|{PARTS}/[\d-]+-[0-9a-f]+\.json")


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

    def delete(self, name: str) -> None:
        """Delete a file there."""


def mirror(output: Path, target: str) -> tuple[int, int]:
    """Bring the log at `target` up to that of `output`; returns how many segments were copied, and up to which `seq`.

    Raises `UserError` where the target cannot be written, holds another log or a longer one, and `StoreError` for a
    damaged log; nothing damaged is copied.
    """
    if not is_address(target):
        return _mirror(output, Folder(Path(target)), target)
    with told(target):
        return _mirror(output, Bucket(target), target)


def _mirror(output: Path, place: Place, target: str) -> tuple[int, int]:
    if not read_head(output).published_through:
        return 0, 0
    content = (output / MANIFEST).read_bytes()
    own = parse_head(content)
    there = _head(place, target)
    _check(own, there, target)
    known = {part.path for part in there.parts}
    changed = [part for part in own.parts if part.path not in known]
    segments = [segment for part in changed for segment in read_part(output, part)] + own.segments
    sizes = place.sizes()
    wanted = [one for one in segments if sizes.get(one.path) != one.bytes]
    for segment in wanted:
        check_segment(output, segment)
        place.copy(output / segment.path, segment.path)
    for part in changed:
        place.copy(output / part.path, part.path)
    if own != there:
        place.write(content, MANIFEST)
    for name in _left(output, place, own, there, sizes):
        place.delete(name)
    return len(wanted), own.published_through


def _head(place: Place, target: str) -> Head:
    content = place.read(MANIFEST)
    try:
        return parse_head(content) if content is not None else Head()
    except ValueError as error:
        raise UserError(f"what {MANIFEST} at {target} holds is no log: name another place") from error


def _check(own: Head, there: Head, target: str) -> None:
    """Raise `UserError` where the log there is another one, or longer."""
    if not there.published_through:
        return
    if there.store is None:  # of the first format
        ours = set(own.segments)
        other = bool(own.segments) and not set(there.segments) <= ours
    else:
        other = own.store != there.store
    if other:
        raise UserError(f"{target} holds the log of another store: name another place")
    if there.published_through > own.published_through:
        raise UserError(
            f"the log at {target} goes to seq {there.published_through}, this one to {own.published_through}:"
            " an older copy was put back here: put back a newer one, or name another place"
        )


def _left(output: Path, place: Place, own: Head, there: Head, names: Iterable[str]) -> list[str]:
    """Files of the log that neither this manifest names nor the one that was there before, which readers may hold."""
    named = {segment.path for part in own.parts for segment in read_part(output, part)}
    for head in (own, there):
        named |= {part.path for part in head.parts} | {segment.path for segment in head.segments}
    left = [name for name in names if _LOG_FILE.fullmatch(name) and name not in named]
    if any(not name.startswith(PARTS) for name in left):
        kept = {part.path for part in own.parts}
        for part in there.parts:
            content = place.read(part.path) if part.path not in kept else None
            named |= {segment.path for segment in parse_part(content)} if content is not None else set()
    return sorted(name for name in left if name not in named)


class Folder:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def sizes(self) -> dict[str, int]:
        """See `Place`."""
        found = (*self.root.glob("*/*/*/*.jsonl"), *self.root.glob(f"{PARTS}/*.json"))
        files = (path for path in found if not path.name.startswith("."))
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

    def delete(self, name: str) -> None:
        """See `Place`."""
        self._clearly(lambda: (self.root / name).unlink(missing_ok=True))

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

    def delete(self, name: str) -> None:
        """See `Place`."""
        self.system.rm_file(f"{self.base}/{name}")
