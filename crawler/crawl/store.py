"""The store: a batch of visits is stored whole or not at all, so that a kill leaves nothing half done."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, update

from crawler.archive.capture import Capture
from crawler.articles import attachments, captures
from crawler.articles.rebuilding import rebuild_stale
from crawler.articles.recording import Notices
from crawler.crawl.batch import Batch, Committed
from crawler.crawl.sharing import give_back, share
from crawler.database.engine import reading, writing
from crawler.database.group_commit import GroupCommit
from crawler.database.opening import open_database
from crawler.database.tables import counters
from crawler.frontier import discoveries, drawing
from crawler.frontier.adding import seed
from crawler.frontier.drawing import Scope
from crawler.frontier.settling import RefetchPolicy
from crawler.model.file_text import FileText
from crawler.model.visit import Due, Kind, Link, Visit
from crawler.runs import clock_error, due_state, runs
from crawler.runs.due_state import DueState
from crawler.runs.portal_figures import PortalFigures, enter_checks, portal_figures
from crawler.watch.rules import Rules
from crawler.watch.watcher import Watcher

logger = logging.getLogger(__name__)

Outcome = TypeVar("Outcome")


class Store:
    """The database of one output folder. Every method opens and ends its own transaction, except in `together`."""

    def __init__(self, engine: Engine, writer: GroupCommit | None = None, shared: str | None = None) -> None:
        """`shared`: the address of an engine and a writer that belong to all crawls of the process."""
        self.engine = engine
        self.writer = writer or GroupCommit(engine)
        self.notices: Notices | None = None  # writes notices of what is stored from now on
        self._shared = shared
        self._joined = False
        self._closed = False
        self._within: Connection | None = None

    @classmethod
    def open(cls, url: str) -> Store:
        """Open (and create or migrate) the database at `url`. Raises `StoreError`."""
        engine = open_database(url)
        rebuild_stale(engine)
        return cls(engine)

    @classmethod
    def of_process(cls, url: str) -> Store:
        """As `open`, but with connections and a writer that all crawls of this process share."""
        engine, writer = share(url)
        return cls(engine, writer, shared=url)

    def join(self) -> None:
        """A crawl begins whose writes are grouped with those of the process's other crawls."""
        self.writer.join()
        self._joined = True

    def leave(self) -> None:
        """The crawl has ended: nobody waits for its writes any more."""
        if self._joined:
            self._joined = False
            self.writer.leave()

    async def together(self, work: Callable[[Store], Outcome], first: Callable[[], object] | None = None) -> Outcome:
        """What `work` does to the store is part of a transaction that the process's crawls share, see `GroupCommit`.

        Returns once it is committed. Raises what `work` raises; then the store is as if it had not begun.
        """
        return await asyncio.wrap_future(self.writer.write(lambda connection: work(self._in(connection)), first))

    async def once(self, key: Hashable, work: Callable[[], Outcome]) -> Outcome:
        """Do work that opens its own transactions, once for all crawls that wait for it, see `GroupCommit`."""
        return await asyncio.wrap_future(self.writer.once(key, work))

    def _in(self, connection: Connection) -> Store:
        """This store, whose methods are parts of the transaction that goes on."""
        within = copy.copy(self)
        within._within = connection
        return within

    @property
    def connection(self) -> Connection:
        """The connection of the transaction that goes on, see `together`."""
        assert self._within is not None, "only within a transaction"
        return self._within

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._within is not None:
            yield self._within
            return
        with writing(self.engine) as connection:
            yield connection

    def check_writable(self) -> None:
        """Raise `StoreError` where the store can't be written now: locked, read-only, on a full disk."""
        with self._writing() as connection:
            connection.execute(update(counters).values(value=counters.c.value))

    def close(self) -> None:
        """Give back the connections; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self.leave()
        if self._shared is not None:
            give_back(self._shared)
        else:
            self.writer.close()
            self.engine.dispose()

    def start_run(self, portal: str, started_at: datetime, options: dict[str, object]) -> int:
        """Enter a run and return its number. Runs of the portal that never ended are marked interrupted.

        What a run left that was made while the clock was ahead is set right first.
        """
        with self._writing() as connection:
            if (ahead := clock_error.set_right(connection, portal, started_at)) is not None:
                logger.warning("%s: a run is dated %s, in the future: its moments are set to now", portal, ahead)
            return runs.start(connection, portal, started_at, options)

    def watch(self, rules: Rules, now: datetime) -> Watcher:
        """What writes notices of the articles that fit the rules; set it as `notices`."""
        with self._writing() as connection:
            return Watcher(connection, rules, now)

    def end_run(
        self,
        run: int,
        ended_at: datetime,
        why: str,
        counts: Mapping[str, int],
        requests: Mapping[str, int] | None = None,
        failed: dict[str, str] | None = None,
    ) -> None:
        """Enter the end of a run, and the checks that it failed."""
        with self._writing() as connection:
            runs.end(connection, run, ended_at, why, counts, requests or {})
            enter_checks(connection, run, failed or {})

    def pause(self, portal: str, now: datetime, delay: float, handover: float) -> float:
        """Seconds to wait before the first request of a run, so that the delay holds from one run to the next, too.

        A run that never ended may have sent its last request just now. On a server it may even go on without its
        locks, for less than `handover` seconds.
        """
        with reading(self.engine) as connection:
            last = runs.last(connection, portal)
        if last is None:
            return 0.0
        if last["ended_at"] is None:
            return max(delay, handover if self.engine.dialect.name == "postgresql" else 0.0)
        since_end = (now - datetime.fromisoformat(last["ended_at"])).total_seconds()
        return max(0.0, delay - max(0.0, since_end - 1))  # either moment is to the second

    def due_states(self) -> dict[str, DueState]:
        """The due states of all portals that were ever crawled, by id."""
        with reading(self.engine) as connection:
            return due_state.read(connection)

    def due_state(self, portal: str) -> DueState | None:
        """The portal's due state; None where it was never crawled."""
        with reading(self.engine) as connection:
            return due_state.read_one(connection, portal)

    def figures(self, portal: str, now: datetime) -> PortalFigures:
        """What a portal's health is judged by."""
        with reading(self.engine) as connection:
            return portal_figures(connection, portal, now)

    def seed(self, portal: str, links: Sequence[Link], now: datetime, run: int, on_schedule: bool = False) -> None:
        """Make the portal's entry pages due; with `on_schedule` only those whose time has come."""
        with self._writing() as connection:
            seed(connection, portal, links, now, run, on_schedule)

    def draw(
        self,
        portal: str,
        run: int,
        now: datetime,
        count: int,
        scope: Scope | None = None,
        in_flight: Collection[int] = (),
    ) -> list[Due]:
        """The next rows to fetch, see `drawing.draw`."""
        with reading(self.engine) as connection:
            return drawing.draw(connection, portal, run, now, count, scope, in_flight)

    def deferred(self, portal: str, since: date | None = None) -> list[tuple[int, str]]:
        """Rows that wait for a release, see `discoveries.deferred`."""
        with reading(self.engine) as connection:
            return discoveries.deferred(connection, portal, since)

    def release(self, rows: Mapping[Kind, Sequence[int]], now: datetime) -> None:
        """Make deferred rows due, as pages of the kind under which `rows` lists them."""
        with self._writing() as connection:
            for kind, ids in rows.items():
                discoveries.release(connection, ids, kind, now)

    def known_pages(self, portal: str) -> list[tuple[str, str, str, str, str | None]]:
        """Key, address, kind, status and section of every page of the portal."""
        with reading(self.engine) as connection:
            return list(discoveries.known_pages(connection, portal))

    def sources(self, portal: str) -> list[Link]:
        """The feeds, sitemaps and sections that earlier runs found."""
        with reading(self.engine) as connection:
            return discoveries.sources(connection, portal)

    def captures(self, portal: str, urls: Sequence[str]) -> dict[str, Capture]:
        """Where the latest whole answers of pages lie in the raw archive, by address."""
        with reading(self.engine) as connection:
            return captures.find_all(connection, portal, urls)

    def capture(self, portal: str, url: str) -> Capture | None:
        """As `captures`, of one page."""
        return self.captures(portal, [url]).get(url)

    def archive_reach(self, portal: str, warc_file: str) -> int:
        """The offset of the last answer known to lie in a file of the raw archive; -1 where there is none."""
        with reading(self.engine) as connection:
            return captures.reach(connection, portal, warc_file)

    def has_captures(self, portal: str) -> bool:
        """Whether any page of the portal is in the raw archive."""
        with reading(self.engine) as connection:
            return captures.any_of(connection, portal)

    def known_file(self, sha256: str) -> FileText | None:
        """What was read from the file of that digest, see `attachments.known_file`."""
        with reading(self.engine) as connection:
            return attachments.known_file(connection, sha256)

    def commit(
        self,
        portal: str,
        run: int,
        visits: Sequence[Visit],
        full: bool = False,
        counts: Mapping[str, int] | None = None,
        requests: Mapping[str, int] | None = None,
        policy: RefetchPolicy | None = None,
    ) -> Committed:
        """Store what `visits` brought, in order, see `Batch`; with `counts`, how far the run has come.

        Raises `TakenOverError` where the run has ended meanwhile. With `full`, a listing's next pages are followed even
        where it shows nothing new.
        """
        if not visits:
            return Committed()
        with self._writing() as connection:
            if counts is not None:
                runs.progress(connection, run, counts, requests or {})
            return Batch(connection, portal, run, full, policy).store(visits, self.notices)
