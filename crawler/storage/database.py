"""Opening the store's database: SQLite or PostgreSQL, migrated to what this version needs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from crawler.errors import StoreError

# The newest migration; a test holds it equal to the newest file under `migrations/versions`.
HEAD = "0006"

# How long a writer waits for another before it gives up.
BUSY_SECONDS = float(os.environ.get("TINTINH_BUSY_SECONDS", "30"))


def open_database(url: str) -> Engine:
    """An engine for `url`, with the schema brought up to date. Raises `StoreError` in one clear line."""
    target = _parse(url)
    if target.get_backend_name() == "sqlite" and target.database not in (None, "", ":memory:"):
        try:
            Path(str(target.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"cannot make the folder of the store {target.database}: {error.strerror}") from error
    engine = create_engine(target, connect_args=_connect_args(target), pool_pre_ping=not _is_sqlite(target))
    if _is_sqlite(target):
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    with clear_errors(engine):
        _migrate(engine)
    return engine


@contextmanager
def clear_errors(engine: Engine) -> Iterator[None]:
    """Turn what a person can mend (locked, full, read-only, not a database, no server) into a `StoreError`."""
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        name = engine.url.render_as_string(hide_password=True)
        raise StoreError(f"the store {name} cannot be used: {_first_line(error)}") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that means to write: on SQLite it takes the write lock at once, so it can't fail half-way."""
    with clear_errors(engine), engine.connect().execution_options(tintinh_write=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection with one consistent view, for queries."""
    with clear_errors(engine), engine.connect() as connection:
        yield connection


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
    return {"timeout": BUSY_SECONDS} if _is_sqlite(url) else {"connect_timeout": int(BUSY_SECONDS)}


def _set_up_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event opens transactions, not the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: a power cut must not take back a seq that was already published as JSONL.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("tintinh_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _migrate(engine: Engine) -> None:
    """Bring the schema to `HEAD`; Alembic is loaded only where there is something to do."""
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    if version == HEAD:
        return
    from crawler.storage.migrate import upgrade

    upgrade(engine)


def _first_line(error: DatabaseError) -> str:
    cause = error.orig
    if isinstance(cause, sqlite3.Error) or cause is not None:
        return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    return str(error).splitlines()[0]
