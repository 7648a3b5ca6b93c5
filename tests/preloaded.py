"""The `tintinh` command from a process that has imported it already and forks for each run.

A crawl of a demo portal costs less than its imports, and the tests crawl some hundred times. What a run imports, the
process imports after it, for all later ones. Each run is a process of its own all the same: what is forked has no
reactor, no thread and no settings yet.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
# What a run must make for itself: both depend on its environment.
_OF_A_RUN = ("twisted.internet.reactor", "crawler.settings")


class Preloaded:
    """Starts commands as forks of a process that is started with the first.

    `python` is the interpreter whose tintinh it is; `folder` is where the commands run.
    """

    def __init__(
        self, python: Path = Path(sys.executable), folder: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> None:
        self._python, self._folder, self._env = python, folder, env
        self._server: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def run(self, arguments: list[str], env: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
        """As `subprocess.run` with its output captured. Raises `TimeoutExpired` after `timeout` seconds."""
        started = self.start(arguments, env)
        try:
            code = started.wait(timeout)
            return subprocess.CompletedProcess(arguments, code, started.stdout, started.stderr)
        finally:
            started.close()

    def start(self, arguments: list[str], env: dict[str, str]) -> Run:
        """As `subprocess.Popen`."""
        folder = TemporaryDirectory()
        for name in ("out", "err"):
            Path(folder.name, name).touch()
        pid = self.ask({"arguments": arguments, "env": env, "folder": folder.name})
        return Run(self, pid, folder)

    def ask(self, order: dict[str, Any]) -> int:
        """Hand an order to the process; returns its answer."""
        with self._lock:
            server = self._server = self._server or self._start()
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps(order) + "\n")
            server.stdin.flush()
            return int(server.stdout.readline())

    def stop(self) -> None:
        """End the process, if it was started."""
        if self._server is not None:
            self._server.communicate(timeout=30)
            self._server = None

    def _start(self) -> subprocess.Popen[str]:
        # -P: what lies beside this file is no module of the command's.
        return subprocess.Popen(
            [self._python, "-P", __file__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=self._folder, env=self._env,
        )  # fmt: skip


class Run:
    """A command that was started, with the methods of `subprocess.Popen` that tests use."""

    def __init__(self, preloaded: Preloaded, pid: int, folder: TemporaryDirectory[str]) -> None:
        self._preloaded, self.pid, self._folder = preloaded, pid, folder
        self._ended = os.pidfd_open(pid)
        self.returncode: int | None = None

    @property
    def stdout(self) -> str:
        """What it has printed so far."""
        return self._read("out")

    @property
    def stderr(self) -> str:
        """What it has said so far."""
        return self._read("err")

    def _read(self, name: str) -> str:
        return Path(self._folder.name, name).read_text("utf-8", errors="replace")

    def poll(self, seconds: float = 0) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        if self.returncode is None and select.select([self._ended], [], [], seconds)[0]:
            self.returncode = self._preloaded.ask({"ended": self.pid, "folder": self._folder.name})
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """Its exit code. Raises `TimeoutExpired` after so many seconds, and kills it."""
        code = self.poll(timeout)
        if code is None:
            said = self.stdout, self.stderr
            self.kill()
            self.poll(timeout)
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout, *said)
        return code

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Kill it where it still runs, and forget what it said."""
        self.kill()
        self.wait()
        os.close(self._ended)
        self._folder.cleanup()


def serve() -> None:
    """Fork for each order on stdin and answer with the process's id; with the exit code once it has ended."""
    importlib.import_module("crawler.cli")
    for line in sys.stdin:
        order = json.loads(line)
        imported = Path(order["folder"], "imported")
        if "ended" in order:
            _, status = os.waitpid(order["ended"], 0)
            names = imported.read_text("utf-8").splitlines() if imported.exists() else []
            print(os.waitstatus_to_exitcode(status), flush=True)
            _import(names)
            continue
        gc.freeze()  # a child's collections then leave the pages alone that it shares
        child = os.fork()
        if child == 0:
            code = _child(order)
            imported.write_text("\n".join(sys.modules), "utf-8")
            os._exit(code)
        print(child, flush=True)


def _import(names: Iterable[str]) -> None:
    """Import what a run has imported, but for the modules that each makes for itself."""
    sys.modules.update(dict.fromkeys(_OF_A_RUN))  # type: ignore[arg-type]  # None: importing one is an error
    for name in names:
        if name not in sys.modules:
            with suppress(ImportError):
                importlib.import_module(name)
    for name in _OF_A_RUN:
        del sys.modules[name]


def _child(order: dict[str, Any]) -> int:
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    os.dup2(sys.stdin.fileno(), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(order["folder"], name), os.O_WRONLY | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(order["env"])
    sys.argv = ["tintinh", *order["arguments"]]
    code: int | str | None = 0
    try:
        from crawler.cli import main

        main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 the child must never return into the loop
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code or 0


if __name__ == "__main__":
    serve()
