"""Judging portals from a store. The clocks of all portals' servers show whether this machine's clock is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.database.engine import HasEngine, reading
from crawler.health.marks import machine_skew
from crawler.health.verdict import Verdict, judge
from crawler.registry import Portal
from crawler.runs import daily
from crawler.runs.portal_figures import PortalFigures, crawled_portals, portal_figures

CLOCKS_SEEN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One portal, its figures and the verdict on it."""

    portal: Portal
    figures: PortalFigures
    verdict: Verdict


def survey(store: HasEngine, portals: Iterable[Portal], now: datetime) -> list[Judged]:
    """The verdict on each portal as the store stands now, in the order given. Nothing is written."""
    wanted = list(portals)
    with reading(store.engine) as connection:
        crawled = crawled_portals(connection)
        machine = machine_skew(daily.clocks(connection, now.date() - CLOCKS_SEEN))
        figures = {portal.id: portal_figures(connection, portal.id, now) for portal in wanted if portal.id in crawled}
    nothing = PortalFigures(None, (), (), (), (), None)
    return [
        Judged(portal, known, judge(portal, known, now, machine))
        for portal in wanted
        for known in [figures.get(portal.id, nothing)]
    ]
