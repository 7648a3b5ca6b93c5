"""What the doctor finds, and where it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, what to do about it, and whether it is put right now."""

    check: str
    what: str
    remedy: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Patient:
    """A store and its output folder, at a moment."""

    engine: Engine
    output: Path
    now: datetime


# A check looks at one thing; with the second argument it puts right what it can.
Check = Callable[[Patient, bool], Iterator[Finding]]

MEND = "`tintinh doctor --mend`"
BACKUP = "put back a backup: `tintinh restore`"
