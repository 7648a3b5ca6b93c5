"""Putting a folder of files where a person wants it: a folder of this machine, or any address that fsspec knows.

A local folder appears whole, by rename. An object store knows no rename: there the object `_INCOMPLETE` comes first and
goes last, and an address that bears it may be delivered to again, which puts right what a kill left.
"""

from __future__ import annotations

import importlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec

from crawler.base.errors import UserError
from crawler.base.extras import needs_extra
from crawler.base.temporary import scratch

INCOMPLETE = "_INCOMPLETE"
_WITHOUT_FOLDERS = frozenset({"s3", "gs", "abfs", "oss"})


def is_address(target: str) -> bool:
    """Whether it names another place than a folder of this machine."""
    return re.match(r"[a-z0-9+.-]+://", target) is not None


def deliver(made: Path, target: str) -> None:
    """Copy what lies in `made` to `target`, a new or empty folder or an address such as `s3://…` (with s3fs).

    Raises `UserError` where the target is not empty (an upload of its own that was cut short may be there) or cannot be
    written.
    """
    if is_address(target):
        with told(target):
            _upload(made, target)
        return
    try:
        _place(made, Path(target))
    except OSError as error:
        raise UserError(f"cannot write to {target}: {error.strerror or error}") from error


@contextmanager
def told(target: str) -> Iterator[None]:
    """Whatever a store's client raises, as a `UserError` of one line; a password in the address is left out."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:  # each store's client raises errors of its own kind
        why = " ".join(str(error).split()) or type(error).__name__
        raise UserError(_without_password(f"cannot write to {target}: {why}")) from error


def opened(target: str) -> tuple[Any, str]:
    """The file system and the folder in it that an address names; what it lists is asked anew, not remembered.

    Credentials come from the environment or the client's own configuration (for S3: `AWS_…`, `~/.aws`).
    """
    if target.startswith(("s3://", "s3a://")):
        with needs_extra("s3", "a place on S3"):
            importlib.import_module("s3fs")
    system, base = fsspec.core.url_to_fs(target, use_listings_cache=False)
    return system, base.rstrip("/")


def make_folder(system: Any, path: str) -> None:
    """Make a folder where the file system has such: in an object store that would make a bucket of a misspelt name."""
    names = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
    if not names & _WITHOUT_FOLDERS:
        system.makedirs(path, exist_ok=True)


def _upload(made: Path, target: str) -> None:
    system, base = opened(target)
    marker = f"{base}/{INCOMPLETE}"
    there = set(system.find(base)) if system.exists(base) else set()
    if there and not system.exists(marker):
        raise UserError(f"{_without_password(target)} is not empty: name a new place")
    make_folder(system, base)
    system.pipe_file(marker, b"This export is being written, or was cut short: run it again.\n")
    placed = set()
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        place = f"{base}/{path.relative_to(made).as_posix()}"
        make_folder(system, place.rpartition("/")[0])
        system.put_file(str(path), place)
        placed.add(place.removeprefix("/"))
    for left in there:
        if left.removeprefix("/") not in placed and left.removeprefix("/") != marker.removeprefix("/"):
            system.rm_file(left)
    system.rm_file(marker)


def _without_password(told: str) -> str:
    return re.sub(r"(\w://[^/\s:@]*):[^/\s@]*@", r"\1:***@", told)


def _place(made: Path, target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{target} is not empty: name a new place")
    with scratch(target.parent) as aside:
        whole = aside / "whole"
        shutil.copytree(made, whole)
        if target.exists():
            target.rmdir()
        whole.rename(target)
