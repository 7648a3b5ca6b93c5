"""One pool of reader processes for all crawls of a process; it ends with the last of them."""

from __future__ import annotations

from crawler.readers.pool import Readers
from crawler.readers.process import Limits

_pool: Readers | None = None
_users = 0


def share(most: int, limits: Limits) -> Readers:
    """The process's pool; its first user says how large it is."""
    global _pool, _users
    _pool = _pool or Readers(most, limits)
    _users += 1
    return _pool


def give_back(pool: Readers | None) -> None:
    """Give back a pool; None does nothing. When its last user does so, its processes end."""
    global _pool, _users
    if pool is None:
        return
    _users -= 1
    if _users == 0:
        pool.close()
        _pool = None
