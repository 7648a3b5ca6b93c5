"""One engine and one writer for all crawls of a process: they share connections, statements and transactions."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine

from crawler.articles.rebuilding import rebuild_stale
from crawler.database.group_commit import GroupCommit
from crawler.database.opening import open_database

_shared: dict[str, tuple[Engine, GroupCommit]] = {}
_users: Counter[str] = Counter()


def share(url: str) -> tuple[Engine, GroupCommit]:
    """The process's engine for `url` and its writer, opened by the first user. Raises `StoreError` in one line."""
    if url not in _shared:
        engine = open_database(url)
        rebuild_stale(engine)
        _shared[url] = (engine, GroupCommit(engine))
    _users[url] += 1
    return _shared[url]


def give_back(url: str) -> None:
    """Give them back; when the last user does so, what waits is written and the connections are closed."""
    _users[url] -= 1
    if _users[url] <= 0 and (shared := _shared.pop(url, None)) is not None:
        engine, writer = shared
        writer.close()
        engine.dispose()
