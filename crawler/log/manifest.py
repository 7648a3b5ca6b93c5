"""The manifest of the log: which segments there are, and up to which `seq` nothing is missing.

Segments are one portal's each and are renamed one after the other, so the folder alone cannot tell a reader that has a
single cursor whether a smaller `seq` is still to come. `manifest.json` is replaced by rename after all that it names is
in place; its `published_through` is the `seq` up to which nothing is missing.

It names parts, not segments: a file for each day of the months that are open, and one for each closed month. So a crawl
writes the part of its day and a short head, however long the log is. A part's name goes with its content: a reader that
holds an older head still finds the parts that this names, for an hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, TypeAdapter

from crawler.base.errors import StoreError
from crawler.model.items import SCHEMA_VERSION

MANIFEST = "manifest.json"
PARTS = "manifest"  # the folder of the parts
FORMAT = 2
DIGEST = "digest"  # a flipped bit in a store's identity or a `seq` must not look like the log of another store
MEND = "`tintinh log verify --mend` puts it right"


class Segment(BaseModel):
    """One file of the log."""

    model_config = ConfigDict(frozen=True)

    portal: str
    path: str  # below the output folder
    first_seq: int
    last_seq: int
    lines: int
    bytes: int
    sha256: str


class Part(BaseModel):
    """One part of the manifest: a file with a JSON list of segments."""

    model_config = ConfigDict(frozen=True)

    part: str  # a day (2026-01-31) or a month (2026-01)
    path: str  # below the output folder
    first_seq: int
    last_seq: int
    segments: int
    bytes: int
    sha256: str


class Head(BaseModel):
    """What `manifest.json` holds. The first format had the segments themselves, and did not name the store."""

    format: int = 1
    store: str | None = None
    published_through: int = 0
    last_sha256: str | None = None  # of the line with the seq of published_through, by which a store is known
    schema_version: int = SCHEMA_VERSION
    parts: list[Part] = []
    segments: list[Segment] = []


class Manifest(BaseModel):
    """A head with segments that it names."""

    head: Head
    segments: list[Segment]

    @property
    def published_through(self) -> int:
        """The `seq` up to which nothing is missing."""
        return self.head.published_through


_LISTED = TypeAdapter(list[Segment])


def read_head(output: Path) -> Head:
    """The manifest's head, empty where nothing was published. Raises `StoreError` for a damaged one."""
    path = output / MANIFEST
    try:
        return parse_head(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Head()
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise StoreError(f"{path} is no manifest of a log: {str(error).splitlines()[0]}; {MEND}") from error


def parse_head(content: bytes) -> Head:
    """The head that these bytes are. Raises `ValueError`, also where they are not those that were written."""
    fields = orjson.loads(content)
    if isinstance(fields, dict) and (digest := fields.pop(DIGEST, None)) is not None and digest != _digest(fields):
        raise ValueError("it is not as it was written: its digest is another")
    head = Head.model_validate(fields)
    if head.format > FORMAT:
        raise ValueError(f"it is of format {head.format}, which a newer version of tintinh wrote")
    return head


def read_manifest(output: Path, after: int = 0) -> Manifest:
    """The manifest with the segments that reach above `after`. Raises `StoreError` for a damaged one."""
    head = read_head(output)
    while True:
        try:
            return Manifest(head=head, segments=[one for one in _segments(output, head, after) if one.last_seq > after])
        except StoreError:
            before, head = head, read_head(output)
            if before == head:
                raise


def _segments(output: Path, head: Head, after: int) -> Iterable[Segment]:
    yield from head.segments
    for part in head.parts:
        if part.last_seq > after:
            yield from read_part(output, part)


def read_part(output: Path, part: Part) -> list[Segment]:
    """The segments that a part names. Raises `StoreError` where it is missing or damaged."""
    path = output / part.path
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read {path}, which the manifest names: {error.strerror}; {MEND}") from error
    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise StoreError(f"{path} is damaged: it has not the digest that the manifest names; {MEND}")
    return parse_part(content)


def parse_part(content: bytes) -> list[Segment]:
    """The segments in a part's bytes. Raises `ValueError`."""
    return _LISTED.validate_json(content)


def render_part(segments: Iterable[Segment]) -> bytes:
    """A part's bytes: JSON with a line a segment, for people and line tools."""
    return b"[\n" + b",\n".join(orjson.dumps(one.model_dump()) for one in segments) + b"\n]\n"


def render_head(head: Head) -> bytes:
    """The bytes of `manifest.json`: JSON with a line a part, and a digest of all the rest."""
    fields = head.model_dump(exclude={"segments"})
    parts = fields.pop("parts")
    fields[DIGEST] = _digest({**fields, "parts": parts})
    rows = b",\n".join(orjson.dumps(one) for one in parts)
    return orjson.dumps(fields)[:-1] + b',"parts":[\n' + rows + b"\n]}\n"


def _digest(fields: dict[str, object]) -> str:
    """SHA-256 of a head without its digest, hexadecimal: of its JSON with sorted keys and no spaces."""
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()
