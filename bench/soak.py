"""Hours of service with kills, and whether anything grows: `python -m bench.soak [--minutes N] [--portals N] [--kill-every N]`.

Two `tintinh worker` share a PostgreSQL of the bench's own and one output folder. They visit loopback portals
(`bench.quiet_portals`) every INTERVAL minutes, with the usual delay, while one portal in ten publishes an article a visit. Every
few minutes one worker is killed with kill -9, in turn, and started again. Once a minute the bench counts what each worker and
the server hold: memory (proportional, PSS), descriptors, connections, write-ahead log, files of the output folder, temporary
files. At the end it prints these by sixths of the time, and asks portals and store whether all is stored once.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from statistics import mean

from sqlalchemy import func, select, text

from bench.own_postgres import OwnPostgres
from bench.processes import descendants
from bench.quiet_portals import Asked, addresses, post, served, statistics
from bench.visit import ROOT, entries
from crawler.base.errors import StoreError
from crawler.database.engine import reading
from crawler.database.opening import open_database
from crawler.database.tables import articles, revisions, runs

ARTICLES = 2  # a section
INTERVAL = 6  # minutes between two visits: 200 portals are the rate of 1,000 every 30 minutes
POSTING = 0.1  # share of visits that find an article
DELAY = 1.0  # the crawler's own
WORKERS = 2
SECOND_START = 5.0  # seconds until a killed worker is started again
SAMPLED_AT = 30.0  # seconds of each minute, when a killed worker runs again
PARTS = 6
MIB = 1 << 20
MOST_FINISHING = 900.0  # seconds for what was published last


@dataclass(frozen=True, slots=True)
class Sample:
    """What is held at one moment. Memory in MiB; the workers' own columns are sums of both."""

    workers_mib: float
    descriptors: float
    server_mib: float
    connections: float
    wal_mib: float
    database_mib: float
    log_files: float
    archive_files: float
    other_files: float
    temporary_files: float


def main(minutes: float, count: int, kill_every: float) -> None:
    """Serve, kill, count, and print."""
    folder = Path(tempfile.mkdtemp(prefix="tintinh-soak-"))
    server = OwnPostgres()
    try:
        with served(count, ARTICLES) as port:
            _run(folder, server, count, port, minutes, kill_every)
    finally:
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)


class Workers:
    """The workers, each started again after its kill."""

    def __init__(self, folder: Path, command: list[str], environment: dict[str, str]) -> None:
        self._folder, self._command, self._environment = folder, command, environment
        self.running = [self._start(number) for number in range(WORKERS)]

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        with (self._folder / f"worker{number}.log").open("a") as log:
            return subprocess.Popen(self._command, env=self._environment, cwd=ROOT, stdout=log, stderr=log)

    def kill(self, number: int) -> None:
        """kill -9 one; what it started ends by itself."""
        self.running[number].kill()
        self.running[number].wait()

    def again(self, number: int) -> None:
        """Start one that was killed."""
        self.running[number] = self._start(number)

    def processes(self) -> list[int]:
        """All processes of the workers."""
        return [one for worker in self.running for one in (worker.pid, *descendants(worker.pid))]

    def dead(self) -> list[int]:
        """Workers that ended by themselves."""
        return [number for number, one in enumerate(self.running) if one.poll() is not None]

    def stop(self) -> None:
        """Let them end."""
        for one in self.running:
            one.send_signal(signal.SIGTERM)
        for one in self.running:
            with suppress(subprocess.TimeoutExpired):
                one.wait(120)


def _run(folder: Path, server: OwnPostgres, count: int, port: int, minutes: float, kill_every: float) -> None:
    cron, more = f"*/{INTERVAL} * * * *", f"quiet_visit = {INTERVAL * 60}\n"
    names = entries(folder / "portals", count, port, cron, more)
    output, scratch = folder / "output", folder / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TINTINH_PORTALS": str(folder / "portals"), "TMPDIR": str(scratch)}
    common = ["--output", str(output), "--database", server.url]
    tintinh = [sys.executable, "-m", "crawler.cli"]
    first = [*tintinh, "crawl", *names, "--delay", "0", "--quiet", "--jobs", "64", *common]
    subprocess.run(first, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    asked = {address: replace(one, shortest=None) for address, one in statistics(port).items()}
    workers = Workers(folder, [*tintinh, "worker", *names, "--jobs", "32", *common], environment)
    samples: list[Sample] = []
    try:
        kills = _live(
            workers, count, port, minutes, kill_every, asked, lambda: samples.append(_sample(workers, server, folder))
        )
        _finish(server.url, port, asked)
    finally:
        workers.stop()
    _report(samples, kills)
    _stored(server.url, asked)
    for command in (["log", "verify"], ["doctor"]):
        said = subprocess.run([*tintinh, *command, *common], env=environment, cwd=ROOT, capture_output=True, text=True)
        print(" ".join(command), "exit", said.returncode)
        print(said.stdout[-2000:], said.stderr[-1000:])


def _live(
    workers: Workers,
    count: int,
    port: int,
    minutes: float,
    kill_every: float,
    asked: dict[str, Asked],
    sample: Callable[[], None],
) -> int:
    """Publish, kill and count for so long; the number of kills."""
    chance = random.Random(16)
    places = addresses(count)
    began, owed, kills = time.monotonic(), 0.0, 0
    next_kill, next_sample, restart = began + kill_every * 60, began + SAMPLED_AT, (0.0, -1)
    while (now := time.monotonic()) < began + minutes * 60:
        owed += POSTING * count / (INTERVAL * 60)
        while owed >= 1:
            post(chance.choice(places), port)
            owed -= 1
        if restart[1] >= 0 and now >= restart[0]:
            workers.again(restart[1])
            restart = (0.0, -1)
        elif now >= next_kill:
            workers.kill(kills % WORKERS)
            restart, next_kill = (now + SECOND_START, kills % WORKERS), now + kill_every * 60
            kills += 1
        elif restart[1] < 0 and (dead := workers.dead()):
            print(f"minute {(now - began) / 60:.1f}: worker {dead[0]} ended with {workers.running[dead[0]].returncode}")
            restart = (now + SECOND_START, dead[0])
        if now >= next_sample:
            sample()
            _look(port, asked)
            next_sample += 60
        time.sleep(max(0.0, now + 1.0 - time.monotonic()))
    if restart[1] >= 0:
        workers.again(restart[1])
    return kills


def _look(port: int, asked: dict[str, Asked]) -> None:
    for address, one in statistics(port).items():
        whole = asked[address]
        whole.requests += one.requests
        whole.articles = one.articles
        gaps = [gap for gap in (whole.shortest, one.shortest) if gap is not None]
        whole.shortest = min(gaps, default=None)


def _sample(workers: Workers, server: OwnPostgres, folder: Path) -> Sample:
    mine = workers.processes()
    engine = open_database(server.url)
    with reading(engine) as connection:
        wal = connection.execute(text("SELECT sum(size) FROM pg_ls_waldir()")).scalar_one()
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        pids = connection.execute(text("SELECT pid FROM pg_stat_activity")).scalars().all()
    engine.dispose()
    kinds = {"log": 0, "archive": 0, "other": 0}
    output = folder / "output"
    for one in output.rglob("*"):
        if one.is_file():
            first = one.relative_to(output).parts[0]
            kind = "archive" if first == "archive" else "log" if one.suffix in (".jsonl", ".json") else "other"
            kinds[kind] += 1
    temporary = sum(1 for one in (folder / "scratch").rglob("*") if one.is_file())
    return Sample(
        _pss(mine),
        sum(_descriptors(one) for one in mine),
        _pss(pids),
        len(pids),
        int(wal) / MIB,
        size / MIB,
        kinds["log"],
        kinds["archive"],
        kinds["other"],
        temporary,
    )


def _pss(pids: list[int]) -> float:
    total = 0
    for one in pids:
        with suppress(OSError):  # it has ended
            for line in Path(f"/proc/{one}/smaps_rollup").read_text("ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def _descriptors(pid: int) -> int:
    with suppress(OSError):  # it has ended
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def _finish(url: str, port: int, asked: dict[str, Asked]) -> None:
    """Let the workers find what was published last."""
    end = time.monotonic() + MOST_FINISHING
    engine = open_database(url)
    while time.monotonic() < end:
        time.sleep(5)
        _look(port, asked)
        with suppress(StoreError), reading(engine) as connection:
            stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
            if stored >= sum(one.articles for one in asked.values()):
                break
    engine.dispose()


def _report(samples: list[Sample], kills: int) -> None:
    print(f"{len(samples)} minutes, {kills} kills; means of each sixth of the time, and the most of all")
    print(f"{'':18}" + "".join(f"{part + 1:>10}" for part in range(PARTS)) + f"{'most':>10}")
    rows = list(zip(*(astuple(one) for one in samples), strict=True))
    for field, row in zip(fields(Sample), rows, strict=True):
        size = max(1, len(row) // PARTS)
        parts = [mean(row[part * size : (part + 1) * size] or [float("nan")]) for part in range(PARTS)]
        print(f"{field.name:18}" + "".join(f"{one:10.1f}" for one in parts) + f"{max(row):10.1f}", flush=True)


def _stored(url: str, asked: dict[str, Asked]) -> None:
    engine = open_database(url)
    with reading(engine) as connection:
        stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
        seqs = connection.execute(select(revisions.c.seq).order_by(revisions.c.seq)).scalars().all()
        whys = Counter(connection.execute(select(runs.c.why_ended)).scalars())
    engine.dispose()
    shown = sum(one.articles for one in asked.values())
    whole = list(seqs) == list(range(1, len(seqs) + 1))
    print(f"articles shown {shown}, stored {stored}, revisions {len(seqs)}, seq without gaps: {whole}")
    print("runs:", dict(whys))
    shortest = min((one.shortest for one in asked.values() if one.shortest is not None), default=float("nan"))
    requests = sum(one.requests for one in asked.values())
    print(f"requests {requests}; from an answer to a host's next request {shortest:.3f} s at least (delay {DELAY} s)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--portals", type=int, default=200)
    parser.add_argument("--kill-every", type=float, default=4, help="minutes between two kills")
    given = parser.parse_args()
    main(given.minutes, given.portals, given.kill_every)
