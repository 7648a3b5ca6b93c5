"""Crawls on all cores: a few processes, each with many portals in one event loop. They end with this process.

If a process dies or hangs, its running crawls are lost: their portals are due again, and the next crawl starts another
process.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

from crawler.base.cores import cores
from crawler.base.environment import environment
from crawler.base.parent import PARENT
from crawler.crawl.request import REQUEST, CrawlRequest
from crawler.readers.sharing import usual_number
from crawler.registry import Portal
from crawler.schedule.errands import Errand
from crawler.schedule.host import Ended
from crawler.schedule.shard import ALIVE_SECONDS, LINE_BYTES, NEWS, ORDER, Order

# How long crawls that are to stop may take: the answers that they wait for, and their last commit.
STOP_SECONDS = 60.0
# A shard that is silent for so long hangs: no page may block its event loop so long.
HANG_SECONDS = 12 * ALIVE_SECONDS
START_SECONDS = 60.0  # until its first report: a busy machine takes a few seconds to import everything
# A shard that has grown beyond this takes no further crawls and ends with its last: memory never shrinks by itself.
WORN_BYTES = 1 << 30


class Shards:
    """The crawls of this process's shards; lives within one event loop, in the main thread."""

    def __init__(
        self,
        request: CrawlRequest,
        jobs: int,
        report: Callable[[str], None],
        errand: Errand = "due",
        processes: int | None = None,
    ) -> None:
        """`jobs` portals at once, on `processes` (as many as cores); `report` gets each line that a shard prints."""
        self._errand = errand
        self._report = report
        self._slots = asyncio.Semaphore(jobs)
        self._processes = max(1, min(processes or cores(), jobs))
        self._request = replace(request, portals=[], settings=_readers(self._processes) | request.settings)
        self._shards: list[_Shard] = []
        self._asked: dict[str, Portal] = {}
        self._running: dict[str, _Shard] = {}
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether no further crawl begins."""
        return self._stopping

    def resume(self) -> None:
        """Let crawls begin again after `stop`."""
        self._stopping = False

    @property
    def running(self) -> list[str]:
        """The portals whose crawl goes on."""
        return list(self._running)

    @property
    def waiting(self) -> int:
        """How many crawls were asked for and have not begun."""
        return len(self._asked) - len(self._running)

    @property
    def pids(self) -> list[int]:
        """The shards' process ids."""
        return [shard.process.pid for shard in self._shards if shard.process is not None]

    async def crawl(self, portal: Portal) -> Ended | None:
        """Crawl a portal; None where its crawl is running already, or this process is stopping."""
        if portal.id in self._asked or self.stopping:
            return None
        self._asked[portal.id] = portal
        try:
            async with self._slots:
                return await self._crawl(portal)
        finally:
            del self._asked[portal.id]

    async def _crawl(self, portal: Portal) -> Ended | None:
        if self._stopping:
            return None
        shard = self._running[portal.id] = self._shard_for(portal)
        try:
            return await shard.crawl(portal, self._errand)
        finally:
            del self._running[portal.id]

    def _shard_for(self, portal: Portal) -> _Shard:
        """The shard that asks one of the portal's hosts now, so that they share its delay; else the least busy one."""
        self._shards = [shard for shard in self._shards if not shard.over]
        for shard in self._shards:
            if any(portal.hosts & one.hosts for one in shard.portals):
                return shard
        ready = [shard for shard in self._shards if not shard.worn]
        if len(ready) < self._processes and all(shard.portals for shard in ready):
            self._shards.append(_Shard(self._request, self._report))
            return self._shards[-1]
        return min(ready, key=lambda shard: len(shard.portals))

    async def stop(self) -> None:
        """Start nothing more and ask each crawl to end: what was fetched is stored, what is left stays due."""
        self._stopping = True
        await asyncio.gather(*(shard.stop() for shard in self._shards))

    def kill(self) -> None:
        """End each crawl at once: what is not stored yet stays due."""
        for shard in self._shards:
            shard.kill()


class _Shard:
    """One process and its running crawls."""

    def __init__(self, request: CrawlRequest, report: Callable[[str], None]) -> None:
        self._request = request
        self._report = report
        self._waiting: dict[str, tuple[Portal, asyncio.Future[Ended]]] = {}
        self._heard = monotonic()
        self._life: asyncio.Task[None] | None = None
        self._started = asyncio.Event()
        self.process: asyncio.subprocess.Process | None = None
        self.over = False
        self.worn = False

    @property
    def portals(self) -> list[Portal]:
        """The portals that it crawls now."""
        return [portal for portal, _ in self._waiting.values()]

    async def crawl(self, portal: Portal, errand: Errand) -> Ended:
        began = monotonic()
        ended: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self._waiting[portal.id] = (portal, ended)
        if self._life is None:
            self._life = asyncio.ensure_future(self._live())
        await self._started.wait()
        self._order(Order(portal, errand))
        try:
            found = await ended
        finally:
            self._waiting.pop(portal.id, None)
            if self.worn and not self._waiting:
                self._order(Order(None))
        return found if found.died is None else replace(found, seconds=monotonic() - began)

    def _order(self, order: Order) -> None:
        if self.process is not None and self.process.stdin is not None and not self.over:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.process.stdin.write(ORDER.dump_json(order) + b"\n")

    async def _live(self) -> None:
        """From start to end: read its reports, and watch whether it hangs."""
        try:
            process = await self._start()
            assert process.stdout is not None
            assert process.stderr is not None
            watch = asyncio.ensure_future(self._watch())
            await asyncio.gather(_lines(process.stdout, self._hear), _lines(process.stderr, self._report_line))
            watch.cancel()
            code = await process.wait()
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        except OSError as error:
            how = f"no process: {error.strerror or error}"
        self.over = True
        self._started.set()
        for portal, ended in list(self._waiting.values()):
            if not ended.done():
                ended.set_result(Ended(portal.id, 0.0, died=how))

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "crawler.schedule.shard",
            env={**os.environ, PARENT: str(os.getpid()), "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
            start_new_session=True,  # Ctrl-C reaches this process alone, which passes it on
        )
        self.process = process
        assert process.stdin is not None
        process.stdin.write(REQUEST.dump_json(self._request) + b"\n")
        self._heard = monotonic() + START_SECONDS
        self._started.set()
        return process

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(ALIVE_SECONDS)
            if monotonic() - self._heard > HANG_SECONDS:
                self._report(f"a crawl process hangs and is ended; in hand: {', '.join(self._waiting) or 'nothing'}")
                self.kill()
            assert self.process is not None
            self.worn = self.worn or _resident(self.process.pid) > WORN_BYTES

    def _hear(self, line: bytes) -> None:
        self._heard = monotonic()
        found = NEWS.validate_json(line).ended
        if found is not None and (waiting := self._waiting.get(found.portal)) is not None and not waiting[1].done():
            waiting[1].set_result(found)

    def _report_line(self, line: bytes) -> None:
        self._report(line.decode("utf-8", "replace"))

    async def stop(self) -> None:
        """Ask its crawls to end; kill the process if that takes too long."""
        self._order(Order(None))
        if self._life is not None:
            done, _ = await asyncio.wait([self._life], timeout=STOP_SECONDS)
            if not done:
                self.kill()
                await self._life

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)


def _readers(processes: int) -> dict[str, object]:
    """The setting of how many readers each shard has, where the environment does not say it."""
    return {} if environment().readers is not None else {"TINTINH_READERS": usual_number(processes)}


async def _lines(stream: asyncio.StreamReader, take: Callable[[bytes], object]) -> None:
    """Give each line of the stream to `take`; a line without end is cut."""
    rest = b""
    while chunk := await stream.read(1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > LINE_BYTES:
            lines, rest = [*lines, rest], b""
        for line in lines:
            take(line)
    if rest:
        take(rest)


def _resident(pid: int) -> int:
    """Bytes of memory that the process holds; 0 where the system does not say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
