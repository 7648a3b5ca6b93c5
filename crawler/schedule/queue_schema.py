"""The job queue's tables on PostgreSQL: procrastinate's own SQL, in a schema of its own beside the store's tables.

The schema's comment says which version of procrastinate it was made for; a newer one is migrated to with the
migrations that the library comes with.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

from crawler.base.errors import StoreError
from crawler.runs.locks import lock_number

SCHEMA = "procrastinate"
Version = tuple[int, ...]


def prepare_queue(conninfo: str) -> None:
    """Make the queue's tables, or bring them up to date; does nothing where they are. Raises `StoreError`."""
    try:
        with psycopg.connect(conninfo, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number("queue schema")])
            _prepare(connection)
    except psycopg.Error as error:
        raise StoreError(f"the job queue cannot be set up: {str(error).strip().splitlines()[0]}") from error


def _prepare(connection: psycopg.Connection) -> None:
    wanted = version("procrastinate")
    found = connection.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", [SCHEMA]
    ).fetchone()
    name = sql.Identifier(SCHEMA)
    if found is None:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    elif found[0] == wanted:
        return
    elif found[0] is None or _parsed(found[0]) > _parsed(wanted):
        raise StoreError(f"the job queue was made by procrastinate {found[0] or '?'}, here is {wanted}")
    connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(name))
    if found is None:
        connection.execute(SchemaManager.get_schema())
    else:
        for path in migrations_after(found[0]):
            connection.execute(path.read_text("utf-8").encode())
    connection.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(wanted)))


def migrations_after(installed: str) -> list[Path]:
    """The library's migrations that a schema of version `installed` lacks, in order; versions are in their names."""
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    return [path for path in files if _parsed(path.name.partition("_")[0]) > _parsed(installed)]


def _parsed(text: str) -> Version:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())
