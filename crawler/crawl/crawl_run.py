"""One crawl of one portal against the store: what is due goes out, visits come in, batches are committed."""

from __future__ import annotations

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
from crawler.crawl.store import Store
from crawler.crawl.visit_order import VisitOrder
from crawler.frontier.drawing import Scope
from crawler.frontier.listing_bounds import ListingBounds
from crawler.log.identity import check_fits
from crawler.log.segments import publish
from crawler.model.visit import RANK, Due, Kind, Link, Status, Visit
from crawler.runs.portal_figures import PortalFigures

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
    ) -> None:
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
        self._waiting: list[Visit] = []  # visits to be committed
        self._listings = ListingBounds()
        undated_depth = SWEEP_PAGES if options.purpose == "sweep" else None
        self._scope = Scope(options.section, options.since, options.until, undated_depth)
        self._flushed = self._published = monotonic()
        self._publish_seconds = environment().publish_seconds
        self._started = now()
        self._places = Places(store.engine, output)
        check_fits(store.engine, output)  # first, so that nothing is stored that cannot be published
        self.number = store.start_run(portal, self._started, options.as_dict())

    def seed(self, links: Sequence[Link]) -> None:
        """Make the portal's entry pages due: all, or on schedule those whose time has come. A sweep makes all due."""
        on_schedule = self.options.on_schedule and self.options.purpose == "visit"
        self.store.seed(self.portal, links, self.now(), self.number, on_schedule)

    def draw(self, count: int) -> list[Due]:
        """Up to `count` rows to fetch now; none while rows of an earlier level are still out, or nothing is due."""
        rows = self._draw(count)
        if self._waiting and (not rows or any(_level(visit.due) < _level(rows[0]) for visit in self._waiting)):
            self.flush()
            rows = self._draw(count)
        if rows and any(_level(due) < _level(rows[0]) for due in self.in_flight.values()):
            return []
        if rows and rows[0].kind in MAY_BE_ARTICLES and self.options.limit is not None:
            out = sum(due.kind in MAY_BE_ARTICLES for due in self.in_flight.values())
            rows = rows[: max(0, self.options.limit - self._article_count() - out)]
        self.in_flight.update((due.id, due) for due in rows)
        self._order.drawn(rows)
        return rows

    def release(self, rows: Mapping[Kind, Sequence[int]]) -> bool:
        """Make deferred rows due; whether there were any."""
        if rows:
            self.store.release(rows, self.now())
        return bool(rows)

    def _draw(self, count: int) -> list[Due]:
        scope = self._scope
        if self.options.limit is not None and self._article_count() >= self.options.limit:
            scope = replace(scope, attachments_since=self._started)  # the files of the articles that the run fetched
        out = {*self._order.rows, *(visit.due.id for visit in self._waiting)}
        return self.store.draw(self.portal, self.number, self.now(), count, scope, out)

    def _article_count(self) -> int:
        uncounted = (*self._waiting, *self._order.waiting)
        return self.counts["articles"] + sum(visit.article is not None for visit in uncounted)

    def add(self, visit: Visit) -> None:
        """Take in what a fetch brought; commits when enough visits wait, in the order of `VisitOrder`."""
        self.in_flight.pop(visit.due.id, None)
        self._waiting += [self._bounded(one) for one in self._order.arrived(visit)]
        if visit.reason and self.first_failure is None:
            self.first_failure = f"{visit.due.url}: {visit.reason}"
        if len(self._waiting) >= FLUSH_VISITS or monotonic() - self._flushed >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Commit what waits, and publish the log where that is due. Raises `StoreError`; what waits is then kept."""
        self._flushed = monotonic()
        self._places.check()  # a deleted store takes commits as long as it is open
        if self._waiting:
            try:
                if self.archive is not None:
                    self.archive.sync()  # a committed record must not point at a page that a kill takes
                self._commit(self._waiting)
            except StoreError:
                raise
            except Exception:  # one visit that cannot be stored must not cost the others
                logger.exception("a batch of %s cannot be stored whole; one by one", self.portal)
                for visit in self._waiting:
                    self._commit_alone(visit)
            self._waiting = []
        if monotonic() - self._published >= self._publish_seconds:
            self.publish()

    def _commit(self, visits: Sequence[Visit]) -> None:
        self._count(visits)
        try:
            done = self.store.commit(
                self.portal,
                self.number,
                visits,
                self.options.full,
                self.counts,
                self.requests,
                self.options.refetch,
            )
        except BaseException:
            self._count(visits, -1)
            raise
        self.counts.update(stored.change for stored in done.articles)
        if done.filled:
            self.counts["filled"] += done.filled

    def _commit_alone(self, visit: Visit) -> None:
        """Commit one visit; if what it brought cannot be stored, store that it failed, and why."""
        try:
            self._commit([visit])
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - the reason is stored
            reason = f"cannot be stored: {type(error).__name__}: {error}"[:500]
            self._commit([Visit(visit.due, visit.fetched_at, Status.FETCH_ERROR, visit.http_status, ascii(reason))])

    def publish(self) -> None:
        """Bring the JSONL log up to the store."""
        publish(self.store.engine, self.output, self.now())
        self._published = monotonic()

    def settle(self) -> Mapping[str, int]:
        """Commit all visits that came in, without waiting for earlier rows; returns the counts."""
        self._waiting += [self._bounded(one) for one in self._order.rest()]
        self.flush()
        return self.counts

    def figures(self) -> PortalFigures:
        """What the store now says of the portal's health."""
        return self.store.figures(self.portal, self.now())

    def finish(self, why: str) -> None:
        """Commit and publish all, and enter the run's end."""
        self.settle()
        if self.archive is not None:
            self.archive.close()
        self.store.end_run(self.number, self.now(), why, self.counts, self.requests, self.failed_checks)
        self.publish()

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
