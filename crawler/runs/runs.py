"""The runs table: what each crawl of a portal was asked for, did, and why it ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection, bindparam, select, update

import crawler
from crawler.base.errors import StoreError
from crawler.database.tables import runs
from crawler.runs import due_state
from crawler.runs.location import run_location, versions

INTERRUPTED = "interrupted"
# Scrapy's closing reason of a run that was stopped before it was done.
HANDED_BACK = "shutdown"

_INTERRUPT: Final = update(runs).where(runs.c.portal == bindparam("of"), runs.c.ended_at.is_(None))
_INSERT: Final = runs.insert()
_ENTER: Final = update(runs).where(runs.c.id == bindparam("number"), runs.c.ended_at.is_(None))
_ASKED: Final = select(runs.c.portal, runs.c.options).where(runs.c.id == bindparam("number"))
_LAST: Final = select(runs).where(runs.c.portal == bindparam("of")).order_by(runs.c.id.desc()).limit(1)


def start(connection: Connection, portal: str, started_at: datetime, options: dict[str, object]) -> int:
    """Enter a run; earlier runs of the portal without an end were killed and are marked so.

    A run of the whole portal counts as its visit on schedule.
    """
    if _whole(options):
        due_state.begin(connection, portal, started_at)
    connection.execute(_INTERRUPT, {"of": portal, "ended_at": started_at.isoformat(), "why_ended": INTERRUPTED})
    result = connection.execute(
        _INSERT,
        {
            "portal": portal,
            "started_at": started_at.isoformat(),
            "version": crawler.__version__,
            "versions": orjson.dumps(versions()).decode(),
            "location": run_location(),
            "options": orjson.dumps(options, default=str).decode(),
            "counts": "{}",
        },
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


class TakenOverError(StoreError):
    """Another run of the portal has begun, as if this one had been killed: its process has lost the portal's lock."""


def progress(connection: Connection, run: int, counts: Mapping[str, int], requests: Mapping[str, int]) -> None:
    """Enter how far a run has come, so that this is known of a killed run, too. Raises `TakenOverError`."""
    _enter(connection, run, _tallies(counts, requests))


def _enter(connection: Connection, run: int, values: dict[str, str]) -> None:
    if not connection.execute(_ENTER, values | {"number": run}).rowcount:
        raise TakenOverError(f"run {run} has lost its portal: another run of it has begun")


def end(
    connection: Connection,
    run: int,
    ended_at: datetime,
    why: str,
    counts: Mapping[str, int],
    requests: Mapping[str, int],
) -> None:
    """Enter the end of a run. Raises `TakenOverError`."""
    _enter(connection, run, {"ended_at": ended_at.isoformat(), "why_ended": why} | _tallies(counts, requests))
    portal, options = connection.execute(_ASKED, {"number": run}).one()
    asked = orjson.loads(options)
    if not _whole(asked):
        return
    if why == HANDED_BACK:
        due_state.hand_back(connection, portal)
    else:
        due_state.finish(connection, portal, ended_at, swept=bool(asked.get("full")))


def _tallies(counts: Mapping[str, int], requests: Mapping[str, int]) -> dict[str, str]:
    return {"counts": orjson.dumps(dict(counts)).decode(), "requests": orjson.dumps(dict(requests)).decode()}


def _whole(options: Mapping[str, object]) -> bool:
    """Whether a run with these options visits everything of the portal that is due."""
    sweeps = options.get("purpose") == "sweep"
    return not any(options.get(name) for name in ("limit", "section", "until")) and (sweeps or not options.get("since"))


def recent(connection: Connection, portals: list[str] | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The latest runs, newest first, with `options`, `counts`, `requests` and `versions` as dicts."""
    query = select(runs).order_by(runs.c.id.desc()).limit(limit)
    if portals:
        query = query.where(runs.c.portal.in_(portals))
    return [_read(row) for row in connection.execute(query).mappings()]


def open_ended(connection: Connection) -> list[dict[str, Any]]:
    """The runs that go on, or were killed and not followed by another, oldest first."""
    query = select(runs).where(runs.c.ended_at.is_(None)).order_by(runs.c.id)
    return [_read(row) for row in connection.execute(query).mappings()]


def _read(row: Mapping[Any, Any]) -> dict[str, Any]:
    parsed = {name: orjson.loads(row[name] or "{}") for name in ("options", "counts", "requests", "versions")}
    return {str(name): value for name, value in row.items()} | parsed


def last(connection: Connection, portal: str) -> dict[str, Any] | None:
    """The portal's latest run, as `recent` gives it, or None."""
    row = connection.execute(_LAST, {"of": portal}).mappings().first()
    return _read(row) if row else None
