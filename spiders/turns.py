"""Turns: what comes first is dealt with first, although what comes later may be ready before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Turns:
    """Turns in the order in which they were taken."""

    def __init__(self) -> None:
        self._last: asyncio.Event | None = None

    def take(self) -> Callable[[], Awaitable[None]]:
        """Take a turn. To be awaited once, by all who took one: it comes when all before it have come.

        What the caller then does without awaiting anything is done before the next turn comes.
        """
        before, self._last = self._last, asyncio.Event()
        mine = self._last

        async def come() -> None:
            if before is not None:
                await before.wait()
            mine.set()

        return come
