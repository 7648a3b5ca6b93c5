"""Connections to PostgreSQL that do not outwait the reader: a server that is frozen or cut off sends no error.

The limit for queries (`statement_timeout`) is kept by the server, so it says nothing of one that does not run.
"""

from __future__ import annotations

import math
import threading
import time
from typing import Any, Final

import psycopg
from psycopg.errors import ConnectionTimeout, OperationalError

LEAST: Final = 0.25  # seconds: for the end of a transaction whose queries took all the time there was
_limits = threading.local()


class SilentServerError(OperationalError):
    """The server did not even say that its own limit for a query was over."""


class OutOfTimeError(OperationalError):
    """The queries of one answer took too long together."""


def statement_seconds(seconds: float) -> float:
    """The server's limit for one query, where all queries of an answer together have `seconds`."""
    return seconds - min(0.5, seconds / 4)


def set_limit(seconds: float) -> None:
    """From now this thread waits so many seconds for the server, all waits together."""
    _limits.seconds = seconds
    _limits.deadline = time.monotonic() + seconds


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that is closed where the server does not answer before the thread's limit is over."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server; all of psycopg's waits come here. Raises `OutOfTimeError`, `SilentServerError`."""
        deadline = getattr(_limits, "deadline", None)
        if deadline is None:
            return super().wait(gen, interval, timeout)
        begin = time.monotonic()
        left = max(LEAST, deadline - begin)
        try:
            return super().wait(gen, interval, left if timeout is None else min(timeout, left))
        except OperationalError as error:
            if time.monotonic() < begin + left:
                raise
            self.pgconn.finish()
            if left > statement_seconds(_limits.seconds):
                raise SilentServerError("the server does not answer") from error
            raise OutOfTimeError("out of time") from error


def connect(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> ImpatientConnection:
    """SQLAlchemy's `do_connect`. Raises `SilentServerError` where there is no time left, or no answer."""
    if time.monotonic() > getattr(_limits, "deadline", math.inf):
        raise SilentServerError("the server does not answer")
    try:
        return ImpatientConnection.connect(*arguments, **options)
    except ConnectionTimeout as error:
        raise SilentServerError("the server does not answer") from error
