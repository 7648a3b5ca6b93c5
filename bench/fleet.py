"""What 4,000 portals with 40,000 new articles a day come to: `[.ci/postgres] python -m bench.fleet [PORTALS] [ARTICLES]`.

`python -m bench.fleet --real 200` crawls so many portals for a while instead, see `bench.fleet_real`.

First rates are measured on this machine: planning, a crawl's start, a page's processor time, and on PostgreSQL (where
TINTINH_TEST_POSTGRES names a server) a commit as one second of a polite crawl makes it. Then a day is simulated with the
project's own rules for what is due and how often sections are visited: posts come at random, portals differ in how much
they publish as newspapers and departments do, each is asked once a second. For the store at 30 million articles see
`python -m bench.growth`.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from bench import fleet_real
from bench.fleet_day import LIVELY, MIDNIGHT, simulate
from bench.synthetic_news import Newsroom
from crawler import registry
from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.extraction.fingerprint import content_hash
from crawler.model.items import Article
from crawler.model.visit import Due, Link, Status, Visit
from crawler.registry import Portal
from crawler.runs import due_state
from crawler.schedule.due import due
from tests.portals import DEPARTMENT, DemoPortals


@dataclass(slots=True)
class Rates:
    """Seconds, measured here."""

    load: float = 0.0  # registry entries read
    plan: float = 0.0  # plans read from the store, and who is due
    start: float = 0.0  # processor time of a crawl's process that finds nothing to do
    page: float = 0.0  # processor time a page, of a crawl
    commit: float = 0.0  # a transaction of two visits on PostgreSQL


def entries(count: int) -> list[Portal]:
    """So many portals, a tenth of them lively."""
    return [
        Portal(
            id=f"cong-{number}",
            name=f"Cổng {number}",
            kind="department",
            start=f"https://cong-{number}.vn/",
            schedule=LIVELY if number % 10 == 0 else "0 6,12,18 * * *",
            evidence="bench",
        )
        for number in range(count)
    ]


def measure(portals: list[Portal]) -> Rates:
    """The rates of this machine."""
    rates = Rates()
    with tempfile.TemporaryDirectory() as folder:
        _planning(portals, Path(folder), rates)
        _crawling(Path(folder), rates)
    if address := os.environ.get("TINTINH_TEST_POSTGRES"):
        rates.commit = _commit(address)
    return rates


def _planning(portals: list[Portal], folder: Path, rates: Rates) -> None:
    own = folder / "portals"
    own.mkdir()
    for portal in portals:
        lines = [f'{name} = "{getattr(portal, name)}"' for name in ("name", "kind", "start", "schedule", "evidence")]
        (own / f"{portal.id}.toml").write_text("\n".join(lines), "utf-8")
    os.environ["TINTINH_PORTALS"] = str(own)
    rates.load = _timed(lambda: registry.scheduled(MIDNIGHT.date()))
    store = Store.open(f"sqlite:///{folder / 'plans.db'}")
    with writing(store.engine) as connection:
        for portal in portals:
            due_state.begin(connection, portal.id, MIDNIGHT)
            due_state.finish(connection, portal.id, MIDNIGHT, swept=True)
    rates.plan = _timed(lambda: due(portals, store.due_states(), MIDNIGHT + timedelta(hours=7)))
    store.close()


def _crawling(folder: Path, rates: Rates) -> None:
    with DemoPortals(portals=[DEPARTMENT]) as demo:
        command = [sys.executable, "-m", "crawler.cli", "crawl", DEPARTMENT, "--quiet", "--output", str(folder / "out")]
        command += ["--base-url", demo.base_url(DEPARTMENT), "--delay", "0"]
        whole = _processor(command)
        pages = len(demo.log)
        rates.start = _processor([*command, "--due"])
        rates.page = (whole - rates.start) / pages


def _processor(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _commit(address: str, count: int = 300) -> float:
    server = make_url(address).set(drivername="postgresql+psycopg")
    mine = server.set(database=f"fleet_{uuid4().hex}")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {mine.database}"))
    store = Store.open(mine.render_as_string(hide_password=False))
    room, seconds = Newsroom(), []
    run = store.start_run("cong", MIDNIGHT, {})
    for number in range(count):
        store.seed("cong", [Link(f"{number}", f"https://cong.vn/{number}", "article")], MIDNIGHT, run)
        [fresh] = store.draw("cong", run, MIDNIGHT, 1)
        body = " ".join(room.body())
        article = Article(
            id=f"cong:{number}",
            portal="cong",
            url=fresh.url,
            canonical_url=fresh.url,
            title=f"Bài {number}",
            body=body,
            published_at=MIDNIGHT,
            published_precision="minute",
            content_hash=content_hash(f"Bài {number}", body),
        )
        again = Due(fresh.id, fresh.key, fresh.url, "article", None, 0, None, None)
        visits = [
            Visit(fresh, MIDNIGHT, Status.FETCHED, article=article),
            Visit(again, MIDNIGHT, Status.FETCHED, not_modified=True),
        ]
        started = time.perf_counter()
        store.commit("cong", run, visits)
        seconds.append(time.perf_counter() - started)
    store.close()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {mine.database} WITH (FORCE)"))
    admin.dispose()
    return statistics.median(seconds)


def _timed(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


def main(count: int, articles: int) -> None:
    portals = entries(count)
    rates = measure(portals)
    print(
        f"planning {count} portals: entries read in {rates.load:.2f} s, plans read and who is due in {rates.plan:.2f} s"
    )
    print(f"a crawl's start: {rates.start:.2f} s of processor time; a page {rates.page * 1000:.1f} ms")
    if rates.commit:
        print(f"a commit of two visits on PostgreSQL, as each crawl makes a second: {rates.commit * 1000:.1f} ms")
    print(
        "slots\truns\trequests\tnew\tsweeps\tat work, mean\tat most\twait, median s\t99 %\tage of a post when fetched, median min\t95 %"
    )
    for slots in (128, 64, 32, 16):
        day = simulate(portals, articles, slots)
        waits, ages = sorted(day.waits), sorted(day.ages)
        figures = [
            slots,
            day.runs,
            day.requests,
            day.found,
            day.sweeps,
            f"{day.at_work[0]:.1f}",
            day.at_work[1],
        ]
        figures += [f"{statistics.median(waits):.0f}", f"{waits[int(len(waits) * 0.99)]:.0f}"]
        figures += [f"{statistics.median(ages) / 60:.0f}", f"{ages[int(len(ages) * 0.95)] / 60:.0f}"]
        print("\t".join(str(one) for one in figures))
    seconds = day.runs * rates.start + day.requests * rates.page
    print(f"processor time a day: {seconds / 3600:.1f} h: {seconds / 86400:.2f} cores on average")
    if rates.commit:
        mean, most = day.at_work
        shares = (
            f"{mean * rates.commit:.0%} of the time on average, {most * rates.commit:.0%} with {most} crawls at work"
        )
        print(f"the store's writers' lock, one commit a second and crawl: held {shares}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m bench.fleet")
    arguments.add_argument("portals", type=int, nargs="?", default=4000)
    arguments.add_argument("articles", type=int, nargs="?", default=40_000)
    arguments.add_argument("--real", type=int, metavar="PORTALS", help="crawl so many loopback portals on schedule")
    arguments.add_argument("--minutes", type=float, default=10.0)
    arguments.add_argument("--interval", type=int, default=6, help="minutes between two visits; divides 60")
    arguments.add_argument("--database", help="the store, if not SQLite")
    given = arguments.parse_args()
    if given.real:
        fleet_real.main(given.real, given.minutes, given.interval, given.database)
    else:
        main(given.portals, given.articles)
