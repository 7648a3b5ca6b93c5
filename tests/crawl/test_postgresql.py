"""Crawls into PostgreSQL, as into SQLite: the same store and the same log, and nothing lost on kill -9."""

import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crawler.demo import DEPARTMENT, DemoPortals
from crawler.storage.database import open_database, reading
from tests.crawl.conftest import ROOT, Site, command, environment, tintinh
from tests.crawl.test_kill import titles

KILLS = int(os.environ.get("TINTINH_KILLS", "5"))


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


STORED = (
    "SELECT id, title, published_at, meeting_kind, duplicate_of, similarity, content_hash, revision, seq"
    " FROM articles ORDER BY seq"
)
FRONTIER = "SELECT key, kind, section, depth, status, hint, http_status FROM frontier ORDER BY id"


def test_both_databases_hold_the_same(demo: DemoPortals, tmp_path: Path, postgres_url: str) -> None:
    site = Site(demo, DEPARTMENT, tmp_path / "sqlite")
    server = ServerSite(demo, DEPARTMENT, tmp_path / "server", postgres_url)
    assert site.crawl("--full") == server.crawl("--full")
    assert server.rows(STORED) == site.rows(STORED)
    assert server.rows(FRONTIER) == site.rows(FRONTIER)
    assert [{**record, "provenance": None} for record in server.log()] == [
        {**record, "provenance": None} for record in site.log()
    ]
    assert not (tmp_path / "server" / "tintinh.db").exists()
    again = server.crawl()
    assert (again["new"], again["updated"]) == (0, 0)
    found = tintinh("search", "hoi", "nghi", "--limit", 500, "--database", postgres_url)
    assert found.returncode == 0, found.stderr
    here = tintinh("search", "hoi", "nghi", "--limit", 500, "--output", site.output).stdout
    assert len(found.stdout.splitlines()) > 2
    assert sorted(found.stdout.splitlines()) == sorted(here.splitlines())


@pytest.mark.timeout(60 + 10 * KILLS)
def test_kills_at_random_moments_cost_nothing_on_a_server(demo: DemoPortals, tmp_path: Path, postgres_url: str) -> None:
    whole = Site(demo, DEPARTMENT, tmp_path / "whole")
    started = time.monotonic()
    whole.crawl("--full", "--delay", 0.005)
    seconds = time.monotonic() - started
    site = ServerSite(demo, DEPARTMENT, tmp_path / "killed", postgres_url)
    chance = random.Random(21)
    for _ in range(KILLS):
        crawl = subprocess.Popen(
            command(*site.arguments("--full", "--delay", 0.005)),
            env=environment(),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
        seqs = [record["seq"] for record in site.log()]
        assert seqs == list(range(1, len(seqs) + 1))
    site.crawl("--full")
    log = site.log()
    assert [record["seq"] for record in log] == list(range(1, len(log) + 1))
    assert all(record["revision"] == 1 for record in log), "a rerun stored an article twice"
    blocked = {one.key for one in demo.truth(DEPARTMENT) if one.blocked_first}  # counts its visitors, see test_kill
    assert titles(site, blocked) == titles(whole, blocked)
    indexed = site.rows("SELECT (SELECT count(*) FROM article_words), (SELECT count(*) FROM revisions)")
    assert indexed[0][0] == indexed[0][1] == len(log)


def test_a_server_that_is_not_there_is_one_clear_line(demo: DemoPortals, tmp_path: Path) -> None:
    site = ServerSite(demo, DEPARTMENT, tmp_path, "postgresql://127.0.0.1:1/none?connect_timeout=2")
    done = tintinh(*site.arguments())
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "error: the store postgresql" in line
    assert "Traceback" not in done.stderr
