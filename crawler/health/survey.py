"""Judging portals from a store: the figures of all are read first, as they tell of this machine's clock too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crawler.health.marks import machine_skew
from crawler.health.verdict import Verdict, judge
from crawler.registry import Portal
from crawler.storage import health
from crawler.storage.database import reading
from crawler.storage.health import PortalFigures
from crawler.storage.store import Store


@dataclass(frozen=True, slots=True)
class Judged:
    """One portal, its figures and the verdict on it."""

    portal: Portal
    figures: PortalFigures
    verdict: Verdict


def survey(store: Store, portals: Iterable[Portal], now: datetime) -> list[Judged]:
    """The verdict on each portal as the store stands now, in the order given. Nothing is written."""
    wanted = list(portals)
    with reading(store.engine) as connection:
        crawled = health.crawled(connection)
        figures = {
            portal.id: health.portal_figures(connection, portal.id, now) for portal in wanted if portal.id in crawled
        }
    machine = machine_skew(figures.values(), now)
    nothing = PortalFigures(None, (), (), (), (), None)
    return [
        Judged(portal, known, judge(portal, known, now, machine))
        for portal in wanted
        for known in [figures.get(portal.id, nothing)]
    ]
