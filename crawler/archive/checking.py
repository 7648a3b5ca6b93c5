"""The raw archive checked: what its segments hold, whether they are whole, and the answer behind one record."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive.holes import fill
from crawler.archive.reading import Archived, response_at
from crawler.archive.torn import cut_torn_end, whole_end
from crawler.archive.writing import OPEN
from crawler.base.errors import ArchiveError

_KINDS = {"response": "responses", "revisit": "revisits", "request": "requests"}


@dataclass(frozen=True, slots=True)
class Held:
    """A segment of the archive: its size in bytes, how many records of each kind, and the first and last WARC-Date."""

    path: Path
    bytes: int
    open: bool  # being written now, or left by a kill: its portal's next run mends it
    records: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None


def segments(folder: Path) -> list[Path]:
    """The archive's files in the order of their names. Raises `ArchiveError` where there is no archive."""
    if not folder.is_dir():
        raise ArchiveError(f"there is no archive at {folder}")
    return sorted([*folder.glob("*.warc.gz"), *folder.glob(f"*.warc.gz{OPEN}")])


def survey(path: Path) -> Held:
    """What a segment holds. Raises `ArchiveError` for a damaged one; an open one is read as far as it is whole."""
    records: Counter[str] = Counter()
    dates: list[str] = []
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                records[_KINDS.get(record.headers.get("WARC-Type") or "", "other")] += 1
                if date := record.headers.get("WARC-Date"):
                    dates = [min(dates[0], date) if dates else date, max(dates[-1], date) if dates else date]
    except OSError as error:
        if not path.name.endswith(OPEN):
            raise ArchiveError(f"{path}: damaged: {error}") from error
    return Held(path, path.stat().st_size, path.name.endswith(OPEN), records, *(dates or (None, None)))


def verify(paths: list[Path]) -> Iterator[tuple[Path, str | None]]:
    """Each segment with what is wrong with it, None where every record is whole and every digest right.

    A revisit that refers to an answer which no segment of `paths` holds is wrong, too.
    """
    held: set[tuple[str, str]] = set()
    revisits: dict[Path, list[tuple[str, str]]] = {}
    for path in paths:
        revisits[path] = list(_referred(path, held))
    for path in paths:
        try:
            survey(path)
            fault = _digests(path)
        except ArchiveError as error:
            fault = str(error)
        lost = [one for one in revisits[path] if one not in held]
        if fault is None and lost:
            url, moment = lost[0]
            fault = f"{len(lost)} revisits of answers that no file holds, the first of {url} at {moment}"
        yield path, fault


@dataclass(frozen=True, slots=True)
class Mended:
    """What was no whole record: bytes cut off the end, and bytes amid the file in whose place zeros stand."""

    torn: int
    holes: int

    def __bool__(self) -> bool:
        return bool(self.torn or self.holes)

    def __str__(self) -> str:
        said = []
        if self.holes:
            said.append(f"{self.holes} bytes amid it were no whole record: zeros stand in their place")
        if self.torn:
            said.append(f"{self.torn} bytes at its end were no whole record: they are cut off")
        return "; ".join(said)


def mend(path: Path) -> Mended:
    """Cut a torn end off, and fill what is damaged amid the file. Whole records stay at their offsets.

    The damaged bytes go to a file beside, with the suffix `.torn`. Raises `ArchiveError`.
    """
    try:
        torn = cut_torn_end(path, keep=True)
        return Mended(torn, sum(end - begin for begin, end in fill(path)))
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from error


def _referred(path: Path, held: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The answers, by address and WARC-Date, that a segment's revisits refer to; its own are entered in `held`."""
    with suppress(OSError), path.open("rb") as stream:  # damage is the concern of `survey`
        for record in ArchiveIterator(stream, parse_http=False):
            kind, headers = record.headers.get("WARC-Type"), record.headers
            if kind == "response":
                held.add((_plain(headers.get("WARC-Target-URI")), headers.get("WARC-Date") or ""))
            elif kind == "revisit" and headers.get("WARC-Refers-To-Date"):
                yield _plain(headers.get("WARC-Refers-To-Target-URI")), headers.get("WARC-Refers-To-Date") or ""


def _plain(uri: str | None) -> str:
    return (uri or "").strip("<>")


def extract(folder: Path, name: str, offset: int) -> Archived:
    """The answer that a record's `warc_file` and `warc_offset` name. Raises `ArchiveError` where there is none."""
    path = folder / name
    if not path.exists():
        path = folder / (name + OPEN)
    if not path.exists():
        raise ArchiveError(f"{folder / name}: no such segment")
    found = response_at(path, offset)
    if found is None:
        raise ArchiveError(f"{folder / name}: no response at offset {offset}")
    return found


def _digests(path: Path) -> str | None:
    """The first fault that a reader finds when it checks every digest."""
    torn = path.stat().st_size - whole_end(path)
    if torn and not path.name.endswith(OPEN):
        return f"cut short: the last {torn} bytes are no whole record"
    try:
        with path.open("rb") as stream:
            records = WarcioIterator(stream, check_digests=True)
            for record in records:
                while record.content_stream().read(1 << 20):
                    pass
                if record.digest_checker.passed is False:
                    return f"offset {records.get_record_offset()}: {record.digest_checker.problems[0]}"
    except (ArchiveLoadFailed, OSError, zlib.error) as error:
        return None if torn else f"damaged: {error}"
    return None
