"""The console's connection to the store: it can only read, and its queries have a time limit."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from crawler.base.errors import StoreError, UserError
from crawler.database.engine import clear_errors
from crawler.database.opening import HEAD
from crawler.database.read_only import read_only_engine

STEPS = 4000  # of SQLite's virtual machine between two checks of the clock: well under a millisecond
CONNECTIONS = 8
REST_SECONDS = 2.0


class SlowQueryError(UserError):
    """A query that took too long, or waited too long for its turn."""


class Reader:
    """A read-only engine on the store at `url`; safe to use from several threads. Raises `StoreError`."""

    def __init__(self, url: str, seconds: float) -> None:
        self.seconds = seconds
        target = make_url(url)
        self.sqlite = target.get_backend_name() == "sqlite"
        if self.sqlite:
            self.engine = read_only_engine(str(target.database), seconds, CONNECTIONS)
            event.listen(self.engine, "connect", _set_up)
        else:
            from crawler.web import impatient  # needs psycopg, an extra

            self._impatient = impatient
            self.engine = _postgres_engine(target, seconds, impatient.statement_seconds(seconds))
            event.listen(self.engine, "do_connect", impatient.connect)
        self._silent_until = 0.0
        self._check_version()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection with one consistent view, for the queries of one answer.

        Raises `SlowQueryError` where they take longer than they may, and `StoreError` where the store can't be read. A
        server that did not answer is left alone for `REST_SECONDS`: requests must not queue up to wait for it.
        """
        if time.monotonic() < self._silent_until:
            raise StoreError(f"the store {self.engine.url.render_as_string()} did not answer a moment ago")
        if not self.sqlite:
            self._impatient.set_limit(self.seconds)
        with clear_errors(self.engine):
            try:
                with self.engine.connect() as connection:
                    if self.sqlite:
                        self._limit(connection)
                    yield connection
            except DBAPIError as error:
                if "interrupted" in str(error.orig) or type(error.orig).__name__ == "QueryCanceled":
                    raise SlowQueryError(f"the query took longer than {self.seconds:g} seconds") from error
                if not self.sqlite and isinstance(error.orig, self._impatient.OutOfTimeError):
                    raise SlowQueryError(f"the queries took longer than {self.seconds:g} seconds") from error
                if not self.sqlite and isinstance(error.orig, self._impatient.SilentServerError):
                    self._silent_until = time.monotonic() + REST_SECONDS
                raise
            except PoolTimeoutError as error:
                raise SlowQueryError(f"no connection came free in {self.seconds:g} seconds") from error

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


def _postgres_engine(target: URL, seconds: float, of_one: float) -> Engine:
    options = f"-c default_transaction_read_only=on -c statement_timeout={max(1, int(of_one * 1000))}"
    wait = max(2, math.ceil(seconds))  # libpq takes less than two seconds for two
    return create_engine(
        target.set(drivername="postgresql+psycopg"),
        connect_args={"options": options, "connect_timeout": wait, "tcp_user_timeout": wait * 1000},
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=seconds,
        pool_pre_ping=True,
    )


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("query_only=ON", "trusted_schema=OFF", "cache_size=-16384"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
