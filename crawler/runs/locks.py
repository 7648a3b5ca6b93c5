"""One crawl of a portal and of a host at a time: two crawls would ask it twice as fast as promised.

On SQLite a lock is a file in the output folder that the system frees when its process dies. On PostgreSQL it is an
advisory lock of the server, shared by all machines and held by one connection a process. A server that restarts, or
ends that connection, frees it while the process still crawls. So the process watches the connection and ends at once
when it is lost; that costs no more than a kill. The process must notice a lost connection before the server does: this
sets the timeouts here.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import select
import sys
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from sqlalchemy import make_url

from crawler.base.errors import StoreError, UserError
from crawler.registry import Portal

if TYPE_CHECKING:
    import psycopg

# Exit code of a crawl that lost its locks (EX_TEMPFAIL of sysexits.h): what was due is still due.
LOCK_LOST = 75
PING_SECONDS = 5.0  # how often the connection is tried; one that the server ends is noticed at once
_CLIENT_TIMEOUT = 10  # seconds without an answer after which the process takes the connection for lost …
_SERVER_TIMEOUT = 40  # … and after which the server does: much later than the process
# How long a run waits if the run before it never ended: if that process lives, it notices the lost lock by then.
HANDOVER_SECONDS = 5.0


class BusyError(UserError):
    """Another process crawls the portal, or one on the same host, just now."""


class Locks(Protocol):
    """The locks that this process holds."""

    def take(self, name: str) -> bool:
        """Take a lock; returns whether this process holds it now. A lock that it holds already counts once more."""

    def give(self, name: str) -> None:
        """Give a lock back: it is free once it was given back as often as it was taken."""

    def held_elsewhere(self, names: Iterable[str]) -> set[str]:
        """Those of `names` that another process holds."""

    def release(self) -> None:
        """Give back all."""


def names_of(portal: Portal) -> tuple[str, ...]:
    """The locks that a crawl of the portal needs: its own and its hosts'."""
    return (portal.id, *(f"@{host}" for host in sorted(portal.hosts)))


def open_locks(output: Path, database_url: str) -> Locks:
    """The locks that go with a store. Raises `UserError` where they can't be opened."""
    url = make_url(database_url)
    if url.get_backend_name() != "postgresql":
        return FileLocks(output / ".locks")
    return ServerLocks(url.set(drivername="postgresql").render_as_string(hide_password=False))


def take_portal(locks: Locks, portal: Portal) -> None:
    """Take the locks for a crawl of the portal, all or none. Raises `BusyError` where another process has one."""
    taken: list[str] = []
    for name in names_of(portal):
        if not locks.take(name):
            for one in taken:
                locks.give(one)
            what = portal.id if name == portal.id else f"{portal.id}: another portal on {name[1:]}"
            raise BusyError(f"{what} is being crawled by another process")
        taken.append(name)


def give_portal(locks: Locks, portal: Portal) -> None:
    """Give back the locks of a crawl of the portal; those that another crawl of this process needs stay held."""
    for name in names_of(portal):
        locks.give(name)


class FileLocks:
    """Lock files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[str]] = {}
        self._times: Counter[str] = Counter()

    def take(self, name: str) -> bool:
        """Take a lock; whether it is ours now."""
        if name in self._files:
            self._times[name] += 1
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = (self._folder / name).open("w")
        except OSError as error:
            raise UserError(f"cannot write to the output folder {self._folder.parent}: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._files[name] = file
        self._times[name] = 1
        return True

    def give(self, name: str) -> None:
        """Give a lock back once for each time that it was taken."""
        self._times[name] -= 1
        if self._times[name] <= 0 and (file := self._files.pop(name, None)) is not None:
            file.close()

    def held_elsewhere(self, names: Iterable[str]) -> set[str]:
        """Those of `names` that another process holds."""
        held = set()
        for name in names:
            if name in self._files:
                continue
            try:
                with (self._folder / name).open("r") as file:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except FileNotFoundError:
                continue
            except BlockingIOError:
                held.add(name)
        return held

    def release(self) -> None:
        """Give back all."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        self._times.clear()


def leave(problem: str) -> None:
    """End this process at once: another may crawl the portal by now, so no further request may go out."""
    sys.stderr.write(f"error: the locks were lost, this crawl ends; what is due stays due: {problem}\n")
    sys.stderr.flush()
    os._exit(LOCK_LOST)


class ServerLocks:
    """Advisory locks of a PostgreSQL server, held by a connection of their own."""

    def __init__(self, conninfo: str, lost: Callable[[str], None] = leave) -> None:
        self._conninfo = conninfo
        self._lost = lost
        self._names: Counter[str] = Counter()  # how often each was taken
        self._connection: psycopg.Connection[Any] | None = None
        self._closing = threading.Event()

    def take(self, name: str) -> bool:
        """Take a lock; whether it is ours now."""
        if name in self._names:
            self._names[name] += 1
            return True
        [got] = self._ask("SELECT pg_try_advisory_lock(%s)", [lock_number(name)])[0]
        if got:
            self._names[name] = 1
        return bool(got)

    def give(self, name: str) -> None:
        """Give a lock back once for each time that it was taken."""
        if name not in self._names:
            return
        self._names[name] -= 1
        if self._names[name] <= 0:
            del self._names[name]
            self._ask("SELECT pg_advisory_unlock(%s)", [lock_number(name)])

    def held_elsewhere(self, names: Iterable[str]) -> set[str]:
        """Those of `names` that another process holds."""
        numbers = {lock_number(name): name for name in names if name not in self._names}
        rows = self._ask(
            "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks"
            " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return {numbers[row[0]] for row in rows if row[0] in numbers}

    def release(self) -> None:
        """Give back all, with the connection."""
        self._closing.set()
        self._names.clear()
        if self._connection is not None:
            with contextlib.suppress(StoreError):  # a stopped server has freed them
                self._ask("SELECT pg_advisory_unlock_all()")
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _ask(self, query: str, values: Collection[Any] = ()) -> list[Any]:
        import psycopg

        try:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection.execute(query, tuple(values)).fetchall()
        except psycopg.Error as error:
            raise StoreError(f"the store's server cannot be used: {str(error).strip().splitlines()[0]}") from error

    def _connect(self) -> psycopg.Connection[Any]:
        import psycopg

        connection = psycopg.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=10,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
            tcp_user_timeout=_CLIENT_TIMEOUT * 1000,
            application_name="tintinh locks",
        )
        # A machine that has vanished must not hold a portal for hours, as the system's defaults allow.
        connection.execute("SET tcp_keepalives_idle = 20")
        connection.execute("SET tcp_keepalives_interval = 5")
        connection.execute("SET tcp_keepalives_count = 4")
        connection.execute(f"SET tcp_user_timeout = {_SERVER_TIMEOUT * 1000}")
        connection.execute("SET idle_session_timeout = 0")
        self._closing.clear()
        threading.Thread(target=self._watch, args=(connection,), name="locks", daemon=True).start()
        return connection

    def _watch(self, connection: psycopg.Connection[Any]) -> None:
        import psycopg

        while not self._closing.is_set():
            try:
                select.select([connection.fileno()], [], [], PING_SECONDS)
                if self._closing.is_set():
                    return
                connection.execute("SELECT 1")
            except (psycopg.Error, OSError, ValueError) as error:
                if self._closing.is_set():
                    return
                if self._names:
                    self._lost(str(error).strip().splitlines()[0])
                self._connection = None  # nothing was held: the next query connects again
                return


def lock_number(name: str) -> int:
    """The advisory lock of a name: 63 bits, so that it is never negative and pg_locks shows the same number."""
    return int.from_bytes(hashlib.sha256(f"tintinh lock {name}".encode()).digest()[:8], "big") >> 1
