"""The settings of one console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.base import clock


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """The store to read, the output folder (archive and kept entries; None where there is none), and who may read.

    `token`: what a client must show, if anything. `hosts`: host names of the console, besides those of loopback.
    `query_seconds`: the time limit for the queries of one page together. `rate`: requests a second that one client may
    send on average; 0: as many as it likes.
    """

    database_url: str
    output: Path | None = None
    token: str | None = None
    hosts: tuple[str, ...] = ()
    query_seconds: float = 3.0
    rate: float = 0.0
    now: Callable[[], datetime] = clock.now
