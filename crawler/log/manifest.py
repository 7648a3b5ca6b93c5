"""The manifest of the log: which segments there are, and up to which `seq` nothing is missing.

Segments are one portal's each and are renamed one after the other, so the folder alone cannot tell a reader that has a
single cursor whether a smaller `seq` is still to come. `manifest.json` is replaced by rename after the segments that it
names are in place; its `published_through` is the `seq` up to which all of them are.
"""

from __future__ import annotations

import fcntl
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Engine, func, select

from crawler.base.atomic import replace_whole
from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.tables import segments
from crawler.model.items import SCHEMA_VERSION

MANIFEST = "manifest.json"


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


class Manifest(BaseModel):
    """What `manifest.json` holds."""

    published_through: int = 0
    schema_version: int = SCHEMA_VERSION
    segments: list[Segment] = []


def read_manifest(output: Path) -> Manifest:
    """The manifest of an output folder, empty where nothing was published. Raises `StoreError` for a damaged one."""
    path = output / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Manifest()
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise StoreError(f"{path} is no manifest of a log: {str(error).splitlines()[0]}") from error


def bring_up_to_date(engine: Engine, output: Path) -> None:
    """Replace the manifest where the store knows more than it tells. Raises `StoreError`."""
    path = output / MANIFEST
    try:
        output.mkdir(parents=True, exist_ok=True)
        (output / ".locks").mkdir(exist_ok=True)
        # Of two that publish at once the one that read less must not write last.
        with (output / ".locks" / "manifest").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with reading(engine) as connection:
                through = _published_through(connection)
                if through == (_known(path) or 0):
                    return
                listed = _listed(connection, through)
            head = {"published_through": through, "schema_version": SCHEMA_VERSION}
            replace_whole(path, _lines(head, listed))
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error


def _known(path: Path) -> int | None:
    try:
        return Manifest.model_validate_json(path.read_bytes()).published_through
    except (FileNotFoundError, ValueError):
        return None


def _published_through(connection: Connection) -> int:
    c = segments.c
    gap = connection.execute(select(func.min(c.first_seq)).where(c.sha256.is_(None))).scalar()
    last = connection.execute(select(func.max(c.last_seq))).scalar() or 0
    return last if gap is None else gap - 1


def _listed(connection: Connection, through: int) -> list[dict[str, object]]:
    c = segments.c
    query = (
        select(c.portal, c.path, c.first_seq, c.last_seq, c.lines, c.bytes, c.sha256)
        .where(c.sha256.is_not(None), c.first_seq <= through)
        .order_by(c.first_seq)
    )
    return [Segment.model_validate(dict(row)).model_dump() for row in connection.execute(query).mappings()]


def _lines(head: dict[str, int], listed: list[dict[str, object]]) -> bytes:
    """JSON with a line a segment, for people and line tools."""
    rows = b",\n".join(orjson.dumps(row) for row in listed)
    return orjson.dumps(head)[:-1] + b',"segments":[\n' + rows + b"\n]}\n"
