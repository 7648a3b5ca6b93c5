"""Edits to a text, step after step, with every change known at its place in the text as it came.

The log of changes is made when it is asked for: most callers want the text and the kinds of what was done alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

RawEdit = tuple[int, int, str, str]


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


class _Step:
    """One step's edits, and the map from offsets after it to offsets before it; both built when first asked."""

    def __init__(self, before: str, edits: Callable[[], list[RawEdit]]) -> None:
        self._before = before
        self._find = edits
        self._edits: list[RawEdit] | None = None
        self._ends: list[int] = []
        self._shifts: list[int] = []

    @property
    def edits(self) -> list[RawEdit]:
        if self._edits is None:
            self._edits = self._find()
        return self._edits

    def origin(self, offset: int) -> int:
        edits = self.edits
        if not self._ends:
            grown = 0
            for start, end, after, _ in edits:
                grown += len(after) - (end - start)
                self._ends.append(end + grown)
                self._shifts.append(grown)
        index = bisect_right(self._ends, offset) - 1
        before = offset - (self._shifts[index] if index >= 0 else 0)
        if index + 1 < len(edits):  # inside of what was put in: no further than what it replaced
            start, end = edits[index + 1][:2]
            return min(before, max(start, end - 1))
        return before

    def changes(self, origin: Callable[[int], int]) -> list[Change]:
        text = self._before
        return [Change(kind, origin(start), text[start:end], after) for start, end, after, kind in self.edits]


class EditedText:
    """A text under edit: `text` is how it stands, `kinds` the kinds of edits that were made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: set[str] = set()
        self._steps: list[_Step] = []

    def apply(self, edits: Iterable[RawEdit]) -> bool:
        """Make the edits (ascending, not overlapping; those that change nothing are dropped); True if any was made."""
        text = self.text
        pieces: list[str] = []
        made: list[RawEdit] = []
        done = 0
        for edit in edits:
            start, end, after, kind = edit
            if text[start:end] != after:
                pieces += (text[done:start], after)
                made.append(edit)
                done = end
                self.kinds.add(kind)
        if not made:
            return False
        pieces.append(text[done:])
        self._steps.append(_Step(text, lambda: made))
        self.text = "".join(pieces)
        return True

    def replace(self, after: str, kind: str, explain: Callable[[str], Iterable[RawEdit]]) -> None:
        """Put `after` in the place of the text; `explain(text before)` gives the edits that lead there, if asked."""
        before = self.text
        if before == after:
            return

        def edits() -> list[RawEdit]:
            found = [edit for edit in explain(before) if before[edit[0] : edit[1]] != edit[2]]
            check = EditedText(before)
            check.apply(found)
            return found if check.text == after else [(0, len(before), after, kind)]

        self._steps.append(_Step(before, edits))
        self.kinds.add(kind)
        self.text = after

    def changes(self) -> list[Change]:
        """What was done, in order of steps, then of place."""
        done: list[Change] = []
        for number, step in enumerate(self._steps):
            earlier = self._steps[:number]

            def origin(offset: int, earlier: list[_Step] = earlier) -> int:
                for one in reversed(earlier):
                    offset = one.origin(offset)
                return offset

            done += step.changes(origin)
        return done
