"""Reading on all cores: batches go out to worker processes, results come back in the batches' order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final, TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")

_WAITING: Final = 3  # batches in flight for each worker: this bounds the memory


def in_order(read: Callable[[Batch], Result], batches: Iterable[Batch], processes: int | None) -> Iterator[Result]:
    """The result of `read` for each batch, in order; on `processes` processes, by default one a core.

    `read` and the batches must be picklable. At most a few batches a process are in memory.
    """
    workers = processes or os.cpu_count() or 1
    if workers == 1:
        yield from map(read, batches)
        return
    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for batch in batches:
            waiting.append(pool.submit(read, batch))
            if len(waiting) >= workers * _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
