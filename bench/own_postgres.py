"""A PostgreSQL server of a bench's own, on a free loopback port, that may be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class OwnPostgres:
    """A throw-away cluster. Needs Debian's postgresql package, or initdb on the path."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self._bin = found[-1] if found else Path(shutil.which("initdb") or "initdb").parent
        self._folder = Path(tempfile.mkdtemp(prefix="tintinh-bench-"))
        self._as: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self._folder, "postgres")
            self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self._port = one.getsockname()[1]
        self._run("initdb", "-D", self._data, "-U", "tintinh", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgresql://tintinh@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it takes connections; after a kill it recovers first."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories={self._folder}"
        for _ in range(50):  # processes of the killed server may hold on for a moment
            try:
                self._run(
                    "pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", self._folder / "log", "-o", options, "start"
                )
                return
            except subprocess.CalledProcessError:
                time.sleep(0.2)
        raise RuntimeError((self._folder / "log").read_text()[-2000:])

    def kill(self) -> None:
        """kill -9 the server: its processes notice that it is gone and end."""
        pid = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)

    def remove(self) -> None:
        """Stop it and remove all of it."""
        subprocess.run(
            [*self._as, self._bin / "pg_ctl", "-D", self._data, "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
        )
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, name: str, *arguments: object) -> None:
        command = [*self._as, str(self._bin / name), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
