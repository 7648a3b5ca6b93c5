"""Opening the store's database, migrated to what this version needs."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from crawler.base.errors import StoreError
from crawler.database.copying import copy_before_migration
from crawler.database.engine import busy_seconds, clear_errors, connect
from crawler.database.read_only import read_only_engine

logger = logging.getLogger(__name__)

# The newest migration; a test holds it equal to the newest file under `migrations/versions`.
HEAD = "0019"


def open_database(url: str) -> Engine:
    """An engine for `url`, with the schema brought up to date. Raises `StoreError` in one clear line."""
    engine = connect(url)
    with clear_errors(engine):
        _migrate(engine)
    return engine


def open_read_only(path: Path) -> Engine:
    """An engine for a store of SQLite that can only be read. Raises `StoreError` where it would have to be migrated."""
    engine = read_only_engine(str(path), busy_seconds(), connections=1)
    with clear_errors(engine), engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version != HEAD or is_stale(engine):
        raise StoreError(f"{path} is of an older version and cannot be written: a crawl brings it up to date")
    return engine


def is_stale(engine: Engine) -> bool:
    """Whether a migration left something to be made anew, see `crawler.articles.rebuilding`."""
    with clear_errors(engine), engine.connect() as connection:
        marks = text("SELECT 1 FROM counters WHERE name LIKE 'stale%'")
        return connection.execute(marks).first() is not None


def _migrate(engine: Engine) -> None:
    """Bring the schema to `HEAD`; Alembic is loaded only where there is something to do."""
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    if version == HEAD:
        return
    if version is not None:
        _keep_copy(engine, str(version))
    from crawler.database.migrate import upgrade

    upgrade(engine)


def _keep_copy(engine: Engine, version: str) -> None:
    """Copy a SQLite store before its schema changes. Of PostgreSQL no copy is made: whoever updates is told so."""
    if engine.dialect.name == "sqlite":
        copy_before_migration(Path(str(engine.url.database)), version)
        return
    name = engine.url.render_as_string()
    logger.warning(
        "the schema of %s goes from %s to %s; `tintinh backup` before an update keeps a copy", name, version, HEAD
    )
