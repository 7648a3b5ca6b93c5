"""A simulated day of many portals, by the project's own rules for what is due and how often sections are visited."""

from __future__ import annotations

import heapq
import math
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.base.clock import VIETNAM
from crawler.frontier.adaptive import IntervalBounds, next_interval, tolerance
from crawler.registry import Portal
from crawler.registry.cron import shortest_gap
from crawler.runs.due_state import DueState
from crawler.schedule.due import due_now, next_due

MIDNIGHT = datetime(2026, 3, 2, tzinfo=VIETNAM)
LIVELY = "*/30 6-22 * * *"  # of one portal in ten: newspapers and provinces' own portals
SECTIONS = 8
REVISITS = 6  # looks at each article after its first, see `revisits`
PER_PAGE = 15  # entries of a listing page
DAYS = 3  # simulated; the last one counts


@dataclass(slots=True)
class Site:
    """A simulated portal: posts a day, and each section's interval, next visit and last visit (seconds)."""

    portal: Portal
    posts: float
    plan: DueState | None = None
    intervals: list[int] = field(default_factory=lambda: [0] * SECTIONS)
    next_fetch_at: list[float] = field(default_factory=lambda: [0.0] * SECTIONS)
    seen: list[float] = field(default_factory=lambda: [0.0] * SECTIONS)


@dataclass(slots=True)
class Day:
    """What the last simulated day came to."""

    runs: int = 0
    requests: int = 0
    found: int = 0
    sweeps: int = 0
    waits: list[float] = field(default_factory=list)  # seconds from due to start
    ages: list[float] = field(default_factory=list)  # seconds from a post to its fetch
    spans: list[tuple[float, float]] = field(default_factory=list)  # each run's start and end

    @property
    def at_work(self) -> tuple[float, int]:
        """Crawls at work at once, on average and at most."""
        edges = sorted([(start, 1) for start, _ in self.spans] + [(end, -1) for _, end in self.spans])
        most = now = 0
        for _, step in edges:
            now += step
            most = max(most, now)
        return sum(end - start for start, end in self.spans) / 86400, most


def simulate(portals: list[Portal], articles: int, slots: int) -> Day:
    """A day of `slots` crawls at once. Sections see posts at random; a run asks once a second."""
    chance = random.Random(11)
    weights = [(8 if portal.schedule == LIVELY else 1) * chance.lognormvariate(0, 1) for portal in portals]
    posts = [articles * weight / sum(weights) for weight in weights]
    sites = [Site(portal, rate) for portal, rate in zip(portals, posts, strict=True)]
    began = MIDNIGHT
    for site in sites:  # all were crawled the evening before
        site.plan = DueState(site.portal.id, began - timedelta(hours=5), began - timedelta(hours=5), 0, began)
    waiting = [(next_due(site.portal, site.plan, began).timestamp(), number) for number, site in enumerate(sites)]
    heapq.heapify(waiting)
    free = [began.timestamp()] * slots
    day = Day()
    last = (began + timedelta(days=DAYS - 1)).timestamp()
    while waiting[0][0] < last + 86400:
        due_at, number = heapq.heappop(waiting)
        start = max(due_at, heapq.heappop(free))
        end = start + _run(sites[number], start, due_at, chance, day if start >= last else None)
        heapq.heappush(free, end)
        moment = datetime.fromtimestamp(end, VIETNAM)
        heapq.heappush(waiting, (next_due(sites[number].portal, sites[number].plan, moment).timestamp(), number))
        if start >= last:
            day.spans.append((start, end))
    return day


def _run(site: Site, start: float, due_at: float, chance: random.Random, day: Day | None) -> float:
    """One run: how many seconds it takes."""
    moment = datetime.fromtimestamp(start, VIETNAM)
    found = due_now(site.portal, site.plan, moment)
    sweep = found is not None and found.purpose == "sweep"
    between = IntervalBounds(shortest_gap(site.portal.schedule), site.portal.quiet_visit)
    requests, new = 1, 0  # robots.txt
    for section in range(SECTIONS):
        if not sweep and site.next_fetch_at[section] > start:
            continue
        rate = site.posts / SECTIONS / 86400
        came = _poisson(rate * (start - site.seen[section]), chance) if site.seen[section] else 0
        requests += 1 + came // PER_PAGE + came
        if sweep:
            requests += int(site.posts * 30 / SECTIONS / PER_PAGE)
        if day is not None:
            day.ages += [chance.uniform(0, start - site.seen[section]) for _ in range(came)]
        new += came
        site.seen[section] = start
        site.intervals[section] = next_interval(site.intervals[section], came > 0, between)
        site.next_fetch_at[section] = start + site.intervals[section] - tolerance(between)
    requests += new * REVISITS  # in a steady state as many are due again as come
    assert site.plan is not None
    swept = moment if sweep else site.plan.swept_at
    site.plan = DueState(site.portal.id, moment, moment + timedelta(seconds=requests), 0, swept)
    if day is not None:
        day.runs, day.requests, day.found, day.sweeps = (
            day.runs + 1,
            day.requests + requests,
            day.found + new,
            day.sweeps + sweep,
        )
        day.waits.append(start - due_at)
    return requests + 1.5


def _poisson(mean: float, chance: random.Random) -> int:
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
