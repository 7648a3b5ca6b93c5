"""Portals that are crawled on schedule for a while, for real: `python -m bench.fleet --real 200 --minutes 10 --interval 6`.

So many loopback portals of five sections (`bench.quiet_portals`) are crawled once without delay, which is not measured. Then
`tintinh schedule` visits each of them every INTERVAL minutes, with the usual delay and all five sections each time, while one
portal in ten publishes an article a visit. 200 portals every 6 minutes are the rate of 1,000 every 30.

A visit is due at its cron's tick and the portal's own distance from it. It is on time where its run starts within ON_TIME
seconds. Moments of the store are whole seconds. Nightly sweeps come on top: do not start this between 1 and 5 o'clock in Vietnam.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

from sqlalchemy import select

from bench.processes import resident
from bench.quiet_portals import addresses, post, served, statistics
from bench.visit import ROOT, entries
from crawler.base import clock
from crawler.database.engine import reading
from crawler.database.opening import open_database
from crawler.database.tables import articles, revisions, runs
from crawler.registry.cron import next_tick
from crawler.registry.loader import read_entry
from crawler.registry.portal import Portal
from crawler.schedule.due import spread

ARTICLES = 2  # a section
ON_TIME = 10.0
DELAY = 1.0  # the crawler's own
POSTING = 0.1  # share of visits that find an article


@dataclass(frozen=True, slots=True)
class Run:
    """A visit that was due, and how many seconds later it started and ended; None where it did not."""

    portal: str
    late: float | None
    seconds: float | None


def main(count: int, minutes: float, interval: int, database: str | None) -> None:
    """Print the figures."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        with served(count, ARTICLES) as port:
            _run(folder, count, minutes, interval, database, port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, count: int, minutes: float, interval: int, database: str | None, port: int) -> None:
    # A section is looked at with each visit, however quiet it is.
    cron, more = f"*/{interval} * * * *", f"quiet_visit = {interval * 60}\n"
    names = entries(folder / "portals", count, port, cron, more)
    url = database or f"sqlite:///{folder / 'output' / 'tintinh.db'}"
    environment = {**os.environ, "TINTINH_PORTALS": str(folder / "portals")}
    common = ["--output", str(folder / "output"), "--database", url]
    tintinh = [sys.executable, "-m", "crawler.cli"]
    first = [*tintinh, "crawl", *names, "--delay", "0", "--quiet", "--jobs", "64", *common]
    subprocess.run(first, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    statistics(port)
    command = [*tintinh, "schedule", *names, "--jobs", "64", *common]
    with (folder / "schedule.log").open("w") as log:
        spent = sum(os.times()[2:4])
        began = clock.now()
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        most = _live(process.pid, count, minutes, interval, port)
        ended = clock.now()
        process.send_signal(signal.SIGTERM)
        process.wait()
        spent = sum(os.times()[2:4]) - spent
    portals = {name: read_entry(folder / "portals" / f"{name}.toml") for name in names}
    due = {name: _ticks(portal, began, ended) for name, portal in portals.items()}
    visits, whys = _visits(url, due, began, ended)
    asked = statistics(port).values()
    _report(visits, whys, count, interval, ended - began)
    shortest = min(one.shortest for one in asked if one.shortest is not None)
    requests = sum(one.requests for one in asked)
    print(f"requests {requests}; from an answer to a host's next request {shortest:.3f} s at least (delay {DELAY} s)")
    made = max(1, whys.total())
    print(
        f"processor time {spent:.1f} s, {spent / made * 1000:.1f} ms a visit, start-up included; memory {most >> 20} MiB at most"
    )
    _stored(url, sum(one.articles for one in asked))


def _live(pid: int, count: int, minutes: float, interval: int, port: int) -> int:
    """Let the portals publish, in time to be found; the most bytes of memory that the crawler held."""
    chance = random.Random(15)
    places = addresses(count)
    began, most, owed = time.monotonic(), 0, 0.0
    last = began + (minutes - 1.5 * interval) * 60  # what comes later, the next visit may not find any more
    while (now := time.monotonic()) < began + minutes * 60:
        owed += POSTING * count / (interval * 60)
        while owed >= 1 and now < last:
            post(chance.choice(places), port)
            owed -= 1
        most = max(most, resident(pid))
        time.sleep(1.0)
    return most


def _ticks(portal: Portal, began: datetime, ended: datetime) -> list[datetime]:
    """When the portal was due, leaving its start-up and the last seconds out."""
    offset = spread(portal)
    found, moment = [], began - offset + timedelta(seconds=ON_TIME)
    while (moment := next_tick(portal.schedule, moment)) + offset < ended - timedelta(seconds=ON_TIME):
        found.append(moment + offset)
    return found


def _visits(
    url: str, due: dict[str, list[datetime]], began: datetime, ended: datetime
) -> tuple[list[Run], Counter[str]]:
    engine = open_database(url)
    with reading(engine) as connection:
        rows = connection.execute(select(runs).where(runs.c.started_at >= began.isoformat()).order_by(runs.c.id)).all()
    engine.dispose()
    starts: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for row in rows:
        end = datetime.fromisoformat(row.ended_at) if row.ended_at else None
        starts.setdefault(row.portal, []).append((datetime.fromisoformat(row.started_at), end))
    found = []
    for name, moments in due.items():
        for moment, following in pairwise([*moments, ended]):
            mine = [one for one in starts.get(name, []) if moment <= one[0] < following]
            late = (mine[0][0] - moment).total_seconds() if mine else None
            seconds = (mine[0][1] - mine[0][0]).total_seconds() if mine and mine[0][1] else None
            found.append(Run(name, late, seconds))
    return found, Counter(row.why_ended for row in rows)


def _report(visits: list[Run], whys: Counter[str], count: int, interval: int, lasted: timedelta) -> None:
    late = sorted(one.late for one in visits if one.late is not None)
    seconds = sorted(one.seconds for one in visits if one.seconds is not None)
    on_time = sum(one <= ON_TIME for one in late)
    print(f"{count} portals every {interval} minutes, for {lasted.total_seconds() / 60:.1f} minutes")
    print(f"visits due {len(visits)}, made {len(late)}, started within {ON_TIME:.0f} s {on_time}")
    if late and seconds:
        print(
            f"started after {median(late):.0f} s (median), {late[int(len(late) * 0.99)]:.0f} s (99 %), {late[-1]:.0f} s at most;"
            f" took {median(seconds):.0f} s (median), {seconds[-1]:.0f} s at most"
        )
    print("runs:", dict(whys))


def _stored(url: str, shown: int) -> None:
    """Whether all is stored, once, under a `seq` without gaps."""
    engine = open_database(url)
    with reading(engine) as connection:
        ids = connection.execute(select(articles.c.id)).scalars().all()
        seqs = connection.execute(select(revisions.c.seq).order_by(revisions.c.seq)).scalars().all()
    engine.dispose()
    whole = list(seqs) == list(range(1, len(seqs) + 1))
    print(f"articles shown {shown}, stored {len(ids)}, revisions {len(seqs)}, seq without gaps: {whole}")
