"""Putting a folder of files where a person wants it: a folder of this machine, or any address that fsspec knows."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import fsspec

from crawler.errors import UserError


def deliver(made: Path, target: str) -> None:
    """Copy what lies in `made` to `target`, a new or empty folder or an address such as `s3://…` (with s3fs).

    A local folder appears whole. Raises `UserError` where the target is not empty or cannot be written.
    """
    if not re.match(r"[a-z0-9+.-]+://", target):
        try:
            _place(made, Path(target))
        except OSError as error:
            raise UserError(f"cannot write to {target}: {error.strerror or error}") from error
        return
    try:
        _upload(made, target)
    except UserError:
        raise
    except Exception as error:  # each store's client raises errors of its own kind
        raise UserError(f"cannot write to {target}: {' '.join(str(error).split()) or type(error).__name__}") from error


def _upload(made: Path, target: str) -> None:
    system, base = fsspec.core.url_to_fs(target)
    if system.exists(base) and system.ls(base):
        raise UserError(f"{target} is not empty: name a new place")
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        place = f"{base.rstrip('/')}/{path.relative_to(made).as_posix()}"
        system.makedirs(place.rpartition("/")[0], exist_ok=True)
        system.put_file(str(path), place)


def _place(made: Path, target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(f"{target} is not empty: name a new place")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as aside:
        whole = Path(aside) / "whole"
        shutil.copytree(made, whole)
        if target.exists():
            target.rmdir()
        whole.rename(target)
