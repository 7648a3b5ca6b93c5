"""Edits to a text, step after step, with every change logged at its place in the text as it came."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` by `after`; `kind` says why."""

    start: int
    end: int
    after: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that normalising did.

    `position` counts characters in the text as it was given; `before` is what this step met there (an earlier step may
    have changed it already), `after` what it left.
    """

    kind: str
    position: int
    before: str
    after: str


class EditedText:
    """A text under edit. `text` is how it stands; `changes` what was done, in order of steps, then of place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.changes: list[Change] = []
        # Piecewise map to the text as given: from current offset _starts[i] on, origin = offset + _shifts[i].
        self._starts: list[int] = [0]
        self._shifts: list[int] = [0]

    def _origin(self, offset: int) -> int:
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Make the edits (ascending, not overlapping; those that change nothing are dropped); True if any was made."""
        pieces: list[str] = []
        starts: list[int] = []
        shifts: list[int] = []
        old_starts, old_shifts = self._starts, self._shifts
        done = grown = piece = 0
        for start, end, after, kind in edits:
            before = self.text[start:end]
            if before == after:
                continue
            self.changes.append(Change(kind, self._origin(start), before, after))
            pieces.append(self.text[done:start])
            pieces.append(after)
            while piece < len(old_starts) and old_starts[piece] <= start:
                starts.append(old_starts[piece] + grown)
                shifts.append(old_shifts[piece] - grown)
                piece += 1
            while piece < len(old_starts) and old_starts[piece] <= end:
                piece += 1
            grown += len(after) - (end - start)
            starts.append(end + grown)
            shifts.append(self._origin(end) - (end + grown))
            done = end
        if not pieces:
            return False
        pieces.append(self.text[done:])
        while piece < len(old_starts):
            starts.append(old_starts[piece] + grown)
            shifts.append(old_shifts[piece] - grown)
            piece += 1
        self._starts, self._shifts = starts, shifts
        self.text = "".join(pieces)
        return True
