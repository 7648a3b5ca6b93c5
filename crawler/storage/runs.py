"""The runs table: what each crawl of a portal was asked for, did, and why it ended."""

from __future__ import annotations

import socket
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

import crawler
from crawler.storage.tables import runs

INTERRUPTED = "interrupted"


def start(connection: Connection, portal: str, started_at: datetime, options: dict[str, object]) -> int:
    """Enter a run; earlier ones of the portal without an end were killed and are marked so."""
    connection.execute(
        update(runs)
        .where(runs.c.portal == portal, runs.c.ended_at.is_(None))
        .values(ended_at=started_at.isoformat(), why_ended=INTERRUPTED)
    )
    result = connection.execute(
        runs.insert().values(
            portal=portal,
            started_at=started_at.isoformat(),
            version=crawler.__version__,
            host=socket.gethostname(),
            options=orjson.dumps(options, default=str).decode(),
            counts="{}",
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def progress(connection: Connection, run: int, counts: dict[str, int]) -> None:
    """Enter how far a run has come, so that a killed one still tells."""
    connection.execute(update(runs).where(runs.c.id == run).values(counts=orjson.dumps(counts).decode()))


def end(connection: Connection, run: int, ended_at: datetime, why: str, counts: dict[str, int]) -> None:
    """Enter the end of a run."""
    connection.execute(
        update(runs)
        .where(runs.c.id == run)
        .values(ended_at=ended_at.isoformat(), why_ended=why, counts=orjson.dumps(counts).decode())
    )


def last(connection: Connection, portal: str) -> dict[str, Any] | None:
    """The portal's latest run, with `counts` as a dict, or None."""
    row = (
        connection.execute(select(runs).where(runs.c.portal == portal).order_by(runs.c.id.desc()).limit(1))
        .mappings()
        .first()
    )
    return {**row, "counts": orjson.loads(row["counts"])} if row else None
