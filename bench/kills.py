"""Two workers on one PostgreSQL, and kill -9 at random moments: `python -m bench.kills [KILLS] [SEED]`.

Twelve demo portals are crawled every minute by two workers while KILLS times (30) a worker or the database server is
killed and started again, and new articles appear. Then all is let finish, and the portals' own logs and the store are asked:
was every article stored once, was any portal asked twice at once, or sooner than its delay after the last request, and how
long after a kill did the work go on? `python -m bench.kills --shards` kills the processes of one machine instead, see
`bench.kills_shards`.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from bench import kills_shards
from bench.own_postgres import OwnPostgres
from crawler.database.engine import reading, writing
from crawler.database.opening import open_database
from crawler.runs import runs
from tests.portals import FAMILIES, PORTALS, DemoPortals, entry

DELAY = 0.5
ALL = (*PORTALS, *FAMILIES)
HEARTBEAT = "2"


def entries(folder: Path, demo: DemoPortals) -> None:
    """A registry of the demo portals at their addresses, due every minute."""
    for portal in ALL:
        kept = [line for line in entry(portal).splitlines() if not line.startswith(("start", "kind", "schedule"))]
        top = [f'start = "{demo.base_url(portal)}"', 'kind = "department"', 'schedule = "* * * * *"']
        (folder / f"{portal}.toml").write_text("\n".join([*top, f"delay = {DELAY}", *kept]), "utf-8")


class Worker:
    """One `tintinh worker` process."""

    def __init__(self, name: str, folder: Path, url: str) -> None:
        self.name, self._folder, self._url = name, folder, url
        self.start()

    def start(self) -> None:
        """Start it, or start it again."""
        own = {
            "TINTINH_PORTALS": str(self._folder / "portals"),
            "TINTINH_HEARTBEAT": HEARTBEAT,
            "TINTINH_ATTACHMENTS": "0",  # files make further revisions
            "TINTINH_LOCATION": self.name,
        }
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        command = [sys.executable, "-m", "crawler.cli", "worker", *ALL, "--jobs", "6", "--no-archive"]
        with (self._folder / f"{self.name}.log").open("a") as log:
            self._process = subprocess.Popen(
                [*command, "--output", str(self._folder / "out"), "--database", self._url],
                env={**kept, **own},
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """SIGTERM, and wait."""
        self._process.terminate()
        self._process.wait(120)


def main(kills: int, seed: int) -> None:
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="tintinh-kills-"))
    (folder / "portals").mkdir()
    server = OwnPostgres()
    recoveries: dict[str, list[float]] = {"worker": [], "server": []}
    with DemoPortals(portals=ALL) as demo:
        entries(folder / "portals", demo)
        workers = [Worker(name, folder, server.url) for name in ("mot", "hai")]
        _wait(lambda: len(demo.log) > 50, 120)
        for number in range(kills):
            for portal in chance.sample(ALL, 4):
                demo.publish_new(portal)
            one = None if number % 3 == 2 else chance.choice(workers)
            _wait(lambda: _open_runs(server.url, one.name if one else None), 180)  # noqa: B023
            time.sleep(chance.uniform(0, 4))
            what = "worker" if one else "server"
            victims = _open_runs(server.url, one.name if one else None)
            killed = time.monotonic()
            if one:
                one.kill()
                one.start()
            else:
                server.kill()
                server.start()
            seconds = _recovered(demo, server.url, victims, killed)
            recoveries[what] += seconds
            shown = ", ".join(f"{one:.1f}" for one in sorted(seconds))
            print(f"kill {number + 1:2}: {what}, {len(victims)} runs went on; asked again after {shown} s", flush=True)
        missing = _finish(demo, server.url)
        for one in workers:
            one.stop()
        _report(demo, server.url, recoveries, missing)
    server.remove()
    print("logs:", folder)


def _open_runs(url: str, location: str | None) -> dict[str, int]:
    """The runs that go on, of one worker or of all: their number, by portal."""
    engine = open_database(url)
    with reading(engine) as connection:
        found = runs.open_ended(connection)
    engine.dispose()
    return {run["portal"]: run["id"] for run in found if location in (None, run["location"])}


def _recovered(demo: DemoPortals, url: str, victims: dict[str, int], killed: float) -> list[float]:
    """Seconds from the kill to the next request of each portal whose run it ended; others ended by themselves."""
    waiting, seconds, end = set(victims), {}, killed + 90
    while waiting and time.monotonic() < end:
        time.sleep(0.5)
        for portal in list(waiting):
            fresh = [one.started for one in demo.log.of(portal) if one.started > killed + 1]
            if fresh:
                seconds[portal] = fresh[0] - killed
                waiting.discard(portal)
    engine = open_database(url)
    with reading(engine) as connection:
        query = text("SELECT portal FROM runs WHERE id = ANY(:ids) AND why_ended <> 'interrupted'")
        by_themselves = {row[0] for row in connection.execute(query, {"ids": list(victims.values())})}
    engine.dispose()
    if lost := waiting - by_themselves:
        print("nothing left to ask, or not yet asked again:", sorted(lost))
    return [after for portal, after in seconds.items() if portal not in by_themselves]


def _finish(demo: DemoPortals, url: str) -> int:
    """Let the workers complete what is left; how many articles never came."""
    engine = open_database(url)
    # A page that blocks its first visitors is tried again after an hour; one is linked from nowhere.
    shown = {portal: [one for one in demo.truth(portal) if one.reachable and not one.blocked_first] for portal in ALL}
    wanted = {f"{portal}:{one.key}" for portal in ALL for one in shown[portal]}
    end = time.monotonic() + 600
    with writing(engine) as connection:  # time passes: quiet sections are due
        connection.execute(text("UPDATE frontier SET next_fetch_at = 0 WHERE next_fetch_at IS NOT NULL"))
    missing = wanted
    while missing and time.monotonic() < end:
        time.sleep(2)
        with reading(engine) as connection:
            missing = wanted - {row[0] for row in connection.execute(text("SELECT id FROM articles"))}
    engine.dispose()
    if missing:
        print("missing:", sorted(missing)[:20])
    return len(missing)


def _report(demo: DemoPortals, url: str, recoveries: dict[str, list[float]], missing: int) -> None:
    engine = open_database(url)
    with reading(engine) as connection:
        stored = connection.execute(text("SELECT count(*), count(DISTINCT id) FROM articles")).one()
        twice = connection.execute(
            text(
                "SELECT count(*) FROM (SELECT content_hash FROM revisions GROUP BY article, content_hash HAVING count(*) > 1) AS a"
            )
        ).scalar_one()
        ends = Counter(row[0] for row in connection.execute(text("SELECT why_ended FROM runs")))
        overlapping = connection.execute(
            text(
                "SELECT count(*) FROM runs a JOIN runs b ON a.portal = b.portal AND a.id < b.id AND b.started_at < a.ended_at"
                " AND a.why_ended <> 'interrupted'"
            )
        ).scalar_one()
    engine.dispose()
    print(f"\narticles stored {stored[0]}, ids {stored[1]}, missing {missing}, revisions stored twice {twice}")
    print("runs:", dict(ends), "that overlap:", overlapping)
    print(f"most requests at once to a portal: {max(demo.log.most_at_once(one) for one in ALL)}")
    gaps = {one: demo.log.shortest_gap(one) or 0.0 for one in ALL}
    print(f"shortest time between requests to a portal: {min(gaps.values()):.3f} s (delay {DELAY} s)")
    for what, seconds in recoveries.items():
        if seconds:
            print(
                f"{what} killed: {len(seconds)} runs were ended by it, and went on after {statistics.median(seconds):.1f} s (median), {max(seconds):.1f} s at most"
            )
    print(json.dumps({"requests": len(demo.log)}))


def _wait(met: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not met():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError(f"nothing happened within {seconds} s")
        time.sleep(0.05)


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one != "--shards"]
    kill = kills_shards.main if "--shards" in sys.argv else main
    kill(*(numbers + [30, 7][len(numbers) :]))
