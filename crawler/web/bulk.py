"""The files that are given out whole: a month of the log, and exports that the operator has put beside it.

Only files that a listing names are given out, so no path that a client sends leads anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.base.errors import StoreError
from crawler.log.manifest import Head, Segment, read_head, read_part
from crawler.log.segment_files import file_digest
from crawler.web.kept import Shelf

SNAPSHOTS: Final = "snapshots"  # below the output folder: what `tintinh export` wrote there
FORMATS: Final = {".jsonl": "jsonl", ".parquet": "parquet", ".csv": "csv", ".zst": "jsonl", ".gz": "jsonl"}
MOST_FILES: Final = 10_000
_DIGESTS: Shelf[str] = Shelf(MOST_FILES)


@dataclass(frozen=True, slots=True)
class File:
    """A file below the output folder. `first_seq` and `last_seq` are of a segment of the log."""

    path: str
    format: str
    bytes: int
    sha256: str
    portal: str | None = None
    first_seq: int | None = None
    last_seq: int | None = None


def months(head: Head) -> list[str]:
    """The months (YYYY-MM) of which the log has parts, the newest first."""
    return sorted({part.part[:7] for part in head.parts}, reverse=True)


def of_month(output: Path, head: Head, month: str) -> list[File]:
    """The segments of a month, by `seq`. Raises `StoreError` where the manifest is damaged."""
    segments = [one for part in head.parts if part.part[:7] == month for one in read_part(output, part)]
    return [_file(one) for one in sorted(segments, key=lambda one: (one.first_seq, one.portal))]


def snapshots(output: Path) -> list[File]:
    """The files of the folder `snapshots`, at most `MOST_FILES`. A file that goes away meanwhile is left out."""
    return list(_snapshots(output))


def find(output: Path, path: str) -> tuple[Path, File] | None:
    """The file that a listing names by this path, and where it lies; None for any other path."""
    found = _segment(output, path) if not path.startswith(f"{SNAPSHOTS}/") else None
    if found is None:
        found = next((one for one in _snapshots(output) if one.path == path), None)
    if found is None:
        return None
    place = (output / found.path).resolve()
    return (place, found) if place.is_file() and place.is_relative_to(output.resolve()) else None


def _segment(output: Path, path: str) -> File | None:
    """<portal>/<yyyy>/<mm>/<first>-<last>.jsonl, if the manifest names it."""
    pieces = path.split("/")
    if len(pieces) != 4:
        return None
    month = f"{pieces[1]}-{pieces[2]}"
    for _ in range(2):  # a part that is replaced meanwhile is read anew
        try:
            head = read_head(output)
            return next((one for one in of_month(output, head, month) if one.path == path), None)
        except StoreError:
            continue
    return None


def _file(one: Segment) -> File:
    return File(one.path, "jsonl", one.bytes, one.sha256, one.portal, one.first_seq, one.last_seq)


def _snapshots(output: Path) -> Iterator[File]:
    folder = output / SNAPSHOTS
    for path in _some(sorted(folder.rglob("*"))):
        try:
            if path.is_symlink() or not path.is_file():
                continue
            found = path.stat()
            key = (str(path), found.st_size, found.st_mtime_ns)
            digest = _DIGESTS.get(key) or _DIGESTS.put(key, file_digest(path))
        except OSError:
            continue
        yield File(path.relative_to(output).as_posix(), FORMATS[path.suffix], found.st_size, digest)


def _some(paths: Sequence[Path]) -> Sequence[Path]:
    return [path for path in paths if path.suffix in FORMATS and not path.name.startswith((".", "_"))][:MOST_FILES]
