"""Edits to a text, step after step, with every change logged at its place in the text as it came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` by `after`; `kind` says why."""

    start: int
    end: int
    after: str
    kind: str


class Change(NamedTuple):
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

    def apply(self, edits: Iterable[Edit]) -> bool:
        """Make the edits (ascending, not overlapping; those that change nothing are dropped); True if any was made."""
        text, changes = self.text, self.changes
        old_starts, old_shifts = self._starts, self._shifts
        count = len(old_starts)
        starts: list[int] = []
        shifts: list[int] = []
        pieces: list[str] = []
        done = grown = piece = shift = 0
        for start, end, after, kind in edits:
            before = text[start:end]
            if before == after:
                continue
            while piece < count and old_starts[piece] <= start:
                shift = old_shifts[piece]
                starts.append(old_starts[piece] + grown)
                shifts.append(shift - grown)
                piece += 1
            changes.append(Change(kind, start + shift, before, after))
            while piece < count and old_starts[piece] <= end:
                shift = old_shifts[piece]
                piece += 1
            pieces += (text[done:start], after)
            done = end
            grown += len(after) - (end - start)
            starts.append(end + grown)
            shifts.append(shift - grown)
        if not pieces:
            return False
        pieces.append(text[done:])
        for rest in range(piece, count):
            starts.append(old_starts[rest] + grown)
            shifts.append(old_shifts[rest] - grown)
        self._starts, self._shifts = starts, shifts
        self.text = "".join(pieces)
        return True
