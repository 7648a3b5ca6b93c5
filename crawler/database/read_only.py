"""SQLite stores opened to be read only, also where neither the file nor its folder can be written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, NullPool, QueuePool, create_engine, event

WAL = "-wal"


def can_write(path: Path) -> bool:
    """Whether this process may write the store's file and beside it, as any use but reading needs."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def read_only_engine(path: str, seconds: float, connections: int) -> Engine:
    """An engine whose connections can only read; a busy store is waited for for `seconds`.

    In a folder that cannot be written each transaction opens the file anew: see `_address`.
    """
    file = Path(path).absolute()

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(_address(file), uri=True, check_same_thread=False, timeout=seconds, isolation_level=None)

    if can_write(file):
        engine = create_engine(
            "sqlite://",
            creator=connect,
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=seconds,
        )
    else:
        engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _address(file: Path) -> str:
    """SQLite's URI of the file. Source: sqlite.org/wal.html, "Read-Only Databases".

    With a log beside it (a crawl goes on) its shared memory is there, too, and the store is read as usual. Without one
    SQLite would have to make both, which it cannot where it must not write: there the file is `immutable` until a crawl
    begins.
    """
    address = f"file:{quote(str(file))}?mode=ro"
    if can_write(file) or file.with_name(file.name + WAL).exists():
        return address
    return f"{address}&immutable=1"
