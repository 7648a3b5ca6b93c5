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
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
# What a run must make for itself: both depend on its environment.
_OF_A_RUN = ("twisted.internet.reactor", "crawler.settings")


class Preloaded:
    """Runs commands one at a time in forks of a process that is started with the first."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def run(self, arguments: list[str], env: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
        """As `subprocess.run` with its output captured. Raises `TimeoutExpired` after `timeout` seconds."""
        with self._lock, TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            server = self._server = self._server or self._start()
            assert server.stdin is not None
            assert server.stdout is not None
            order = {"arguments": arguments, "env": env, "out": str(out), "err": str(err), "timeout": timeout}
            server.stdin.write(json.dumps(order) + "\n")
            server.stdin.flush()
            code = int(server.stdout.readline())
            if code == TIMED_OUT:
                raise subprocess.TimeoutExpired(arguments, timeout, out.read_text("utf-8"), err.read_text("utf-8"))
            return subprocess.CompletedProcess(arguments, code, out.read_text("utf-8"), err.read_text("utf-8"))

    def stop(self) -> None:
        """End the process, if it was started."""
        if self._server is not None:
            self._server.communicate(timeout=30)
            self._server = None

    @staticmethod
    def _start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.preloaded"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip


TIMED_OUT = -1000


def serve() -> None:
    """Fork for each order on stdin; answer with the exit code on stdout."""
    importlib.import_module("crawler.cli")
    for line in sys.stdin:
        order = json.loads(line)
        names = Path(order["out"]).with_name("imported")
        gc.freeze()  # a child's collections then leave the pages alone that it shares
        child = os.fork()
        if child == 0:
            code = _child(order)
            names.write_text("\n".join(sys.modules), "utf-8")
            os._exit(code)
        code = _wait(child, order["timeout"])
        print(code, flush=True)
        if code != TIMED_OUT:
            _import(names.read_text("utf-8").splitlines())


def _import(names: Iterable[str]) -> None:
    """Import what a run has imported, but for the modules that each makes for itself."""
    sys.modules.update(dict.fromkeys(_OF_A_RUN))  # None: importing one is an error
    for name in names:
        if name not in sys.modules:
            with suppress(ImportError):
                importlib.import_module(name)
    for name in _OF_A_RUN:
        del sys.modules[name]


def _child(order: dict[str, Any]) -> int:
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    os.dup2(sys.stdin.fileno(), 0)
    for number, path in ((1, order["out"]), (2, order["err"])):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), number)
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


def _wait(child: int, timeout: float) -> int:
    descriptor = os.pidfd_open(child)
    try:
        ready, _, _ = select.select([descriptor], [], [], timeout)
        if not ready:
            os.kill(child, signal.SIGKILL)
    finally:
        os.close(descriptor)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if ready else TIMED_OUT


if __name__ == "__main__":
    serve()
