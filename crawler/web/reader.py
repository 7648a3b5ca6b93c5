"""The console's connection to the store: it can only read, and its queries have a time limit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from crawler.base.errors import StoreError, UserError
from crawler.database.engine import clear_errors
from crawler.database.opening import HEAD

STEPS = 4000  # of SQLite's virtual machine between two checks of the clock: well under a millisecond
CONNECTIONS = 8
WAIT_SECONDS = 5.0


class SlowQueryError(UserError):
    """A query that took too long, or waited too long for its turn."""


class Reader:
    """A read-only engine on the store at `url`; safe to use from several threads. Raises `StoreError`."""

    def __init__(self, url: str, seconds: float) -> None:
        self.seconds = seconds
        target = make_url(url)
        self.sqlite = target.get_backend_name() == "sqlite"
        if self.sqlite:
            self.engine = _sqlite_engine(str(target.database))
        else:
            options = f"-c default_transaction_read_only=on -c statement_timeout={max(1, int(seconds * 1000))}"
            self.engine = create_engine(
                target.set(drivername="postgresql+psycopg"),
                connect_args={"options": options, "connect_timeout": int(WAIT_SECONDS)},
                pool_size=CONNECTIONS,
                max_overflow=0,
                pool_timeout=WAIT_SECONDS,
                pool_pre_ping=True,
            )
        self._check_version()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection with one consistent view, for the queries of one answer.

        Raises `SlowQueryError` where they take longer than they may, and `StoreError` where the store can't be read.
        """
        with clear_errors(self.engine):
            try:
                with self.engine.connect() as connection:
                    if self.sqlite:
                        self._limit(connection)
                    yield connection
            except DBAPIError as error:
                if "interrupted" in str(error.orig) or type(error.orig).__name__ == "QueryCanceled":
                    raise SlowQueryError(f"the query took longer than {self.seconds:g} seconds") from error
                raise
            except PoolTimeoutError as error:
                raise SlowQueryError(f"no connection came free in {WAIT_SECONDS:g} seconds") from error

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def _limit(self, connection: Connection) -> None:
        deadline = time.monotonic() + self.seconds
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)

    def _check_version(self) -> None:
        with self.reading() as connection:
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if version != HEAD:
            raise StoreError(f"the store is of another version ({version}, not {HEAD}): a crawl brings it up to date")


def _sqlite_engine(path: str) -> Engine:
    def connect() -> sqlite3.Connection:
        address = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
        return sqlite3.connect(address, uri=True, check_same_thread=False, timeout=WAIT_SECONDS, isolation_level=None)

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("query_only=ON", "trusted_schema=OFF", "cache_size=-16384"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
