"""One reader process, seen by the process that started it: jobs go in, answers come out, and it may end at any time."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from crawler.base.parent import PARENT
from crawler.readers.worker import LENGTH, OUT_OF_MEMORY

START_SECONDS = 60.0  # until it takes jobs, on a busy machine
# Beyond a job's time, for the imports of the first one. Then a process that did not end by itself, as a stopped one, is
# killed.
GRACE_SECONDS = 30.0
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: seconds by the wall clock, and MiB of the whole process."""

    seconds: float
    megabytes: int


class ReaderEndedError(Exception):
    """The process ended; `too_slow`: since its job took too long. The text says what its job did to it."""

    def __init__(self, reason: str, too_slow: bool = False) -> None:
        super().__init__(reason)
        self.too_slow = too_slow


class ReaderProcess:
    """A process that was started just now. It belongs to the event loop that runs."""

    def __init__(self, limits: Limits) -> None:
        """Raises `OSError` where no process can be started."""
        self._limits = limits
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.readers.worker", str(limits.seconds), str(limits.megabytes)],
                stdin=theirs.fileno(),
                stdout=2,  # what libraries print is no answer
                env={**os.environ, PARENT: str(os.getpid()), "PYTHONPATH": os.pathsep.join(sys.path)},
                start_new_session=True,  # Ctrl-C reaches the crawl alone, which then ends in order
            )
        self._rest = bytearray()
        self._ready = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def start(self) -> None:
        """Wait until it takes jobs. Raises `OSError` where it does not."""
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._message()
        except (TimeoutError, ReaderEndedError) as error:
            raise OSError(f"the reader process does not start: {error or 'no sign of life'}") from error

    async def send(self, jobs: Iterable[bytes]) -> None:
        """Send jobs; returns early where the process has ended."""
        loop = asyncio.get_running_loop()
        with suppress(ConnectionError):
            for job in jobs:
                await loop.sock_sendall(self._socket, LENGTH.pack(len(job)) + job)

    async def answer(self) -> bytes:
        """The answer to the next job that was sent. Raises `ReaderEndedError`."""
        try:
            async with asyncio.timeout(self._limits.seconds + GRACE_SECONDS):
                return await self._message()
        except TimeoutError:
            raise self._too_slow() from None

    async def _message(self) -> bytes:
        (size,) = LENGTH.unpack(await self._exactly(LENGTH.size))
        return await self._exactly(size)

    async def _exactly(self, size: int) -> bytes:
        loop = asyncio.get_running_loop()
        while len(self._rest) < size:
            try:
                chunk = await loop.sock_recv(self._socket, _CHUNK)
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise await self._end()
            self._rest += chunk
        data = bytes(self._rest[:size])
        del self._rest[:size]
        return data

    async def _end(self) -> ReaderEndedError:
        """Why the process, which has closed its socket, ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                while self._process.poll() is None:
                    await asyncio.sleep(0.01)
        code = self._process.poll()
        if code == -signal.SIGALRM:
            return self._too_slow()
        if code == OUT_OF_MEMORY:
            return ReaderEndedError(f"needs more than {self._limits.megabytes} MiB to be read")
        how = "no exit" if code is None else f"exit code {code}" if code >= 0 else signal.Signals(-code).name
        return ReaderEndedError(f"breaks its reader: {how}")

    def _too_slow(self) -> ReaderEndedError:
        return ReaderEndedError(f"takes more than {self._limits.seconds:g} s to be read", too_slow=True)

    def kill(self) -> None:
        """End it at once; what it reads is lost."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
