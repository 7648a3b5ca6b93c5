"""Connections to the store's database, SQLite or PostgreSQL: transactions, errors in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from crawler.base.environment import environment
from crawler.base.errors import StoreError
from crawler.base.extras import needs_extra

# Number of PostgreSQL's advisory lock that writers of a store share: "tintinh" in ASCII.
WRITE_LOCK = int.from_bytes(b"tintinh", "big")


class HasEngine(Protocol):
    """What queries need of a store."""

    @property
    def engine(self) -> Engine:
        """The connections to its database."""


def busy_seconds() -> float:
    """How long a writer waits for another before it gives up: `TINTINH_BUSY_SECONDS`."""
    return environment().busy_seconds


@contextmanager
def clear_errors(engine: Engine) -> Iterator[None]:
    """Turn what a person can mend (locked, full, read-only, not a database, no server) into a `StoreError`."""
    try:
        yield
    except DBAPIError as error:
        raise as_store_error(engine, error) from error


def as_store_error(engine: Engine, error: DBAPIError) -> StoreError:
    """What the database said, in one line."""
    name = engine.url.render_as_string(hide_password=True)
    return StoreError(f"the store {name} cannot be used: {_first_line(error)}")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction for writing; one at a time on either database.

    It takes the store's write lock first. So it sees all that was committed before it, does not fail half-way, and two
    transactions never wait for each other. Readers do not wait.
    """
    with clear_errors(engine), engine.connect().execution_options(tintinh_write=True) as connection, connection.begin():
        lock_for_writing(connection)
        yield connection


def lock_for_writing(connection: Connection) -> None:
    """Wait, up to `busy_seconds()`, for other writers to PostgreSQL; SQLite did so when the transaction began."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {int(busy_seconds() * 1000)}"))
        connection.execute(select(func.pg_advisory_xact_lock(WRITE_LOCK)))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection with one consistent view, for queries."""
    with clear_errors(engine), engine.connect() as connection:
        yield connection


def connect(url: str) -> Engine:
    """An engine for `url`, whatever its schema. Raises `StoreError` in one clear line."""
    target = _parse(url)
    if target.get_backend_name() == "sqlite" and target.database not in (None, "", ":memory:"):
        try:
            Path(str(target.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make the folder of the store {target.database}: {error.strerror}") from error
    with needs_extra("postgres", "a store on PostgreSQL"):
        engine = create_engine(target, connect_args=_connect_args(target), pool_pre_ping=not _is_sqlite(target))
    if _is_sqlite(target):
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _parse(url: str) -> URL:
    try:
        target = make_url(url)
        backend = target.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise StoreError(f"the store can be sqlite:///FILE or postgresql://…, not {backend}")
        if backend == "postgresql" and target.drivername == "postgresql":
            target = target.set(drivername="postgresql+psycopg")
        target.get_dialect()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"not a database address: {url!r} (sqlite:///FILE or postgresql://…)") from error
    return target


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _connect_args(url: URL) -> dict[str, Any]:
    return {"timeout": busy_seconds()} if _is_sqlite(url) else {"connect_timeout": max(2, int(busy_seconds()))}


def _set_up_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event opens transactions, not the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: a power cut must not take back a seq that was already published as JSONL.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # A commit of a hundred articles touches a few thousand pages all over the indexes of near-duplicates and full text:
    # with the defaults (2 MB, 1,000 pages) each would be written twice and checkpointed at every commit.
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.execute("PRAGMA wal_autocheckpoint=8000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("tintinh_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _first_line(error: DBAPIError) -> str:
    lines = str(error.orig or error).strip().splitlines()
    return lines[0] if lines else type(error.orig or error).__name__
