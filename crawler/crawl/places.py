"""The output folder and the store's file: still those that the crawl began with?

A file that was deleted while it is open takes whatever is written, and nobody will ever read it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from crawler.base.errors import StoreError


class Places:
    """Remembers what lies at the places that a crawl writes to."""

    def __init__(self, engine: Engine, output: Path) -> None:
        paths = [output]
        if engine.dialect.name == "sqlite" and engine.url.database:
            paths.append(Path(engine.url.database))
        self._were = {path: found for path in paths if (found := _identity(path)) is not None}

    def check(self) -> None:
        """Raise `StoreError` where one was deleted, moved or replaced since."""
        for path, before in self._were.items():
            if _identity(path) != before:
                raise StoreError(f"{path} was deleted or replaced during the crawl")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
