"""`tintinh schedule`: so many portals at once, nothing outlives it, and what was under way when it ended is gone on with."""

import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from crawler.schedule.scheduler import LOOK_SECONDS
from tests.crawl.conftest import Site
from tests.portals import DemoPortals
from tests.schedule.processes import Command, entries, until

FEW = ("demo-joomla", "demo-drupal", "demo-epi")


@pytest.mark.skipif(sys.platform != "linux", reason="children are found under /proc, which only Linux has")
def test_killed_it_is_gone_on_with_and_told_to_stop_it_hands_back(tmp_path: Path) -> None:
    with DemoPortals(portals=FEW) as demo:
        registry = str(entries(tmp_path / "portals", demo))
        arguments = ["schedule", *FEW, "--jobs", 2, "--no-archive", "--output", tmp_path / "out", "--delay", 0.3]
        with Command(*arguments, TINTINH_PORTALS=registry) as first:
            until(lambda: sum(len(demo.log.of(one)) > 3 for one in FEW) == 2, "two portals are crawled at once")
            assert len(first.children()) == 2
            assert sum(bool(demo.log.of(one)) for one in FEW) == 2, "--jobs 2 means two"
            first.kill()
        under_way = [one for one in FEW if demo.log.of(one)]
        before = {one: len(demo.log.of(one)) for one in under_way}
        with Command(*arguments, TINTINH_PORTALS=registry) as second:
            until(lambda: all(len(demo.log.of(one)) > before[one] + 3 for one in under_way), "they are gone on with")
            assert second.stop(signal.SIGINT) == 0
        assert "Traceback" not in second.said
        for portal in under_way:
            assert f"{portal}: shutdown after" in second.said
            log = Site(demo, portal, tmp_path / "out").log()
            assert len(log) == len({record["id"] for record in log}), "stored once"
            assert demo.log.most_at_once(portal) == 1
        with sqlite3.connect(tmp_path / "out" / "tintinh.db") as store:
            ends = [why for (why,) in store.execute("SELECT why_ended FROM runs ORDER BY id")]
            assert ends == ["interrupted", "interrupted", "shutdown", "shutdown"]
            assert store.execute("SELECT DISTINCT ended_at, unfinished FROM due_state").fetchall() == [(None, 0)]
            [stored] = store.execute("SELECT count(*) FROM frontier WHERE fetched_at IS NOT NULL").fetchone()
        robots = 4
        assert stored >= len(demo.log) - robots - 4, "what was fetched is stored, except in the second before the kill"


@pytest.mark.skipif(sys.platform != "linux", reason="children are found under /proc, which only Linux has")
def test_what_a_dead_shard_had_in_hand_is_gone_on_with_before_the_next_look(tmp_path: Path) -> None:
    with DemoPortals(portals=FEW) as demo:
        registry = str(entries(tmp_path / "portals", demo))
        arguments = ["schedule", *FEW, "--jobs", 2, "--no-archive", "--output", tmp_path / "out", "--delay", 0.3]
        with Command(*arguments, TINTINH_PORTALS=registry) as schedule:
            until(lambda: sum(len(demo.log.of(one)) > 3 for one in FEW) == 2, "two portals are crawled at once")
            for pid in schedule.children():
                os.kill(pid, signal.SIGKILL)
            under_way = [one for one in FEW if demo.log.of(one)]
            before = {one: len(demo.log.of(one)) for one in under_way}
            until(
                lambda: all(len(demo.log.of(one)) > before[one] + 3 for one in under_way),
                "they are gone on with",
                0.75 * LOOK_SECONDS,
            )
            assert schedule.stop(signal.SIGINT) == 0
        assert schedule.said.count("killed by signal 9") == 2
