"""What was asked of the portals, when, and by whom: so that tests can judge a crawler's manners."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# Bounded, so that a bench of millions of requests does not fill the memory.
KEPT = 200_000


@dataclass(slots=True)
class Exchange:
    """One request and its answer; times are `time.monotonic()` seconds, `ended` is None while it is under way,
    `status` also where the connection ended without an answer."""

    portal: str
    method: str
    target: str
    started: float
    user_agent: str
    conditional: bool  # it brought If-None-Match or If-Modified-Since
    cookie: str
    status: int | None = None
    ended: float | None = None


class RequestLog:
    """All exchanges in order of their start; safe to read from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT)

    def begin(self, exchange: Exchange) -> None:
        """Takes up a request that has just arrived."""
        with self._lock:
            self._exchanges.append(exchange)

    def clear(self) -> None:
        """Forgets everything so far."""
        with self._lock:
            self._exchanges.clear()

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self.of())

    def __len__(self) -> int:
        return len(self._exchanges)

    def of(self, portal: str | None = None) -> list[Exchange]:
        """The exchanges of one portal ('canary' for the address that nobody may visit), or all."""
        with self._lock:
            return [one for one in self._exchanges if portal is None or one.portal == portal]

    def targets(self, portal: str) -> list[str]:
        """Path and query of each request to the portal, in order."""
        return [one.target for one in self.of(portal)]

    def most_at_once(self, portal: str) -> int:
        """The largest number of the portal's requests that were under way together."""
        edges = []
        for one in self.of(portal):
            edges.append((one.started, 1))
            edges.append((one.ended if one.ended is not None else float("inf"), -1))
        most = now = 0
        for _, step in sorted(edges):
            now += step
            most = max(most, now)
        return most

    def shortest_gap(self, portal: str) -> float | None:
        """The least time in seconds from one request's start to the next one's; None for fewer than two."""
        starts = sorted(one.started for one in self.of(portal))
        return min((later - earlier for earlier, later in pairwise(starts)), default=None)
