"""Damage between crawls, and what is left of it: `python -m bench.wrecks [--rounds N] [--seed S] [--postgres]`.

Each round articles appear and are edited, a crawl of a demo portal is let finish or killed, and something is damaged:
files of the log, its manifest or the archive cut, deleted or with a bit flipped; an older copy of the store put back; or a
crawl runs with a clock that is a year ahead. Then, in turn, `tintinh doctor --mend` and a plain crawl have to put it right, or
`tintinh log verify --mend`, `tintinh archive verify --mend` and a crawl at which all pages are due. A checker that shares no
code with the product's readers looks at the result.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.portals import DEPARTMENT, ENTRIES, DemoPortals

CLOCK_AHEAD = """
import datetime, sys
from crawler.base import clock
real = clock.now
clock.now = lambda: real() + datetime.timedelta(days=365)
from crawler.cli import main
sys.argv = ["tintinh", *sys.argv[1:]]
main()
"""


class Place:
    """One output folder with its store, and the commands that work on it."""

    def __init__(self, demo: DemoPortals, folder: Path, database: str | None) -> None:
        self.demo, self.output, self.database = demo, folder / "output", database
        self._copies = folder / "copies"
        self._copies.mkdir()
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        self._env = {
            **kept,
            "TINTINH_PORTALS": str(ENTRIES),
            "TINTINH_ATTACHMENTS": "0",
            "TINTINH_HANDOVER": "0",
            "TINTINH_PUBLISH_SECONDS": "0.5",
            "TINTINH_ARCHIVE_SEGMENT": "400000",
        }

    def crawl(self, kill_after: float | None = None, ahead: bool = False) -> int:
        """Crawl all that the portal shows; the exit code, or -9 where it was killed."""
        start = ["-c", CLOCK_AHEAD] if ahead else ["-m", "crawler.cli"]
        base = ["--base-url", self.demo.base_url(DEPARTMENT), "--delay", "0.005", "--full", "--quiet"]
        process = self._popen([*start, "crawl", DEPARTMENT, *base, *self._where()])
        try:
            process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.kill()
        said = process.communicate()[0]
        if process.returncode not in (0, -9):
            print("   crawl:", said.strip().splitlines()[-1:])
        return process.returncode

    def mend(self, doctor: bool) -> None:
        """What an operator may do: ask the doctor, or have log and archive verified."""
        apart = (["log", "verify", "--mend", *self._where()], ["archive", "verify", "--mend", *self._where()[:2]])
        for words in (["doctor", "--mend", *self._where()],) if doctor else apart:
            process = self._popen(["-m", "crawler.cli", *words])
            said = process.communicate()[0]
            for line in said.splitlines():
                if not line.endswith("\tok"):
                    print("  ", " ".join(words[:2]) + ":", line[:150])

    def keep_copy(self) -> None:
        """Keep the store as it is now; no crawl runs."""
        if self.database is None:
            number = len(list(self._copies.iterdir()))
            with (
                sqlite3.connect(self.output / "tintinh.db") as now,
                sqlite3.connect(self._copies / f"{number}.db") as copy,
            ):
                now.backup(copy)

    def put_back(self, chance: random.Random) -> str:
        """Put back an older copy of the store."""
        copy = chance.choice(sorted(self._copies.iterdir(), key=lambda one: int(one.stem))[-5:])
        for suffix in ("", "-wal", "-shm"):
            (self.output / f"tintinh.db{suffix}").unlink(missing_ok=True)
        shutil.copy(copy, self.output / "tintinh.db")
        return f"the store's copy {copy.stem}"

    def let_time_pass(self) -> None:
        """All pages are due, as they are some day: a page that the archive lost is kept again when it is fetched."""
        due = "UPDATE frontier SET due_at = 1, next_fetch_at = 1 WHERE status = 'FETCHED'"
        if self.database is None:
            with sqlite3.connect(self.output / "tintinh.db") as connection:
                connection.execute(due)
            return
        import psycopg

        with psycopg.connect(self.database) as server:
            server.execute(due)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the store, by the database's own driver."""
        if self.database is None:
            with sqlite3.connect(self.output / "tintinh.db") as connection:
                return connection.execute(query).fetchall()
        import psycopg

        with psycopg.connect(self.database) as server:
            return server.execute(query).fetchall()  # type: ignore[arg-type]

    def _where(self) -> list[str]:
        return ["--output", str(self.output), *(["--database", self.database] if self.database else [])]

    def _popen(self, words: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], env=self._env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )


# --- damage -----------------------------------------------------------------------------------------------------------


def damage(place: Place, chance: random.Random) -> str:
    """Do one kind of harm; what it was."""
    what = chance.choice(("cut", "cut", "delete", "delete", "flip", "flip", "store", "clock"))
    if what == "clock":
        place.crawl(ahead=True)
        return "a crawl a year ahead"
    if what == "store" and place.database is None:
        return place.put_back(chance)
    where = chance.choice(("log", "archive", "manifest"))
    files = {
        "log": sorted(place.output.glob(f"{DEPARTMENT}/*/*/*.jsonl")),
        "archive": sorted(place.output.glob("archive/*.warc.gz*")),
        "manifest": [place.output / "manifest.json", *sorted(place.output.glob("manifest/**/*.json"))],
    }[where]
    path = chance.choice(files[-4:])
    if what in ("cut", "store"):
        with path.open("r+b") as stream:
            stream.truncate(chance.randrange(path.stat().st_size + 1))
    elif what == "delete":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
    return f"{what} {path.relative_to(place.output)}"


# --- the checker ------------------------------------------------------------------------------------------------------


class Checker:
    """Looks at files and rows by its own means, and remembers every line that was ever published."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._published: dict[int, bytes] = {}

    def remember(self) -> None:
        """Note what a consumer may have read by now."""
        for seq, line in self._lines(strict=False):
            self._published.setdefault(seq, line)

    def faults(self, wanted: set[str]) -> Iterator[str]:
        """What is wrong, in words."""
        lines = list(self._lines(strict=True))
        seqs = [seq for seq, _ in lines]
        if sorted(seqs) != list(range(1, len(seqs) + 1)):
            yield f"seqs are not 1 to {len(seqs)} without gaps or repeats"
        held = dict(lines)
        for seq, line in self._published.items():
            if held.get(seq) != line:
                yield f"seq {seq} was published and is " + ("different" if seq in held else "gone")
        stored = {seq: record.encode() for seq, record in self._place.rows("SELECT seq, record FROM revisions")}
        if stored != held:
            yield f"the store has {len(stored)} records, the log {len(held)}, and they are not the same"
        latest: dict[str, dict[str, Any]] = {}
        for _, line in sorted(lines):
            record = json.loads(line)
            latest[record["id"]] = record
        ids = [row[0] for row in self._place.rows("SELECT id FROM articles")]
        if len(ids) != len(set(ids)) or set(ids) != set(latest):
            yield f"the store has {len(ids)} articles, the log {len(latest)}"
        if missing := wanted - {one.partition(":")[2] for one in latest}:
            yield f"articles that the portal shows are missing: {sorted(missing)[:5]}"
        yield from self._pages(latest)
        self.remember()

    def _pages(self, latest: dict[str, dict[str, Any]]) -> Iterator[str]:
        places = {url: (name, offset) for url, name, offset in self._place.rows(
            "SELECT url, warc_file, warc_offset FROM captures")}  # fmt: skip
        gone = 0
        for record in latest.values():
            own = (record["provenance"]["warc_file"], record["provenance"]["warc_offset"])
            there = self._page(*own)
            if there not in (None, record["url"]):
                yield f"{record['id']}: at its place in the archive is {there}"
            if there is None:
                gone += 1
                if record["url"] not in places:
                    yield f"{record['id']}: its page is nowhere"
                elif self._page(*places[record["url"]]) != record["url"]:
                    yield f"{record['id']}: its page was lost and not kept again"

    def _page(self, name: str, offset: int) -> str | None:
        """The address of the whole answer at a place of the archive; None where none is."""
        for path in (self._place.output / "archive" / one for one in (name, f"{name}.open")):
            if not path.exists():
                continue
            with path.open("rb") as stream:
                stream.seek(offset)
                member = zlib.decompressobj(31)
                try:
                    text = member.decompress(stream.read())
                except zlib.error:
                    return None
            if not member.eof:
                return None
            head = dict(
                line.split(": ", 1)
                for line in text.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
                if ": " in line
            )
            return head.get("WARC-Target-URI", "").strip("<>") if head.get("WARC-Type") == "response" else None
        return None

    def _lines(self, strict: bool) -> Iterator[tuple[int, bytes]]:
        """The lines of the log, by the manifest and its digests. What is damaged is passed over unless `strict`."""
        root = self._place.output
        try:
            head = json.loads((root / "manifest.json").read_bytes())
            parts = [json.loads(_whole(root, part)) for part in head["parts"]]
        except (OSError, ValueError, KeyError):
            if strict:
                raise
            return
        for segment in (one for part in parts for one in part):
            try:
                content = _whole(root, segment)
            except (OSError, ValueError):
                if strict:
                    raise
                continue
            for line in content.splitlines():
                yield json.loads(line)["seq"], line


def _whole(root: Path, named: dict[str, Any]) -> bytes:
    content = (root / named["path"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != named["sha256"]:
        raise ValueError(f"{named['path']} has another digest")
    return content


# --- rounds -----------------------------------------------------------------------------------------------------------


def main(rounds: int, seed: int, postgres: bool) -> int:
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="tintinh-wrecks-"))
    server: Any = None
    if postgres:
        from bench.own_postgres import OwnPostgres

        server = OwnPostgres()
    kinds: Counter[str] = Counter()
    wrong = 0
    with DemoPortals(portals=(DEPARTMENT,)) as demo:
        place = Place(demo, folder, server.url if server else None)
        checker = Checker(place)
        begin = time.monotonic()
        place.crawl()
        seconds = time.monotonic() - begin
        place.keep_copy()
        checker.remember()
        for number in range(1, rounds + 1):
            demo.publish_new(DEPARTMENT)
            place.crawl(kill_after=chance.uniform(0.2, 1.0) * seconds if chance.random() < 0.5 else None)
            checker.remember()
            what = damage(place, chance)
            kinds[what.split()[0]] += 1
            print(f"round {number}: {what}", flush=True)
            doctor = number % 2 == 1
            place.mend(doctor)
            if not doctor:
                place.let_time_pass()
            place.crawl()
            shown = {one.key for one in demo.truth(DEPARTMENT) if one.reachable and not one.blocked_first}
            faults = _all(lambda: list(checker.faults(shown)))  # noqa: B023
            for fault in faults:
                print("   WRONG:", fault, flush=True)
            wrong += bool(faults)
            place.keep_copy()
    if server is not None:
        server.remove()
    print(f"{rounds} rounds, {wrong} of them with faults; damage: {dict(kinds)}; {folder}")
    return 1 if wrong else 0


def _all(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except (OSError, ValueError) as error:
        return [f"the log cannot be read: {error}"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    sys.exit(main(given.rounds, given.seed, given.postgres))
