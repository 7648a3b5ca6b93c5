"""The health of all portals as Prometheus metrics, measured when they are asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from threading import Lock

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from crawler.base.errors import StoreError
from crawler.database.engine import HasEngine, reading
from crawler.database.tables import outbox
from crawler.health.finding import Word, at
from crawler.health.survey import Judged, survey
from crawler.registry import Portal
from crawler.runs import daily

logger = logging.getLogger(__name__)

KEPT = timedelta(seconds=15)  # one measurement serves all who ask within this time
_OUTCOMES = ("articles", "new", "updated", "unchanged", "errors", "blocked", "missing", "redirected")


class HealthCollector(Collector):
    """A collector for a `CollectorRegistry`: verdicts, ages, last runs. `now` gives the moment of asking."""

    def __init__(self, store: HasEngine, portals: Callable[[], Iterable[Portal]], now: Callable[[], datetime]) -> None:
        self._store, self._portals, self._now = store, portals, now
        self._lock = Lock()
        self._kept: tuple[datetime, list[GaugeMetricFamily]] | None = None

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing beforehand: registering must not read the store."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The metrics as of now, or at most `KEPT` old."""
        with self._lock:
            now = self._now()
            if self._kept is None or not timedelta(0) <= now - self._kept[0] < KEPT:
                self._kept = (now, list(self._measure(now)))
            return iter(self._kept[1])

    def _measure(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        usable = GaugeMetricFamily("tintinh_store_usable", "Whether the store could be read.")
        try:
            judged = [one for one in survey(self._store, self._portals(), now) if one.figures.runs]
        except StoreError as error:
            logger.error("%s", error)
            usable.add_metric([], 0)
            yield usable
            return
        usable.add_metric([], 1)
        yield usable
        yield _verdicts(judged)
        yield from _ages(judged, now)
        yield from _runs(judged)
        yield from self._stored(judged)

    def _stored(self, judged: Iterable[Judged]) -> Iterator[GaugeMetricFamily]:
        articles = GaugeMetricFamily("tintinh_articles", "Articles stored.", labels=["portal"])
        waiting = GaugeMetricFamily("tintinh_notices_waiting", "Notices not sent yet.", labels=["target"])
        o = outbox.c
        query = select(o.target, func.count()).where(o.status != "sent").group_by(o.target)
        with reading(self._store.engine) as connection:
            for one in judged:
                articles.add_metric([one.portal.id], daily.totals(connection, one.portal.id)[0])
            for target, count in connection.execute(query):
                waiting.add_metric([target], count)
        yield articles
        yield waiting


def _verdicts(judged: Iterable[Judged]) -> GaugeMetricFamily:
    family = GaugeMetricFamily("tintinh_portal_verdict", "1 for the verdict in force.", labels=["portal", "verdict"])
    for one in judged:
        for word in Word:
            family.add_metric([one.portal.id, word.value], float(word is one.verdict.word))
    return family


def _ages(judged: Iterable[Judged], now: datetime) -> Iterator[GaugeMetricFamily]:
    newest = GaugeMetricFamily(
        "tintinh_newest_item_age_seconds", "Since the day of the newest article began.", labels=["portal"]
    )
    since = GaugeMetricFamily(
        "tintinh_verdict_since_timestamp_seconds", "Since when what the verdict says is so.", labels=["portal"]
    )
    for one in judged:
        if one.figures.newest is not None:
            newest.add_metric([one.portal.id], (now - at(one.figures.newest)).total_seconds())
        if one.verdict.since is not None:
            since.add_metric([one.portal.id], one.verdict.since.timestamp())
    yield newest
    yield since


def _runs(judged: Iterable[Judged]) -> Iterator[GaugeMetricFamily]:
    started = GaugeMetricFamily("tintinh_last_run_timestamp_seconds", "Start of the latest run.", labels=["portal"])
    looked = GaugeMetricFamily(
        "tintinh_last_look_timestamp_seconds", "Start of the latest run that fetched any source.", labels=["portal"]
    )
    pages = GaugeMetricFamily("tintinh_last_run_pages", "Pages by outcome.", labels=["portal", "outcome"])
    failed = GaugeMetricFamily("tintinh_last_run_failed_checks", "Checks failed at its end.", labels=["portal"])
    for one in judged:
        last = one.figures.runs[0]
        started.add_metric([one.portal.id], last.started_at.timestamp())
        look = next((run for run in one.figures.runs if run.looked), None)
        if look is not None:
            looked.add_metric([one.portal.id], look.started_at.timestamp())
        for outcome in _OUTCOMES:
            pages.add_metric([one.portal.id, outcome], last.counts.get(outcome, 0))
        failed.add_metric([one.portal.id], len(last.failed))
    yield from (started, looked, pages, failed)


def metrics_registry(
    store: HasEngine, portals: Callable[[], Iterable[Portal]], now: Callable[[], datetime]
) -> CollectorRegistry:
    """A registry that holds the health of these portals and nothing of this process."""
    made = CollectorRegistry()
    made.register(HealthCollector(store, portals, now))
    return made


def metrics_text(store: HasEngine, portals: Iterable[Portal], now: datetime) -> bytes:
    """The metrics in Prometheus' text format (media type `prometheus_client.CONTENT_TYPE_LATEST`)."""
    known = list(portals)
    return generate_latest(metrics_registry(store, lambda: known, lambda: now))
