"""Visits in the order in which their rows were drawn, whichever answer comes first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from crawler.model.visit import Due, Visit


class VisitOrder:
    """Rows of the frontier that are being fetched, and visits that wait for a row drawn before theirs.

    So the same pages give the same store and the same log.
    """

    def __init__(self) -> None:
        self._drawn: deque[int] = deque()
        self._early: dict[int, Visit] = {}

    def drawn(self, rows: Sequence[Due]) -> None:
        """These rows went out, in this order."""
        self._drawn.extend(due.id for due in rows)

    def arrived(self, visit: Visit) -> Iterator[Visit]:
        """Take in a visit; gives the visits whose turn has come, in order."""
        self._early[visit.due.id] = visit
        while self._drawn and self._drawn[0] in self._early:
            yield self._early.pop(self._drawn.popleft())

    def rest(self) -> Iterator[Visit]:
        """All visits that arrived and still wait, in order, without waiting for earlier rows."""
        for row in self._drawn:
            if row in self._early:
                yield self._early.pop(row)

    @property
    def waiting(self) -> Sequence[Visit]:
        """Visits that wait for one drawn before them."""
        return tuple(self._early.values())

    @property
    def rows(self) -> Sequence[int]:
        """Ids of the rows that are out or wait."""
        return tuple(self._drawn)
