"""Reading on all cores without an event loop of one's own: items go out to reader processes, results come in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final, TypeVar

from crawler.base.cores import cores
from crawler.base.environment import environment
from crawler.readers.pool import CostlyError, Readers
from crawler.readers.process import Limits

Item = TypeVar("Item")
Result = TypeVar("Result")

_WAITING: Final = 32  # items in flight for each process
_WAITING_BYTES: Final = 1 << 23  # of all items in flight, unless one alone is larger: this bounds the memory


@dataclass(frozen=True, slots=True)
class Unread:
    """In place of the result of an item that breaks whoever reads it: why."""

    reason: str


def in_order(
    read: Callable[[Item], Result],
    items: Iterable[Item],
    processes: int | None = None,
    size: Callable[[Item], int] = lambda _: 0,
) -> Iterator[Result | Unread]:
    """The result of `read` for each item, in order; on `processes` processes, by default one a core.

    `read`, the items and the results must be picklable. `size`: bytes of an item. With one process items are read in
    this one, where none has a limit.
    """
    count = processes or cores()
    if count == 1:
        yield from map(read, items)
        return
    given = environment()
    readers = Readers(count, Limits(given.reader_seconds, given.reader_megabytes))
    waiting: deque[tuple[Future[Any], int]] = deque()
    held = 0
    with _event_loop(readers) as loop:
        for item in items:
            weight = size(item)
            while waiting and (len(waiting) >= count * _WAITING or held + weight > _WAITING_BYTES):
                future, freed = waiting.popleft()
                held -= freed
                yield _result(future)
            waiting.append((asyncio.run_coroutine_threadsafe(readers.read(read, item), loop), weight))
            held += weight
        for future, _ in waiting:
            yield _result(future)


def _result(future: Future[Any]) -> Any:
    try:
        return future.result()
    except CostlyError as error:
        return Unread(str(error))


@contextmanager
def _event_loop(readers: Readers) -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own; the readers end with it."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="readers", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(readers.close)
        asyncio.run_coroutine_threadsafe(_cancelled(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancelled() -> None:
    """Wait until all other tasks of the loop have ended."""
    others: set[asyncio.Task[Any]] = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*others, return_exceptions=True)
