"""One crawl of one portal against the store: what is due goes out, visits come in, batches are committed."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from crawler.archive.writing import ArchiveWriter
from crawler.base import clock
from crawler.base.environment import environment
from crawler.base.errors import StoreError
from crawler.crawl.counts import counts_of
from crawler.crawl.options import CrawlOptions
from crawler.crawl.places import Places
from crawler.crawl.signs import Signs
from crawler.crawl.store import Store
from crawler.crawl.visit_order import VisitOrder
from crawler.frontier.drawing import Scope
from crawler.frontier.listing_bounds import ListingBounds
from crawler.log.identity import check_fits
from crawler.log.segments import publish
from crawler.model.visit import RANK, Due, Kind, Link, Status, Visit
from crawler.runs.portal_figures import PortalFigures
from crawler.watch.rules import Rules

logger = logging.getLogger(__name__)

FLUSH_VISITS = 100  # commit after so many visits …
FLUSH_SECONDS = 1.0  # … or so many seconds: a kill costs no more, and that is fetched again
SWEEP_PAGES = 10  # how far a sweep follows a listing that shows no dates
MAY_BE_ARTICLES = ("article", "page")


class CrawlRun:
    """State of one run: which rows are out, which visits wait to be committed, and what was counted (see `counts`)."""

    def __init__(
        self,
        store: Store,
        output: Path,
        portal: str,
        options: CrawlOptions,
        now: Callable[[], datetime] = clock.now,
        archive: ArchiveWriter | None = None,
        rules: Rules | None = None,
    ) -> None:
        """Raises `StoreError` where the log in `output` does not fit the store: nothing may be stored then."""
        self.store = store
        self.archive = archive
        self.output = output
        self.portal = portal
        self.options = options
        self.now = now
        self.counts: Counter[str] = Counter(sources_tried=0)  # also where the run asks for none
        self.requests: Counter[str] = Counter()  # by HTTP status or error, whatever was asked for
        self.in_flight: dict[int, Due] = {}
        self.first_failure: str | None = None
        self.failed_checks: dict[str, str] = {}  # with the reason
        self._order = VisitOrder()
        self._waiting: list[Visit] = []  # visits to be committed …
        self._leaving: list[Visit] = []  # … and those that are being committed
        self._committing = asyncio.Lock()
        self._listings = ListingBounds()
        undated_depth = SWEEP_PAGES if options.purpose == "sweep" or options.healed else None
        self._scope = Scope(options.section, options.since or options.horizon, options.until, undated_depth)
        self.signs = Signs()
        self._flushed = self._begun = monotonic()
        self._publish_seconds = environment().publish_seconds
        self._rules = rules
        self._started = now()
        self._places = Places(store.engine, output)
        check_fits(store.engine, output)  # first, so that nothing is stored that cannot be published
        self.number: int | None = None  # the run's, once it has started

    async def start(self, links: Sequence[Link]) -> None:
        """Enter the run, and make the portal's entry pages due.

        That is all of them, or on schedule those whose time has come. A sweep makes all due.
        """
        self.store.join()
        on_schedule = self.options.on_schedule and self.options.purpose == "visit"

        def enter(store: Store) -> int:
            if self._rules is not None:
                self.store.notices = store.watch(self._rules, self._started)
            number = store.start_run(self.portal, self._started, self.options.as_dict())
            store.seed(self.portal, links, self._started, number, on_schedule)
            return number

        self._started = self.now()
        self.number = await self.store.together(enter)

    async def draw(self, count: int) -> list[Due]:
        """Up to `count` rows to fetch now; none while rows of an earlier level are still out, or nothing is due.

        Waits for the commit of visits that may make rows of an earlier level due, or that are too many.
        """
        rows = self._draw(count)
        while self._uncommitted and (not rows or self._holds_up(rows[0])):
            await self.flush()
            rows = self._draw(count)
        if rows and any(_level(due) < _level(rows[0]) for due in self.in_flight.values()):
            return []
        if rows and rows[0].kind in MAY_BE_ARTICLES and self.options.limit is not None:
            out = sum(due.kind in MAY_BE_ARTICLES for due in self.in_flight.values())
            rows = rows[: max(0, self.options.limit - self._article_count() - out)]
        self.in_flight.update((due.id, due) for due in rows)
        self._order.drawn(rows)
        return rows

    def _holds_up(self, first: Due) -> bool:
        uncommitted = self._uncommitted
        return len(uncommitted) >= FLUSH_VISITS or any(_level(visit.due) < _level(first) for visit in uncommitted)

    @property
    def _uncommitted(self) -> Sequence[Visit]:
        return (*self._leaving, *self._waiting)

    async def release(self, rows: Mapping[Kind, Sequence[int]]) -> bool:
        """Make deferred rows due; whether there were any."""
        if rows:
            await self.store.together(lambda store: store.release(rows, self.now()))
        return bool(rows)

    def _draw(self, count: int) -> list[Due]:
        scope = self._scope
        if self.options.limit is not None and self._article_count() >= self.options.limit:
            scope = replace(scope, attachments_since=self._started)  # the files of the articles that the run fetched
        out = {*self._order.rows, *(visit.due.id for visit in self._uncommitted)}
        assert self.number is not None
        return self.store.draw(self.portal, self.number, self.now(), count, scope, out)

    def _article_count(self) -> int:
        uncounted = (*self._waiting, *self._order.waiting)
        return self.counts["articles"] + sum(visit.article is not None for visit in uncounted)

    def add(self, visit: Visit) -> None:
        """Take in what a fetch brought, to be committed in the order of `VisitOrder`."""
        self.in_flight.pop(visit.due.id, None)
        self.signs.note(visit)
        self._waiting += [self._bounded(one) for one in self._order.arrived(visit)]
        if visit.reason and self.first_failure is None:
            self.first_failure = f"{visit.due.url}: {visit.reason}"

    async def flush_in_time(self) -> None:
        """Commit what waits, once these are enough visits, or it is long enough since the last commit."""
        if len(self._waiting) >= FLUSH_VISITS or monotonic() - self._flushed >= FLUSH_SECONDS:
            await self.flush()

    async def flush(self) -> None:
        """Commit what waits, and publish the log where that is due. Raises `StoreError`; what waits is then kept."""
        async with self._committing:
            self._flushed = monotonic()
            self._places.check()  # a deleted store takes commits as long as it is open
            self._leaving, self._waiting = self._waiting, []
            try:
                await self._commit_all()
            finally:
                self._leaving, self._waiting = [], [*self._leaving, *self._waiting]
        if self.number and monotonic() - max(self._begun, self._last_published) >= self._publish_seconds:
            await self.publish()

    async def _commit_all(self) -> None:
        """Commit what leaves. One visit that cannot be stored must not cost the others."""
        if not self._leaving:
            return
        try:
            await self._commit(self._leaving)
        except StoreError:
            raise
        except Exception:
            logger.exception("a batch of %s cannot be stored whole; one by one", self.portal)
            while self._leaving:
                await self._commit_alone(self._leaving[0])
                del self._leaving[0]
        self._leaving = []

    async def _commit(self, visits: Sequence[Visit]) -> None:
        self._count(visits)
        # Copies: the event loop goes on counting while the batch is written.
        visits, counts, requests = tuple(visits), Counter(self.counts), Counter(self.requests)
        number, options = self.number, self.options
        assert number is not None
        try:
            done = await self.store.together(
                lambda store: store.commit(
                    self.portal, number, visits, options.full, counts, requests, options.refetch
                ),
                # A committed record must not point at a page that a kill takes.
                first=self.archive.syncing() if self.archive is not None else None,
            )
        except BaseException:
            self._count(visits, -1)
            raise
        self.counts.update(stored.change for stored in done.articles)
        if done.filled:
            self.counts["filled"] += done.filled

    async def _commit_alone(self, visit: Visit) -> None:
        """Commit one visit; if what it brought cannot be stored, store that it failed, and why."""
        try:
            await self._commit([visit])
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - the reason is stored
            reason = f"cannot be stored: {type(error).__name__}: {error}"[:500]
            failed = Visit(visit.due, visit.fetched_at, Status.FETCH_ERROR, visit.http_status, ascii(reason))
            await self._commit([failed])

    async def publish(self) -> None:
        """Bring the JSONL log up to the store; crawls of the process that ask for it at once share one go."""
        await self.store.once(self.output, lambda: publish(self.store.engine, self.output, self.now()))

    @property
    def _last_published(self) -> float:
        return self.store.writer.began(self.output)

    async def settle(self) -> None:
        """Commit all visits that came in, without waiting for earlier rows."""
        self._waiting += [self._bounded(one) for one in self._order.rest()]
        await self.flush()

    def figures(self) -> PortalFigures:
        """What the store now says of the portal's health."""
        return self.store.figures(self.portal, self.now())

    async def finish(self, why: str) -> None:
        """Commit and publish all, and enter the run's end. A run that never started leaves nothing behind."""
        number = self.number
        if number is None:
            return
        await self.settle()
        if self.archive is not None:
            self.archive.close()
        counts, requests, failed = Counter(self.counts), Counter(self.requests), dict(self.failed_checks)
        await self.store.together(lambda store: store.end_run(number, self.now(), why, counts, requests, failed))
        await self.publish()
        self.store.leave()

    def _bounded(self, visit: Visit) -> Visit:
        if visit.next_pages and self._listings.ends(visit):
            visit.next_pages = []
        return visit

    def _count(self, visits: Sequence[Visit], sign: int = 1) -> None:
        for visit in visits:
            for name, count in counts_of(visit).items():
                self.counts[name] += sign * count


def _level(due: Due) -> tuple[int, int]:
    return (due.depth, RANK[due.kind])
