"""Edits to a text, step after step, with every change logged at its place in the text as it came."""

from __future__ import annotations

from bisect import bisect_right
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


class _Layer:
    """One step's edits, as a map from offsets after it to offsets before it; built when first asked."""

    def __init__(self, edits: list[tuple[int, int, str, str]]) -> None:
        self._edits = edits
        self._ends: list[int] = []
        self._shifts: list[int] = []

    def origin(self, offset: int) -> int:
        if not self._ends:
            grown = 0
            for start, end, after, _ in self._edits:
                grown += len(after) - (end - start)
                self._ends.append(end + grown)
                self._shifts.append(grown)
        index = bisect_right(self._ends, offset) - 1
        before = offset - (self._shifts[index] if index >= 0 else 0)
        if index + 1 < len(self._edits):  # inside of what was put in: no further than what it replaced
            return min(before, max(self._edits[index + 1][0], self._edits[index + 1][1] - 1))
        return before


class EditedText:
    """A text under edit. `text` is how it stands; `changes` what was done, in order of steps, then of place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.changes: list[Change] = []
        self._layers: list[_Layer] = []

    def _origin(self, offset: int) -> int:
        for layer in reversed(self._layers):
            offset = layer.origin(offset)
        return offset

    def apply(self, edits: Iterable[tuple[int, int, str, str]]) -> bool:
        """Make the edits (ascending, not overlapping; those that change nothing are dropped); True if any was made."""
        text, changes, layered = self.text, self.changes, bool(self._layers)
        pieces: list[str] = []
        made: list[tuple[int, int, str, str]] = []
        done = 0
        for edit in edits:
            start, end, after, kind = edit
            before = text[start:end]
            if before != after:
                changes.append(Change(kind, self._origin(start) if layered else start, before, after))
                pieces += (text[done:start], after)
                made.append(edit)
                done = end
        if not made:
            return False
        pieces.append(text[done:])
        self._layers.append(_Layer(made))
        self.text = "".join(pieces)
        return True
