"""Crawls in processes of their own: so many at once, no portal twice, none outliving this process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from crawler.schedule.parent import PARENT

# How long a crawl that was told to stop may take: the answer that it waits for, and its last commit.
STOP_SECONDS = 60.0
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class ChildOptions:
    """What every crawl of this process is given."""

    output: Path
    database: str | None = None
    rules: Path | None = None
    delay: float | None = None
    archive: bool | None = None
    what: str = "--due"

    def command(self, portal: str) -> list[str]:
        """The command line of a portal's crawl: it takes the locks, and looks again whether the portal is due."""
        command = [sys.executable, "-m", "crawler.cli", "crawl", portal, self.what, "--quiet"]
        command += ["--output", str(self.output)]
        if self.rules is not None:
            command += ["--rules", str(self.rules)]
        if self.delay is not None:
            command += ["--delay", str(self.delay)]
        if self.archive is not None:
            command.append("--archive" if self.archive else "--no-archive")
        return command

    def environment(self) -> dict[str, str]:
        """The child's environment: it, not the command line, has the store's address, which may hold a password."""
        own = {PARENT: str(os.getpid())}
        if self.database is not None:
            own["TINTINH_DATABASE"] = self.database
        return {**os.environ, **own}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl's process ended: its exit code (negative: the signal that killed it) and its summary, by column."""

    portal: str
    code: int
    seconds: float
    summary: dict[str, str] = field(default_factory=dict)

    @property
    def crawled(self) -> bool:
        """Whether there was a crawl at all: the portal may have been busy, or not due any more."""
        return bool(self.summary)


class Children:
    """The crawls of this process; lives within one event loop, in the main thread."""

    def __init__(self, options: ChildOptions, jobs: int, tell: Callable[[str], None]) -> None:
        """`jobs` at once; `tell` gets each line that a crawl says on stderr, with its portal before it."""
        self._options = options
        self._slots = asyncio.Semaphore(jobs)
        self._tell = tell
        self._asked: set[str] = set()
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self.stopping = False

    @property
    def running(self) -> list[str]:
        """The portals whose crawl goes on."""
        return list(self._running)

    async def crawl(self, portal: str) -> Ended | None:
        """Crawl a portal if it is due; None where its crawl goes on already, or this process is to end."""
        if portal in self._asked or self.stopping:
            return None
        self._asked.add(portal)
        try:
            async with self._slots:
                return None if self.stopping else await self._crawl(portal)
        finally:
            self._asked.discard(portal)

    async def _crawl(self, portal: str) -> Ended:
        started = monotonic()
        process = await asyncio.create_subprocess_exec(
            *self._options.command(portal),
            env=self._options.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is this process's to hand on
        )
        self._running[portal] = process
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            said: list[str] = []
            await asyncio.gather(
                _lines(process.stdout, said.append),
                _lines(process.stderr, lambda line: self._tell(line if portal in line else f"{portal}: {line}")),
            )
            code = await process.wait()
            return Ended(portal, code, monotonic() - started, _summary(said))
        except asyncio.CancelledError:
            await self._end(process)
            raise
        finally:
            del self._running[portal]

    async def stop(self) -> None:
        """Start nothing more, and let each crawl end as it can: what was had is stored, what is left stays due."""
        self.stopping = True
        await asyncio.gather(*(self._end(process) for process in list(self._running.values())))

    def kill(self) -> None:
        """End each crawl at once: what it had not stored yet stays due."""
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _lines(stream: asyncio.StreamReader, take: Callable[[str], object]) -> None:
    """Give each line of the stream to `take`; a line without end is cut."""
    rest = b""
    while chunk := await stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _CHUNK:
            lines, rest = [*lines, rest], b""
        for line in lines:
            take(line.decode("utf-8", "replace"))
    if rest:
        take(rest.decode("utf-8", "replace"))


def _summary(said: list[str]) -> dict[str, str]:
    """The one row of the table that a crawl ends with."""
    if len(said) < 2 or not said[-2].startswith("portal\t"):
        return {}
    return dict(zip(said[-2].split("\t"), said[-1].split("\t"), strict=False))
