"""Giving back what deleted rows held, and merging the pieces of the full-text index."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import Engine

from crawler.base.errors import StoreError
from crawler.database.engine import clear_errors


def vacuum(engine: Engine) -> None:
    """Write the database anew without what was deleted. SQLite needs as much free room as the database has.

    Raises `StoreError` where another process holds the database, or the disk is full.
    """
    if engine.dialect.name == "postgresql":
        with clear_errors(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        return
    try:
        with closing(engine.raw_connection()) as connection:  # outside any transaction
            cursor = connection.cursor()
            cursor.execute("INSERT INTO article_words (article_words) VALUES ('optimize')")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StoreError(f"the store {engine.url.database} cannot be vacuumed: {error}") from error
