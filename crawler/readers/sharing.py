"""One pool of reader processes for all crawls of a process; it ends with the last of them."""

from __future__ import annotations

from crawler.base.cores import cores
from crawler.readers.pool import Readers
from crawler.readers.process import Limits

_pool: Readers | None = None
_users = 0


def usual_number(processes: int = 1) -> int:
    """How many readers each of so many crawling processes has, where nobody says it: one on each core that is left.

    Where several processes crawl, each has one at least: its crawls then survive a page that breaks its reader.
    """
    left = cores() // processes - 1
    return max(1, left) if processes > 1 else left


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
