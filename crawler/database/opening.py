"""Opening the store's database, migrated to what this version needs."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from crawler.database.engine import clear_errors, connect

# The newest migration; a test holds it equal to the newest file under `migrations/versions`.
HEAD = "0016"


def open_database(url: str) -> Engine:
    """An engine for `url`, with the schema brought up to date. Raises `StoreError` in one clear line."""
    engine = connect(url)
    with clear_errors(engine):
        _migrate(engine)
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
    from crawler.database.migrate import upgrade

    upgrade(engine)
