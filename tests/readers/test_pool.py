"""Reader processes: what breaks one costs itself alone, and none outlives the process that started it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from crawler.readers import process
from crawler.readers.pool import CostlyError, Readers
from crawler.readers.process import Limits
from tests.readers.jobs import (
    dies,
    dies_once,
    double,
    fails,
    hangs,
    hangs_in_native_code,
    is_killed,
    pid,
    takes_all_memory,
)
from tests.schedule.processes import alive, until

Outcome = TypeVar("Outcome")
LIMITS = Limits(30.0, 512)
FEW_SECONDS = Limits(1.0, 512)


def with_readers(most: int, limits: Limits, use: Callable[[Readers], Awaitable[Outcome]]) -> Outcome:
    """What `use` gives; every process that was started must be gone afterwards."""

    async def whole() -> Outcome:
        readers = Readers(most, limits)
        try:
            return await asyncio.wait_for(use(readers), 120)
        finally:
            pids = readers.pids
            readers.close()
            assert not any(alive(one) for one in pids)

    return asyncio.run(whole())


def test_no_process_is_started_before_there_is_something_to_read() -> None:
    async def use(readers: Readers) -> None:
        assert readers.pids == []
        assert await readers.read(double, 4) == 8
        assert len(readers.pids) == 1, "one job needs no second process"

    with_readers(3, LIMITS, use)


def test_many_jobs_go_to_several_processes_and_none_to_this_one() -> None:
    async def use(readers: Readers) -> list[int]:
        return await asyncio.gather(*(readers.read(pid, number) for number in range(60)))

    used = set(with_readers(2, LIMITS, use))
    assert os.getpid() not in used
    assert len(used) <= 2


def test_an_error_of_the_function_is_raised_here_and_the_process_stays() -> None:
    async def use(readers: Readers) -> None:
        before = await readers.read(pid, None)
        with pytest.raises(ValueError, match="no page") as caught:
            await readers.read(fails, "no page")
        assert "in fails" in "".join(caught.value.__notes__)
        assert await readers.read(pid, None) == before

    with_readers(1, LIMITS, use)


@pytest.mark.parametrize(
    ("function", "limits", "reason"),
    [
        (hangs, FEW_SECONDS, "takes more than 1 s"),
        (hangs_in_native_code, FEW_SECONDS, "takes more than 1 s"),
        (dies, LIMITS, "breaks its reader: exit code 3"),
        (is_killed, LIMITS, "breaks its reader: SIGSEGV"),
        (takes_all_memory, LIMITS, "needs more than 512 MiB"),
    ],
)
def test_a_job_that_breaks_its_process_costs_itself_alone(
    function: Callable[[object], None], limits: Limits, reason: str
) -> None:
    async def use(readers: Readers) -> list[int | BaseException | None]:
        jobs = [readers.read(function, None) if number == 5 else readers.read(double, number) for number in range(12)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    found = with_readers(2, limits, use)
    lost = found.pop(5)
    assert isinstance(lost, CostlyError)
    assert reason in str(lost)
    assert found == [2 * number for number in range(12) if number != 5]


def test_a_job_whose_process_somebody_kills_is_done_by_another(tmp_path: Path) -> None:
    async def use(readers: Readers) -> list[object]:
        jobs = (readers.read(dies_once, str(tmp_path / "mark")), *(readers.read(double, number) for number in range(9)))
        return await asyncio.gather(*jobs)

    assert with_readers(1, LIMITS, use) == ["read", *range(0, 18, 2)]


def test_a_process_that_is_stopped_is_killed_and_its_job_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "GRACE_SECONDS", 1.0)

    async def use(readers: Readers) -> None:
        await readers.read(double, 1)
        [stopped] = readers.pids
        os.kill(stopped, signal.SIGSTOP)
        with pytest.raises(CostlyError, match="takes more than"):
            await readers.read(double, 2)
        assert not alive(stopped)
        assert await readers.read(double, 3) == 6

    with_readers(1, FEW_SECONDS, use)


def test_a_process_that_cannot_start_is_an_error_of_the_machine_and_not_of_the_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    async def use(readers: Readers) -> None:
        with pytest.raises(OSError, match="does not start"):
            await readers.read(double, 1)

    with_readers(1, LIMITS, use)


PARENT = """
import asyncio, sys
from crawler.readers.pool import Readers
from crawler.readers.process import Limits
from tests.readers.jobs import hangs, pid

async def main():
    readers = Readers(2, Limits(60.0, 512))
    first = await readers.read(pid, None)
    jobs = [asyncio.ensure_future(readers.read(hangs, None)) for _ in range(9)]
    while len(readers.pids) < 2:
        await asyncio.sleep(0.01)
    print(*readers.pids, flush=True)
    await asyncio.gather(*jobs)

asyncio.run(main())
"""


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_its_parent(signum: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    started = [int(one) for one in parent.stdout.readline().split()]
    assert len(started) == 2
    assert all(alive(one) for one in started)
    time.sleep(0.3)
    parent.send_signal(signum)
    parent.communicate(timeout=30)
    until(lambda: not any(alive(one) for one in started), "readers end with their parent", 10)
