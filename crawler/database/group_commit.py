"""One thread that writes for all crawls of a process: what they bring within a moment is one transaction.

A database has one writer, and each transaction waits for the disk. So the crawls hand over their parts and go on
fetching. Each part is a savepoint: one that fails is taken back, and costs no other. A caller learns what became of its
part once the transaction is on the disk; what nobody was told of is lost in a kill, whole.

Work that opens transactions of its own (publishing the log) has its turn on the same thread: no two transactions of a
process ever wait for each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from crawler.database.engine import as_store_error, writing

MOMENT = 0.05  # seconds that a part waits for others, unless every crawl of the process waits already
JOB_MOMENT = 0.5  # the same for a job
LONGEST = 1.0  # seconds after which a transaction takes no further part: writers of other processes wait, too

# What a row itself breaks: its crawl goes on visit by visit. All else says that the store cannot be used.
OF_THE_DATA = (DataError, IntegrityError)

Outcome = TypeVar("Outcome")
_Outcome = tuple[Any, Exception | None]


@dataclass(slots=True)
class _Part:
    """What one caller wants written; `first` is done before the transaction begins."""

    work: Callable[[Connection], Any]
    first: Callable[[], object] | None
    at: float = field(default_factory=monotonic)
    done: Future[Any] = field(default_factory=Future)


@dataclass(slots=True)
class _Job:
    """Work with transactions of its own, and those who wait for it."""

    work: Callable[[], Any]
    at: float = field(default_factory=monotonic)
    done: list[Future[Any]] = field(default_factory=list)


class GroupCommit:
    """The writer of one engine. Its thread starts with the first part and ends with `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._awake = threading.Condition()
        self._parts: list[_Part] = []
        self._jobs: dict[Hashable, _Job] = {}
        self._began: dict[Hashable, float] = {}
        self._members = 0
        self._closing = False
        self._thread: threading.Thread | None = None

    def join(self) -> None:
        """One more crawl writes here: a part waits a moment for those of the others."""
        with self._awake:
            self._members += 1

    def leave(self) -> None:
        """A crawl has ended."""
        with self._awake:
            self._members -= 1
            self._awake.notify()

    def write(
        self, work: Callable[[Connection], Outcome], first: Callable[[], object] | None = None
    ) -> Future[Outcome]:
        """Do `work` in the next transaction, parts in the order in which they came.

        The future has its result, once committed, or what it raised. A store that cannot be used is a `StoreError`,
        for each part of the transaction that it costs; a row that breaks the part's own data is not.
        """
        part = _Part(work, first)
        with self._awake:
            self._parts.append(part)
            self._wake(len(self._parts) == 1)
        return part.done

    def once(self, key: Hashable, work: Callable[[], Outcome]) -> Future[Outcome]:
        """Do `work` after the parts that came before. All who ask for one `key` before it begins share one go."""
        done: Future[Outcome] = Future()
        with self._awake:
            job = self._jobs.setdefault(key, _Job(work))
            job.work = work
            job.done.append(done)
            self._wake(len(job.done) == 1)
        return done

    def began(self, key: Hashable) -> float:
        """When the job of that key last began, by the monotonic clock; 0 where it never did."""
        return self._began.get(key, 0.0)

    def close(self) -> None:
        """Write what waits, and end the thread."""
        with self._awake:
            self._closing = True
            self._awake.notify()
        if self._thread is not None:
            self._thread.join()

    def _wake(self, is_first: bool) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
            self._thread.start()
        if is_first or self._all_wait():
            self._awake.notify()

    def _run(self) -> None:
        while (taken := self._next()) is not None:
            parts, jobs = taken
            parts = [part for part in parts if _ready(part)]
            while parts:
                parts = parts[self._commit(parts) :]
            for job in jobs:
                _settle(job)

    def _next(self) -> tuple[list[_Part], list[_Job]] | None:
        """Wait for what is to be done next; None at the end."""
        with self._awake:
            while (left := self._seconds_left()) != 0:
                if left is None and self._closing:
                    return None
                self._awake.wait(left)
            now, whole = monotonic(), self._all_wait()
            keys = [key for key, job in self._jobs.items() if whole or job.at + JOB_MOMENT <= now]
            self._began |= dict.fromkeys(keys, now)
            parts, self._parts = self._parts, []
            return parts, [self._jobs.pop(key) for key in keys]

    def _seconds_left(self) -> float | None:
        """Until something is due; None where nothing waits."""
        if not self._parts and not self._jobs:
            return None
        if self._all_wait():
            return 0
        ends = [part.at + MOMENT for part in self._parts[:1]] + [job.at + JOB_MOMENT for job in self._jobs.values()]
        return max(0, min(ends) - monotonic())

    def _all_wait(self) -> bool:
        waiting = len(self._parts) + sum(len(job.done) for job in self._jobs.values())
        return self._closing or waiting >= self._members

    def _commit(self, parts: Sequence[_Part]) -> int:
        """One transaction; returns how many parts it took. They learn of it once it is committed."""
        outcomes: list[_Outcome] = []
        began = monotonic()
        try:
            with writing(self._engine) as connection:
                for part in parts:
                    outcomes.append(self._in_savepoint(connection, part))
                    if monotonic() - began > LONGEST:
                        break
        except Exception as error:  # noqa: BLE001 - each caller gets it
            for part in parts:
                part.done.set_exception(error)
            return len(parts)
        for part, (value, failure) in zip(parts, outcomes, strict=False):
            if failure is None:
                part.done.set_result(value)
            else:
                part.done.set_exception(failure)
        return len(outcomes)

    def _in_savepoint(self, connection: Connection, part: _Part) -> _Outcome:
        """What the part's work returned or raised. Raises where the transaction itself is lost."""
        savepoint = connection.begin_nested()
        try:
            value = part.work(connection)
            savepoint.commit()
        except Exception as error:
            if connection.invalidated:
                raise
            savepoint.rollback()
            if isinstance(error, DBAPIError) and not isinstance(error, OF_THE_DATA):
                return None, as_store_error(self._engine, error)
            return None, error
        return value, None


def _ready(part: _Part) -> bool:
    """Whether the part is to be written: its caller still waits, and what goes first is done."""
    if not part.done.set_running_or_notify_cancel():
        return False
    try:
        if part.first is not None:
            part.first()
    except Exception as error:  # noqa: BLE001 - the caller gets it
        part.done.set_exception(error)
        return False
    return True


def _settle(job: _Job) -> None:
    waiting = [one for one in job.done if one.set_running_or_notify_cancel()]
    try:
        value = job.work()
    except Exception as error:  # noqa: BLE001 - each caller gets it
        for one in waiting:
            one.set_exception(error)
        return
    for one in waiting:
        one.set_result(value)
