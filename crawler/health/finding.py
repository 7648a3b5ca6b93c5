"""A finding: one thing that the figures say of a portal; the gravest makes the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from crawler.base.clock import VIETNAM
from crawler.base.reasons import Reason


class Word(StrEnum):
    """The verdict, gravest last. What it takes and what to do: docs/operating.md."""

    HEALTHY = "healthy"
    UNVERIFIED = "unverified"
    QUIET = "quiet"
    DEGRADED = "degraded"
    SILENT = "silent"
    MOVED = "moved"
    BLOCKED = "blocked"

    @property
    def unwell(self) -> bool:
        """Whether a person should look at the portal."""
        return self in (Word.DEGRADED, Word.SILENT, Word.MOVED, Word.BLOCKED)

    @property
    def gravity(self) -> int:
        """The graver, the higher."""
        return list(Word).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in words, and since when it has been so by the figures."""

    word: Word
    check: str
    reason: Reason
    since: datetime


def at(day: date) -> datetime:
    """The beginning of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)
