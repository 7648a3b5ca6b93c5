"""Processes under `tintinh schedule`, and kill -9 at random moments: `python -m bench.kills --shards [KILLS] [SEED]`.

Twenty loopback portals (`bench.quiet_portals`) are crawled every minute into a PostgreSQL of the bench's own while, in turn,
one of two shards, a reader, the database server, or both shards are killed, and portals publish articles. Then all is let
finish, and the portals and the store are asked: was every article stored once, is `seq` without gaps, was any portal asked
sooner than its delay after the last answer, and how long after a kill did the work go on?
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from statistics import median

from sqlalchemy import func, select, text

from bench.own_postgres import OwnPostgres
from bench.processes import command_of, descendants
from bench.quiet_portals import Asked, addresses, post, served, statistics
from bench.visit import ROOT, entries
from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.opening import open_database
from crawler.database.tables import articles, revisions, runs
from crawler.runs.runs import open_ended

COUNT = 20
ARTICLES = 3  # a section
DELAY = 1.0
AT_WORK = 6  # so many crawls go on at least when something is killed
WHAT = ("one shard", "server", "reader", "both shards")
LONGEST = 90.0  # seconds in which the work must have gone on


class Watch:
    """How the portals were asked from the beginning on, by address."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: dict[str, Asked] = {address: Asked() for address in addresses(COUNT)}

    def look(self) -> set[str]:
        """The portals that were asked since the last look."""
        found = statistics(self._port)
        for address, one in found.items():
            whole = self.asked[address]
            whole.requests += one.requests
            whole.articles = one.articles
            gaps = [gap for gap in (whole.shortest, one.shortest) if gap is not None]
            whole.shortest = min(gaps, default=None)
        return {address for address, one in found.items() if one.requests}


def main(kills: int, seed: int) -> None:
    """Kill, and print what became of it."""
    folder = Path(tempfile.mkdtemp(prefix="tintinh-kills-"))
    server = OwnPostgres()
    with served(COUNT, ARTICLES) as port:
        names = entries(folder / "portals", COUNT, port, "* * * * *", f"quiet_visit = 60\ndelay = {DELAY}\n")
        process = _start(folder, names, server.url)
        try:
            _rounds(
                kills, random.Random(seed), server, process.pid, dict(zip(names, addresses(COUNT), strict=True)), port
            )
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
            server.remove()
    print("logs:", folder / "schedule.log")


def _start(folder: Path, names: list[str], url: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    command = [sys.executable, "-m", "crawler.cli", "schedule", *names, "--jobs", str(COUNT), "--no-archive"]
    command += ["--output", str(folder / "output"), "--database", url]
    with (folder / "schedule.log").open("w") as log:
        environment = {**kept, "TINTINH_PORTALS": str(folder / "portals")}
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


def _rounds(
    kills: int, chance: random.Random, server: OwnPostgres, pid: int, places: dict[str, str], port: int
) -> None:
    watch = Watch(port)
    seconds: dict[str, list[float]] = {}
    for number in range(kills):
        what = WHAT[number % len(WHAT)]
        for address in chance.sample(list(places.values()), 4):
            post(address, port)
        _wait(lambda: len(_going_on(server.url)) >= AT_WORK and len(_shards(pid)) == 2, 180)
        time.sleep(chance.uniform(0, 2))
        victims = _going_on(server.url)
        watch.look()
        killed = time.monotonic()
        if not _kill(what, chance, server, pid):
            print(f"kill {number + 1:2}: no {what} is at work", flush=True)
            continue
        watch.look()
        after = _recovered(watch, server.url, victims, places, killed)
        seconds.setdefault(what, []).extend(after)
        shown = ", ".join(f"{one:.1f}" for one in sorted(after))
        print(
            f"kill {number + 1:2}: {what}, {len(victims)} runs went on; asked again after {shown or '-'} s", flush=True
        )
    _finish(watch, server.url)
    for what, found in seconds.items():
        if found:
            print(
                f"{what}: {len(found)} runs ended by it, gone on after {median(found):.1f} s (median), {max(found):.1f} s at most"
            )


def _shards(pid: int) -> list[int]:
    return [one for one in descendants(pid) if "crawler.schedule.shard" in command_of(one)]


def _kill(what: str, chance: random.Random, server: OwnPostgres, pid: int) -> bool:
    """Kill it; whether there was one."""
    if what == "server":
        server.kill()
        server.start()
        return True
    shards = _shards(pid)
    if what == "reader":  # a shard starts no other processes
        found = [one for shard in shards for one in descendants(shard)]
        chosen = chance.sample(found, min(1, len(found)))
    else:
        chosen = shards if what == "both shards" else [chance.choice(shards)]
    for one in chosen:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return bool(chosen)


def _going_on(url: str) -> dict[str, int]:
    """The runs that go on: their number, by portal."""
    engine = open_database(url)
    with reading(engine) as connection:
        found = {run["portal"]: run["id"] for run in open_ended(connection)}
    engine.dispose()
    return found


def _recovered(watch: Watch, url: str, victims: dict[str, int], places: dict[str, str], killed: float) -> list[float]:
    """Seconds from the kill to the next request of each portal whose run it ended; others ended by themselves."""
    waiting, seconds = set(victims), {}
    while waiting and time.monotonic() < killed + LONGEST:
        time.sleep(0.5)
        asked = watch.look()
        for portal in [one for one in waiting if places[one] in asked]:
            seconds[portal] = time.monotonic() - killed
            waiting.discard(portal)
    engine = open_database(url)
    with reading(engine) as connection:
        query = select(runs.c.portal, runs.c.why_ended).where(runs.c.id.in_(victims.values()))
        whys = dict(connection.execute(query).tuples().all())
    engine.dispose()
    if lost := {portal for portal in waiting if whys[portal] in (None, "interrupted")}:
        print("not asked again:", sorted(lost))
    return [after for portal, after in seconds.items() if whys[portal] == "interrupted"]


def _finish(watch: Watch, url: str) -> None:
    """Let the crawls complete what is left, and print what is stored."""
    engine = open_database(url)
    end, stored, shown = time.monotonic() + 300, 0, -1
    while stored < shown or shown < 0:
        time.sleep(2)
        watch.look()
        shown = sum(one.articles for one in watch.asked.values())
        with reading(engine) as connection:
            stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
        if time.monotonic() > end:
            break
    with reading(engine) as connection:
        seqs = connection.execute(select(revisions.c.seq).order_by(revisions.c.seq)).scalars().all()
        whys = Counter(connection.execute(select(runs.c.why_ended)).scalars())
        overlapping = connection.execute(
            text(
                "SELECT count(*) FROM runs a JOIN runs b ON a.portal = b.portal AND a.id < b.id AND b.started_at < a.ended_at"
                " AND a.why_ended <> 'interrupted'"
            )
        ).scalar_one()
    engine.dispose()
    whole = list(seqs) == list(range(1, len(seqs) + 1))
    print(f"\narticles shown {shown}, stored {stored}, revisions {len(seqs)}, seq without gaps: {whole}")
    print("runs:", dict(whys), "that overlap:", overlapping)
    shortest = min(one.shortest for one in watch.asked.values() if one.shortest is not None)
    print(f"shortest time between an answer and a portal's next request: {shortest:.3f} s (delay {DELAY} s)")


def _wait(met: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        with suppress(StoreError):  # no store yet, or a server that starts
            if met():  # type: ignore[operator]
                return
        if time.monotonic() > end:
            raise TimeoutError(f"nothing happened within {seconds} s")
        time.sleep(0.2)
