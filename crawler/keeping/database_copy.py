"""A consistent copy of a store's database while crawls write to it, and a database made of such a copy.

SQLite: its online backup, in one step (https://sqlite.org/backup.html), which writers do not wait for. PostgreSQL:
`pg_dump` of an exported snapshot, and `pg_restore` in one transaction; both must be of the server's version or newer.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.engine import URL

from crawler.base.atomic import sync_folder
from crawler.base.errors import StoreError
from crawler.database.copying import copy_sqlite
from crawler.database.engine import clear_errors, connect, reading, writing
from crawler.database.tables import metadata, revisions
from crawler.log.identity import identity
from crawler.search.index import TABLE as INDEX


@dataclass(frozen=True, slots=True)
class Copied:
    """Which store a copy is of, and how far it goes."""

    store: str
    schema_revision: str
    highest_seq: int


def copy_database(engine: Engine, target: Path) -> Copied:
    """Copy the database into a new file, as it is at one moment. Raises `StoreError`, and `OSError` for the file."""
    if engine.dialect.name == "sqlite":
        copy_sqlite(Path(str(engine.url.database)), target)
        copy = create_engine(f"sqlite:///{target}")
        try:
            with reading(copy) as connection:
                return _described(connection)
        finally:
            copy.dispose()
    with reading(engine) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        copied = _described(connection)
        arguments = ["--format=custom", "--no-owner", "--exclude-schema=procrastinate", f"--snapshot={snapshot}"]
        _run("pg_dump", [*arguments, f"--file={target}"], engine.url)
    return copied


def place_sqlite(source: Path, target: Path) -> None:
    """Put a copy in place of a SQLite store: nobody may have it open. Raises `OSError`."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    shutil.copyfile(source, aside)
    with aside.open("rb") as stream:
        os.fsync(stream.fileno())
    for suffix in ("-wal", "-shm"):  # first: the new file must never meet the old one's journal
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    aside.replace(target)
    sync_folder(target.parent)


def restore_postgresql(source: Path, url: URL) -> None:
    """Make a PostgreSQL database of a dump, in place of the store's tables that it has. Raises `StoreError`.

    They are dropped first, all of them: a dump of an older version does not name those that came later.
    """
    tables = ", ".join(f'"{name}"' for name in (*metadata.tables, INDEX, "alembic_version"))
    engine = connect(url.render_as_string(hide_password=False))
    try:
        with writing(engine) as connection:
            connection.execute(text(f"DROP TABLE IF EXISTS {tables} CASCADE"))
    finally:
        engine.dispose()
    _run("pg_restore", ["--no-owner", "--single-transaction", str(source)], url)


def check_unused(path: Path) -> None:
    """Raise `StoreError` where another process writes to a SQLite store; a damaged one is nobody's."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as held:
            held.execute("BEGIN IMMEDIATE")
            held.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreError(f"the store {path} is in use: stop all crawls first") from error
    except sqlite3.DatabaseError:
        return


def _described(connection: Connection) -> Copied:
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    highest = connection.execute(select(func.max(revisions.c.seq))).scalar() or 0
    return Copied(identity(connection), str(revision), int(highest))


def _run(program: str, arguments: Sequence[str], url: URL) -> None:
    """Run one of PostgreSQL's programs on a database; the password goes through the environment."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    try:
        done = subprocess.run(
            [program, f"--dbname={address}", *arguments],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise StoreError(f"{program} is missing: install PostgreSQL's client programs") from error
    if done.returncode:
        told = next((line for line in done.stderr.splitlines() if line.strip()), f"exit code {done.returncode}")
        raise StoreError(f"{told}" if told.startswith(program) else f"{program}: {told}")


def database_is_empty(engine: Engine) -> bool:
    """Whether a PostgreSQL database holds no store."""
    with clear_errors(engine), engine.connect() as connection:
        return connection.execute(text("SELECT to_regclass('revisions')")).scalar() is None
