"""What some tests need from outside the repository, and how they say that it is missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "../shared"


def shared(name: str) -> Path:
    """A file of the shared test data; skips the test where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no shared test data: {name}")
    return path


def required(path: Path, package: str) -> Path:
    """A file of a Debian package; where missing the test is skipped, but fails if TINTINH_REQUIRE_ALL is set."""
    if not path.exists():
        _missing(f"{path} is missing: apt-get install {package}")
    return path


def iconv() -> str:
    """The path of iconv, on the same terms."""
    found = shutil.which("iconv")
    if found is None:
        _missing("iconv is missing: apt-get install libc-bin")
    return found or ""


def _missing(reason: str) -> None:
    if os.environ.get("TINTINH_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


def unescape(text: str) -> str:
    """The tables write what cannot be seen as \\uXXXX, \\UXXXXXXXX and \\n."""
    out, at = [], 0
    widths = {"u": 4, "U": 8}
    while at < len(text):
        kind = text[at + 1 : at + 2] if text[at] == "\\" else ""
        if kind in widths:
            width = widths[kind]
            out.append(chr(int(text[at + 2 : at + 2 + width], 16)))
            at += 2 + width
        elif kind == "n":
            out.append("\n")
            at += 2
        else:
            out.append(text[at])
            at += 1
    return "".join(out)
