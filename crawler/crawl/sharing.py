"""One database engine for all crawls of a process: they share its connections and its compiled statements."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine

from crawler.articles.rebuilding import rebuild_stale
from crawler.database.opening import open_database

_engines: dict[str, Engine] = {}
_users: Counter[str] = Counter()


def share(url: str) -> Engine:
    """The process's engine for `url`, opened by its first user. Raises `StoreError` in one clear line."""
    if url not in _engines:
        engine = open_database(url)
        rebuild_stale(engine)
        _engines[url] = engine
    _users[url] += 1
    return _engines[url]


def give_back(url: str) -> None:
    """Give back the engine; when its last user does so, its connections are closed."""
    _users[url] -= 1
    if _users[url] <= 0 and (engine := _engines.pop(url, None)) is not None:
        engine.dispose()
