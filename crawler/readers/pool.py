"""`Readers`: a few reader processes that share what is to be read, started when there is something to read.

A job that takes too long, or that three processes do not survive, fails; the others go to another process. So a page
costs itself and nothing else, and a process that somebody kills costs nothing.
"""

from __future__ import annotations

import asyncio
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from crawler.readers.process import Limits, ReaderEndedError, ReaderProcess

Argument = TypeVar("Argument")
Result = TypeVar("Result")

# Jobs sent at once: a process that has the next job with the one it works on never waits for the event loop.
MOST_JOBS: Final = 4
MOST_ENDS: Final = 3  # of processes, after which the job they worked on is taken for the cause
_MOST_BYTES: Final = 1 << 20  # of jobs sent at once, unless one alone is larger


class CostlyError(Exception):
    """What was to be read takes too long or too much memory, or breaks the process that reads it."""


@dataclass(eq=False, slots=True)
class _Job:
    data: bytes
    done: asyncio.Future[Any]
    ends: int = 0  # of processes that worked on it: somebody may have killed them

    def answered(self, answer: bytes) -> None:
        succeeded, found = pickle.loads(answer)  # noqa: S301 - of a process of ours
        if not succeeded:
            self.failed(found)
        elif not self.done.done():
            self.done.set_result(found)

    def failed(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Readers:
    """Up to `most` reader processes. It lives within one event loop; `close` ends the processes."""

    def __init__(self, most: int, limits: Limits) -> None:
        self._most = most
        self._limits = limits
        self._jobs: set[_Job] = set()  # all that are not done
        self._waiting: deque[_Job] = deque()
        self._arrival = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._processes: set[ReaderProcess] = set()

    @property
    def pids(self) -> list[int]:
        """The process ids of those that run."""
        return [process.pid for process in self._processes]

    async def read(self, function: Callable[[Argument], Result], argument: Argument) -> Result:
        """`function(argument)`, computed in a reader process. Both, and the result, must be picklable.

        Raises `CostlyError`, `OSError` where no process can be started, and what the function raises.
        """
        data = pickle.dumps((function, argument), pickle.HIGHEST_PROTOCOL)
        job = _Job(data, asyncio.get_running_loop().create_future())
        self._jobs.add(job)
        job.done.add_done_callback(lambda _: self._jobs.discard(job))
        self._waiting.append(job)
        self._arrival.set()
        if len(self._tasks) < self._most and len(self._waiting) > MOST_JOBS * len(self._tasks):
            task = asyncio.ensure_future(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        result: Result = await job.done
        return result

    def close(self) -> None:
        """End all processes at once; what is not read yet is cancelled."""
        for process in list(self._processes):
            self._end(process)
        for task in self._tasks:
            task.cancel()
        for job in self._jobs:
            job.done.cancel()

    async def _work(self) -> None:
        """The life of one reader: a process, and a new one where that ends."""
        process: ReaderProcess | None = None
        while True:
            jobs = await self._next()
            try:
                process = process or await self._start()
                left = await self._give(process, jobs)
            except Exception as error:  # noqa: BLE001 - whoever waits for the jobs hears of it
                for job in jobs:
                    job.failed(error)
                continue
            if left:
                self._waiting.extendleft(reversed(left))
                self._arrival.set()
            if process not in self._processes:
                process = None

    async def _start(self) -> ReaderProcess:
        process = ReaderProcess(self._limits)
        self._processes.add(process)
        try:
            await process.start()
        except OSError:
            self._end(process)
            raise
        return process

    def _end(self, process: ReaderProcess) -> None:
        self._processes.discard(process)
        process.kill()

    async def _next(self) -> list[_Job]:
        """Jobs to be sent at once: a fair share of those that wait."""
        while not self._waiting:
            self._arrival.clear()
            await self._arrival.wait()
        return list(self._drawn(min(MOST_JOBS, -(-len(self._waiting) // len(self._tasks)))))

    def _drawn(self, most: int) -> Iterator[_Job]:
        size = 0
        while most and self._waiting and (not size or size + len(self._waiting[0].data) <= _MOST_BYTES):
            job = self._waiting.popleft()
            if not job.done.done():
                most, size = most - 1, size + len(job.data)
                yield job

    async def _give(self, process: ReaderProcess, jobs: list[_Job]) -> list[_Job]:
        """Let the process do the jobs. Where it ends, so does its job; the others are given back."""
        left = deque(jobs)
        sending = asyncio.ensure_future(process.send([job.data for job in jobs]))
        try:
            while left:
                left[0].answered(await process.answer())
                left.popleft()
        except ReaderEndedError as end:
            self._end(process)
            left[0].ends += 1
            if end.too_slow or left[0].ends == MOST_ENDS:
                left.popleft().failed(CostlyError(str(end)))
        finally:
            sending.cancel()
        return list(left)
