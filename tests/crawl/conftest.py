"""Crawls as a user runs them: the command in a process of its own, against the demo portals on loopback."""

import atexit
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crawler.database.engine import reading
from crawler.database.opening import open_database
from tests.portals import ENTRIES, DemoPortals
from tests.preloaded import Preloaded, Run

ROOT = Path(__file__).parents[2]
PRELOADED = Preloaded()
atexit.register(PRELOADED.stop)


@pytest.fixture
def demo() -> Iterator[DemoPortals]:
    with DemoPortals() as portals:
        yield portals


def started(*arguments: object, **env: str) -> Run:
    """The command, for tests that watch, stop or kill it."""
    return PRELOADED.start([str(argument) for argument in arguments], environment(**env))


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", *(str(argument) for argument in arguments)]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    # A host that fails rests for moments here, not minutes.
    rests = {
        "TINTINH_REST_FIRST": "0.2",
        "TINTINH_REST_MOST": "0.5",
        "TINTINH_REST_TOTAL": "1",
        "TINTINH_HANDOVER": "0",
    }
    # A reader takes as long to start as a crawl of a demo portal; test_readers.py shows that it reads the same.
    # Files are another matter, see test_attachments.py; without them each article is stored once.
    fast = {"TINTINH_READERS": "0", "TINTINH_ATTACHMENTS": "0"}
    return {**kept, **rests, **fast, "PYTHONPATH": str(ROOT), **more}


def tintinh(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; nobody is at its terminal."""
    return PRELOADED.run([str(argument) for argument in arguments], environment(**env), timeout=100)


@dataclass
class Site:
    """One demo portal, an output folder, and what a crawl of the one into the other left."""

    demo: DemoPortals
    portal: str
    output: Path

    def arguments(self, *more: object) -> list[object]:
        options = ["--base-url", self.demo.base_url(self.portal), "--delay", 0, "--output", self.output]
        return ["crawl", self.portal, *options, *more]

    def crawl(self, *more: object, **env: str) -> dict[str, int]:
        """Crawl; returns the counts of the summary."""
        done = tintinh(*self.arguments(*more), **{"TINTINH_PORTALS": str(ENTRIES), **env})
        assert done.returncode == 0, done.stderr
        heading, row = done.stdout.splitlines()[-2:]
        return {
            name: int(value)
            for name, value in zip(heading.split("\t"), row.split("\t"), strict=True)
            if value.isdigit() and name != "seconds"
        }

    def log(self) -> list[dict[str, Any]]:
        """The records of the JSONL log in `seq` order; fails on a line that is no JSON."""
        paths = (self.output / self.portal).rglob("*.jsonl")
        records = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
        return sorted(records, key=lambda record: int(record["seq"]))

    def latest(self) -> dict[str, dict[str, Any]]:
        """The newest revision of each article, by the site's own id."""
        return {record["id"].split(":", 1)[1]: record for record in self.log()}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.output / "tintinh.db") as connection:
            return connection.execute(query).fetchall()


@dataclass
class ServerSite(Site):
    """A demo portal that is crawled into a database server."""

    database: str = ""

    def arguments(self, *more: object) -> list[object]:
        return super().arguments("--database", self.database, *more)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        engine = open_database(self.database)
        with reading(engine) as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found
