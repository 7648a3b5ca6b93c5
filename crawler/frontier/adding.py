"""Adding pages to the frontier: the seeds of a run, and the links that pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, and_, bindparam, select, update

from crawler.database.tables import frontier
from crawler.database.upsert import upsert
from crawler.frontier.known_page import KnownPage, linked_again
from crawler.model.visit import RANK, Link, Status

# Characters of an address, as in Scrapy's URLLENGTH_LIMIT: longer ones are traps, and no index takes them.
LONGEST_URL = 2083
CHUNK = 500  # keys in one query: below SQLite's and PostgreSQL's limits on parameters

_UPDATE: Final = update(frontier).where(frontier.c.id == bindparam("row"))
_BY_KEY: Final = select(*(frontier.c[name] for name in KnownPage.__slots__)).where(
    frontier.c.portal == bindparam("of"), frontier.c.key.in_(bindparam("keys", expanding=True))
)


class Added(NamedTuple):
    """How many links were new to the frontier, and how many known pages changed since a listing last showed them."""

    new: int
    changed: int


def seed(
    connection: Connection, portal: str, links: Sequence[Link], now: datetime, run: int, on_schedule: bool = False
) -> None:
    """Make the seeds of a run due: new rows at depth 0, known ones at once, each once a run.

    `on_schedule`: a known source becomes due only when its own time has come, see `adaptive`.
    """
    if on_schedule:
        not_yet = _not_yet(connection, portal, [link.key for link in links], now)
        links = [link for link in links if link.key not in not_yet]
    add(connection, portal, links, depth=0, now=now, run=run, refetch=True)


def add(
    connection: Connection,
    portal: str,
    links: Iterable[Link],
    depth: int,
    now: datetime,
    run: int | None,
    refetch: bool = False,
    next_run: bool = False,
) -> Added:
    """Record links found at `depth`.

    A new page is due at once. A known one becomes due when `linked_again` says so. With `refetch` (seeds, next pages
    of a listing) every known one becomes due that `run` has not fetched yet. With `next_run` none is fetched before the
    next run. Of several links with one key the first counts. Addresses longer than `LONGEST_URL` are passed over.
    """
    wanted: dict[str, Link] = {}
    for link in links:
        if len(link.key) <= LONGEST_URL and len(link.url) <= LONGEST_URL:
            wanted.setdefault(link.key, link)
    known = _known(connection, portal, list(wanted))
    for key in [key for key, page in known.items() if not page.url]:  # taken down: never fetched again
        del wanted[key], known[key]
    new = [link for key, link in wanted.items() if key not in known]
    _insert(connection, portal, new, depth, int(now.timestamp()), run if next_run else None)
    changed = _update(connection, wanted, known, int(now.timestamp()))
    if next_run:
        _set(connection, [{"row": page.id, "run": run} for page in known.values()])
    if refetch:
        pages = [page for page in known.values() if page.run != run]
        _set(connection, [{"row": page.id, "due_at": int(now.timestamp())} for page in pages])
    return Added(len(new), changed)


def _insert(
    connection: Connection, portal: str, links: Sequence[Link], depth: int, now: int, fetched_by: int | None
) -> None:
    rows = [
        {
            "portal": portal,
            "key": link.key,
            "url": link.url,
            "kind": link.kind,
            "section": link.section,
            "depth": depth,
            "rank": RANK[link.kind],
            "status": Status.DISCOVERED.value,
            "due_at": None if link.deferred else now,
            "hint": link.hint,
            "hint_date": link.hint_date.isoformat() if link.hint_date else None,
            "discovered_at": now,
            "errors": 0,
            "form": link.form.dumps() if link.form else None,
            "run": fetched_by,
        }
        for link in links
    ]
    if rows:
        connection.execute(upsert(connection, frontier), rows)


def _update(connection: Connection, links: dict[str, Link], known: dict[str, KnownPage], now: int) -> int:
    """Bring known pages up to what their links say; returns how many pages changed on the portal."""
    changed, updates = 0, []
    for key, page in known.items():
        after, is_changed = linked_again(page, links[key], now)
        if after != page:
            changed += is_changed
            updates.append({"row": page.id, **after.mutable()})
    _set(connection, updates)
    return changed


def _set(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write new values into rows of the frontier; each mapping names its row under `row`."""
    if rows:
        connection.execute(_UPDATE, rows)


def _not_yet(connection: Connection, portal: str, keys: Sequence[str], now: datetime) -> set[str]:
    """Those of `keys` whose next fetch on schedule is still to come."""
    c = frontier.c
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        wanted = and_(c.portal == portal, c.key.in_(keys[start : start + CHUNK]))
        found.update(connection.scalars(select(c.key).where(wanted, c.next_fetch_at > int(now.timestamp()))))
    return found


def _known(connection: Connection, portal: str, keys: Sequence[str]) -> dict[str, KnownPage]:
    """The pages that the frontier has under `keys`, in the order of `keys`."""
    found: dict[str, KnownPage] = {}
    for start in range(0, len(keys), CHUNK):
        rows = connection.execute(_BY_KEY, {"of": portal, "keys": keys[start : start + CHUNK]})
        found.update((row.key, KnownPage(*row)) for row in rows)
    return {key: found[key] for key in keys if key in found}
