"""Processes that a test starts, watches and kills; and a registry of demo portals that counts as real."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.crawl.conftest import ROOT, command, environment
from tests.portals import DemoPortals, entry

LONG = 60.0  # seconds that anything may take on a busy machine


def entries(folder: Path, demo: DemoPortals, **more: str) -> Path:
    """A registry of the served portals under their own addresses, none of them a demo."""
    folder.mkdir()
    for portal in demo.portals:
        lines = [line for line in entry(portal).splitlines() if not line.startswith(("start", "kind"))]
        own = {"start": f'"{demo.base_url(portal)}"', "kind": '"department"', **more}
        top = [f"{key} = {value}" for key, value in own.items()]
        (folder / f"{portal}.toml").write_text("\n".join([*top, *lines]), "utf-8")
    return folder


def until(met: Callable[[], object], what: str, seconds: float = LONG) -> None:
    """Wait until `met` says so; fails where it does not in time."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process runs: one that ended and is not yet reaped does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


class Command:
    """A `tintinh` command that runs until it is told to stop; its lines are kept as they come."""

    def __init__(self, *arguments: object, **env: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            command(*arguments),
            env=environment(**env),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.lines.extend(iter(self.process.stderr.readline, ""))

    @property
    def said(self) -> str:
        """All that it said on stderr so far."""
        return "".join(self.lines)

    def children(self) -> list[int]:
        """The ids of the processes that it has started."""
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]

    def kill(self) -> None:
        """kill -9, and what was started with it must be gone at once."""
        started = self.children() if alive(self.process.pid) else []
        self.process.kill()
        self.process.wait()
        until(lambda: not any(alive(pid) for pid in started), "children end with their parent", 10)

    def stop(self, signum: int = signal.SIGTERM) -> int:
        """Tell it to stop; returns its exit code."""
        self.process.send_signal(signum)
        try:
            return self.process.wait(LONG)
        finally:
            self._reader.join(LONG)

    def __enter__(self) -> "Command":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
