"""Caches for values that take long to make: renewed in the background, or kept by a key of what they show."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
SECONDS = 60.0
STALE = 10  # a value so many times older than it should be makes its reader wait for a new one

logger = logging.getLogger(__name__)


class Kept(Generic[T]):
    """A value about `seconds` old at most, while it is asked for. Only the first reader, or one after a rest, waits."""

    def __init__(self, make: Callable[[], T], seconds: float = SECONDS) -> None:
        self._make = make
        self._seconds = seconds
        self._lock = threading.Lock()
        self._made: tuple[float, T] | None = None

    def get(self) -> T:
        """The value. Raises the error of making it where there is no value yet."""
        made = self._made
        age = time.monotonic() - made[0] if made else float("inf")
        if made is None or age > self._seconds * STALE:
            with self._lock:
                if self._made is made:
                    self._made = (time.monotonic(), self._make())
                assert self._made is not None
                return self._made[1]
        if age > self._seconds and self._lock.acquire(blocking=False):
            threading.Thread(target=self._renew, daemon=True).start()
        return made[1]

    def _renew(self) -> None:
        """Runs with the lock held, which the starter took."""
        try:
            self._made = (time.monotonic(), self._make())
        except Exception:
            # The old value stays in use, and the next reader starts another try.
            logger.warning("a value could not be renewed", exc_info=True)
        finally:
            self._lock.release()


class Shelf(Generic[T]):
    """The `most` values used last, by a key of everything that they depend on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """The value, or None."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: T) -> T:
        """Keep the value in place of the least recently used one; returns it."""
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
