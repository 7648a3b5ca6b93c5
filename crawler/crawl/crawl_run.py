"""One crawl of one portal against the store: what is due goes out, visits come in, batches are committed."""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Literal

from crawler.archive.writing import ArchiveWriter
from crawler.base import clock
from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.frontier.adaptive import USUAL, Between
from crawler.frontier.listing_bounds import ListingBounds
from crawler.frontier.refetch import REVISIT_AFTER
from crawler.frontier.rows import Window
from crawler.log.identity import check_fits
from crawler.log.segments import publish
from crawler.model.visit import RANK, SOURCES, Due, Kind, Link, Status, Visit
from crawler.runs.portal_figures import PortalFigures

logger = logging.getLogger(__name__)

FLUSH_VISITS = 100  # commit after so many visits …
FLUSH_SECONDS = 1.0  # … or so long: what a kill can cost is fetched again
SWEEP_PAGES = 10  # how far a sweep follows a listing that shows no dates
# A sweep reads listings far back, for late and back-dated posts; gaps are weeks with far too few articles.
Purpose = Literal["visit", "sweep", "gaps"]
MAY_BE_ARTICLES = ("article", "page")
# How far the JSONL log may lag behind the store during a run.
PUBLISH_SECONDS = float(os.environ.get("TINTINH_PUBLISH_SECONDS", "30"))


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What a run was asked for."""

    full: bool = False
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    section: str | None = None
    revisit_after: Sequence[int] = REVISIT_AFTER
    purpose: Purpose = "visit"
    on_schedule: bool = False  # only those sources are looked at that are due themselves
    visit_between: Between = USUAL

    def as_dict(self) -> dict[str, object]:
        """For the runs table: only what differs from the default."""
        named = {
            "full": self.full or None,
            "since": self.since,
            "until": self.until,
            "limit": self.limit,
            "section": self.section,
            "purpose": None if self.purpose == "visit" else self.purpose,
            "on_schedule": self.on_schedule or None,
        }
        return {name: value for name, value in named.items() if value is not None}


class CrawlRun:
    """State of one run: which rows are out, which visits wait to be committed, and what was counted.

    The counts: pages, listings, articles, new, updated, unchanged, errors, blocked, missing, redirected,
    not_modified, led_away, bytes; sources (feeds, sitemaps and first pages of listings) tried, had, and of these
    unchanged; entries that they showed; of attachments files, files_failed; filled: articles whose files were read.
    """

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
        self.counts: Counter[str] = Counter(sources_tried=0)  # there even where it asks for none
        self.requests: Counter[str] = Counter()  # by HTTP status or error, whatever was asked for
        self.in_flight: dict[int, Due] = {}
        self.first_failure: str | None = None
        self.failed_checks: dict[str, str] = {}  # with the reason
        self._order: deque[int] = deque()  # rows out, in the order they were drawn
        self._arrived: dict[int, Visit] = {}  # visits that wait for one drawn before them
        self._waiting: list[Visit] = []  # visits to be committed
        self._listings = ListingBounds()
        undated = SWEEP_PAGES if options.purpose == "sweep" else None
        self._window = Window(options.section, options.since, options.until, undated)
        self._flushed = self._published = monotonic()
        self._started = now()
        check_fits(store.engine, output)  # before anything is stored that could not be published
        self.number = store.start_run(portal, self._started, options.as_dict())

    def seed(self, links: Sequence[Link]) -> None:
        """Make the portal's entry pages due; on schedule those only whose time has come, but for a sweep all."""
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
            rows = rows[: max(0, self.options.limit - self._had() - out)]
        self.in_flight.update((due.id, due) for due in rows)
        self._order.extend(due.id for due in rows)
        return rows

    def release(self, rows: Mapping[Kind, Sequence[int]]) -> bool:
        """Make rows that were held back due; whether there were any."""
        if rows:
            self.store.release(rows, self.now())
        return bool(rows)

    def _draw(self, count: int) -> list[Due]:
        window = self._window
        if self.options.limit is not None and self._had() >= self.options.limit:
            window = replace(window, files_since=self._started)  # those of the articles that it did fetch
        out = {*self._order, *(visit.due.id for visit in self._waiting)}
        return self.store.draw(self.portal, self.number, self.now(), count, window, out)

    def _had(self) -> int:
        uncounted = (*self._waiting, *self._arrived.values())
        return self.counts["articles"] + sum(visit.article is not None for visit in uncounted)

    def add(self, visit: Visit) -> None:
        """Take in what a fetch brought; commits when enough visits wait.

        Visits are committed in the order in which their rows were drawn, whichever answer came first, so that the
        same pages give the same store and the same log.
        """
        self.in_flight.pop(visit.due.id, None)
        self._arrived[visit.due.id] = visit
        while self._order and self._order[0] in self._arrived:
            self._waiting.append(self._bounded(self._arrived.pop(self._order.popleft())))
        if visit.reason and self.first_failure is None:
            self.first_failure = f"{visit.due.url}: {visit.reason}"
        if len(self._waiting) >= FLUSH_VISITS or monotonic() - self._flushed >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Commit what waits, and publish the log where that is due. Raises `StoreError`; what waits is then kept."""
        self._flushed = monotonic()
        if self._waiting:
            try:
                if self.archive is not None:
                    self.archive.sync()  # what is committed must not point at what a kill takes
                self._commit(self._waiting)
            except StoreError:
                raise
            except Exception:  # a visit that no store can take must not cost the others
                logger.exception("a batch of %s cannot be stored whole; one by one", self.portal)
                for visit in self._waiting:
                    self._commit_alone(visit)
            self._waiting = []
        if monotonic() - self._published >= PUBLISH_SECONDS:
            self.publish()

    def _commit(self, visits: Sequence[Visit]) -> None:
        self._count(visits)
        try:
            done = self.store.commit(
                self.portal,
                self.number,
                visits,
                self.options.full,
                self.options.revisit_after,
                self.counts,
                self.requests,
                self.options.visit_between,
            )
        except BaseException:
            self._count(visits, -1)
            raise
        self.counts.update(stored.change for stored in done.articles)
        if done.filled:
            self.counts["filled"] += done.filled

    def _commit_alone(self, visit: Visit) -> None:
        """Commit one visit; where what it brought cannot be stored, that it failed and why."""
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
        """Commit all that came in, whatever was drawn before it and did not; the counts then."""
        self._waiting += [self._bounded(self._arrived.pop(row)) for row in self._order if row in self._arrived]
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
        if visit.further and self._listings.ends(visit):
            visit.further = []
        return visit

    def _count(self, visits: Sequence[Visit], sign: int = 1) -> None:
        for visit in visits:
            for name in _counted(visit):
                self.counts[name] += sign
            self.counts["bytes"] += sign * visit.bytes
            if shown := _shown(visit):
                self.counts["entries"] += sign * shown


def _level(due: Due) -> tuple[int, int]:
    return (due.depth, RANK[due.kind])


def _counted(visit: Visit) -> list[str]:
    if visit.kind == "attachment":
        if visit.status is Status.FETCHED:
            return [] if visit.not_modified else ["files"]
        return [] if visit.status is Status.REDIRECTED else ["files_failed"]
    names = ["pages"]
    if visit.article is not None:
        names.append("articles")
    if visit.kind == "listing" and visit.status is Status.FETCHED:
        names.append("listings")
    if visit.missing:
        names.append("missing")
    elif visit.status is Status.FETCH_ERROR:
        names.append("errors")
    elif visit.status is Status.BLOCKED:
        names.append("blocked")
    elif visit.status is Status.REDIRECTED:
        names.append("redirected")
    if visit.not_modified:
        names.append("not_modified")
    if visit.led_away is not None:
        names.append("led_away")
    if _is_source(visit):
        names.append("sources_tried")
        if visit.status is Status.FETCHED:
            names.append("sources")
            names += ["sources_unchanged"] if visit.not_modified else []
    return names


def _is_source(visit: Visit) -> bool:
    """Whether the visit tells of a source: a feed, a sitemap or the first page of a listing."""
    return visit.kind in SOURCES and visit.is_first and visit.status is not Status.REDIRECTED


def _shown(visit: Visit) -> int:
    if not _is_source(visit) or visit.status is not Status.FETCHED:
        return 0
    return len(visit.links) if visit.shown is None else visit.shown
