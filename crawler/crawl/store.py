"""The store: one transaction a batch of visits, so that a kill leaves nothing half done."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from crawler.archive.capture import Capture
from crawler.articles import attachments, captures, quarantine
from crawler.articles.identity import identify
from crawler.articles.rebuilding import rebuild_stale
from crawler.articles.recording import Cause, Found, Notices, record_articles
from crawler.articles.revisions import Stored, mark_seen
from crawler.crawl.sharing import give_back, share
from crawler.database.engine import reading, writing
from crawler.database.opening import open_database
from crawler.database.tables import articles, counters
from crawler.frontier import discoveries, drawing, rewalk, source_statistics
from crawler.frontier.adding import add, seed
from crawler.frontier.drawing import Scope
from crawler.frontier.settling import RefetchPolicy, settle
from crawler.model.file_text import FileText
from crawler.model.page_keys import article_ids
from crawler.model.visit import SOURCES, Due, Kind, Link, Status, Visit
from crawler.runs import clock_error, daily, due_state, runs
from crawler.runs.due_state import DueState
from crawler.runs.portal_figures import PortalFigures, enter_checks, portal_figures

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Committed:
    """What a batch stored: a `Stored` for each article in order, and the links that are new to the frontier."""

    articles: list[Stored] = field(default_factory=list)
    links_new: int = 0
    links_changed: int = 0
    changed_sources: set[int] = field(default_factory=set)  # rows of sources that showed something new or changed
    filled: int = 0  # articles whose files were read: a further revision each


class Store:
    """The database of one output folder. Every method opens and ends its own transaction."""

    def __init__(self, engine: Engine, shared: str | None = None) -> None:
        """`shared`: the address of an engine that belongs to all crawls of the process."""
        self.engine = engine
        self._shared = shared
        self._closed = False
        self.notices: Notices | None = None  # writes notices of what is stored from now on

    @classmethod
    def open(cls, url: str) -> Store:
        """Open (and create or migrate) the database at `url`. Raises `StoreError`."""
        engine = open_database(url)
        rebuild_stale(engine)
        return cls(engine)

    @classmethod
    def of_process(cls, url: str) -> Store:
        """As `open`, but with connections that all crawls of this process share."""
        return cls(share(url), shared=url)

    def check_writable(self) -> None:
        """Raise `StoreError` where the store can't be written now: locked, read-only, on a full disk."""
        with writing(self.engine) as connection:
            connection.execute(update(counters).values(value=counters.c.value))

    def close(self) -> None:
        """Give back the connections; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._shared is not None:
            give_back(self._shared)
        else:
            self.engine.dispose()

    def start_run(self, portal: str, started_at: datetime, options: dict[str, object]) -> int:
        """Enter a run and return its number. Runs of the portal that never ended are marked interrupted.

        What a run left that was made while the clock was ahead is set right first.
        """
        with writing(self.engine) as connection:
            if (ahead := clock_error.set_right(connection, portal, started_at)) is not None:
                logger.warning("%s: a run is dated %s, in the future: its moments are set to now", portal, ahead)
            return runs.start(connection, portal, started_at, options)

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
        with writing(self.engine) as connection:
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
        with writing(self.engine) as connection:
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

    def deferred(self, portal: str) -> list[tuple[int, str]]:
        """Rows that wait for a release, see `discoveries.deferred`."""
        with reading(self.engine) as connection:
            return discoveries.deferred(connection, portal)

    def release(self, rows: Mapping[Kind, Sequence[int]], now: datetime) -> None:
        """Make deferred rows due, as pages of the kind under which `rows` lists them."""
        with writing(self.engine) as connection:
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

    def capture(self, portal: str, url: str) -> Capture | None:
        """Where the page's latest whole answer lies in the raw archive."""
        with reading(self.engine) as connection:
            return captures.find(connection, portal, url)

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
        """Store what `visits` brought, in order, in one transaction: articles, links, frontier rows, the run's counts.

        With `full`, a listing's next pages are followed even where it shows nothing new.
        """
        if not visits:
            return Committed()
        at = max(visit.fetched_at for visit in visits)
        with writing(self.engine) as connection:
            identify(connection, portal, visits)
            found = [Found(visit.article, visit.attachments) for visit in visits if visit.article is not None]
            stored = record_articles(connection, found, at, Cause.FETCHED, self.notices, run)
            done = Committed(articles=stored)
            for visit in visits:
                self._follow(connection, portal, run, visit, full, done)
            mark_seen(connection, [one for key in _sighted(visits) for one in article_ids(portal, key)], at.isoformat())
            published = _published(connection, portal, visits)
            settle(connection, visits, run, published, done.changed_sources, policy)
            attachments.enter(connection, visits)
            filled = [Found(one) for one in attachments.completed(connection, portal, visits, at)]
            record_articles(connection, filled, at, Cause.FILES_READ, self.notices, run)
            done.filled = len(filled)
            for visit in visits:
                if visit.rewalk:
                    rewalk.rewalk(connection, portal, visit.due, visit.fetched_at)
            quarantine.enter(connection, portal, visits)
            daily.record(connection, portal, visits)
            captures.enter(connection, portal, (v.capture for v in visits if v.http_status in (200, 304)))
            if done.articles:
                due_state.progressed(connection, portal)
            if counts is not None:
                runs.progress(connection, run, counts, requests or {})
        return done

    def _follow(self, connection: Connection, portal: str, run: int, visit: Visit, full: bool, done: Committed) -> None:
        depth = visit.due.depth
        if visit.redirected_to is not None and visit.moved_to is None:
            # The target of a source's redirect is fetched each time; that of a file where its article was edited.
            refetch = visit.kind in SOURCES or visit.kind == "attachment"
            add(connection, portal, [visit.redirected_to], depth, visit.fetched_at, run, refetch=refetch)
        new, changed = 0, 0
        if visit.links:
            new, changed = add(connection, portal, visit.links, depth, visit.fetched_at, run)
            done.links_new += new
            done.links_changed += changed
            if new or changed:
                done.changed_sources.add(visit.due.id)
        add(connection, portal, visit.next_run_pages, depth + 1, visit.fetched_at, run, next_run=True)
        if visit.next_pages and (full or new or changed or self._goes_on(connection, portal, visit)):
            add(connection, portal, visit.next_pages, depth + 1, visit.fetched_at, run, refetch=True)
        if visit.outlinks:
            add(connection, portal, visit.outlinks, depth + 1, visit.fetched_at, run)
        source_statistics.record(connection, portal, visit, new)

    def _goes_on(self, connection: Connection, portal: str, visit: Visit) -> bool:
        """Whether a listing is followed although it shows nothing new.

        A page without news usually means that the pages behind it are known, too. This does not hold where the page
        itself is new (its entries are known from elsewhere), nor where the pages behind it were never fully fetched.
        """
        if visit.follow or visit.due.unfetched or not visit.links:
            return True
        stateful = any(link.form is not None and link.form.stateful for link in visit.next_pages)
        return stateful and rewalk.unfinished(connection, portal, visit.due.section, visit.due.depth)


def _sighted(visits: Sequence[Visit]) -> list[str]:
    keys = [link.key for visit in visits for link in visit.links]
    keys += [v.due.key for v in visits if v.kind == "article" and v.status is Status.FETCHED]
    return keys


def _published(connection: Connection, portal: str, visits: Sequence[Visit]) -> dict[int, datetime]:
    """When the articles of these visits were published, or first seen where they have no date, by frontier row."""
    ids = {v.due.id: article_ids(portal, v.due.key) for v in visits if v.kind == "article"}
    c = articles.c
    query = select(c.id, c.published_at, c.first_seen).where(
        c.id.in_([one for likely in ids.values() for one in likely])
    )
    known = {row.id: row.published_at or row.first_seen for row in connection.execute(query)}
    found = {row: next((known[one] for one in likely if one in known), None) for row, likely in ids.items()}
    return {row: datetime.fromisoformat(moment) for row, moment in found.items() if moment is not None}
