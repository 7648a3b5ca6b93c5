"""`tintinh schedule`: so many portals at once, nothing outlives it, and what was under way when it ended is gone on with."""

import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from crawler.demo import DemoPortals
from tests.crawl.conftest import Site
from tests.schedule.processes import Command, entries, until

FEW = ("demo-joomla", "demo-drupal", "demo-epi")


@pytest.mark.skipif(sys.platform != "linux", reason="children are found under /proc, which only Linux has")
def test_killed_and_started_again_it_goes_on_and_stops_cleanly(tmp_path: Path) -> None:
    with DemoPortals(portals=FEW) as demo:
        registry = str(entries(tmp_path / "portals", demo))
        arguments = ["schedule", *FEW, "--jobs", 2, "--no-archive", "--output", tmp_path / "out"]
        with Command(*arguments, "--delay", 0.2, TINTINH_PORTALS=registry) as first:
            until(lambda: sum(len(demo.log.of(one)) > 3 for one in FEW) == 2, "two portals are crawled at once")
            assert len(first.children()) == 2
            assert sum(bool(demo.log.of(one)) for one in FEW) == 2, "--jobs 2 means two"
            first.kill()
        with Command(*arguments, "--delay", 0, TINTINH_PORTALS=registry) as second:
            until(lambda: second.said.count("finished after") == 3, "all portals are crawled to the end")
            assert second.stop(signal.SIGTERM) == 0
        assert "Traceback" not in second.said
        for portal in FEW:
            log = Site(demo, portal, tmp_path / "out").log()
            assert {record["id"].split(":", 1)[1] for record in log} == {one.key for one in demo.truth(portal)}
            assert len(log) == len(demo.truth(portal)), "stored once"
            assert demo.log.most_at_once(portal) == 1
        with sqlite3.connect(tmp_path / "out" / "tintinh.db") as store:
            ends = [why for (why,) in store.execute("SELECT why_ended FROM runs ORDER BY id")]
        assert sorted(ends) == ["finished"] * 3 + ["interrupted"] * 2


def test_told_to_stop_in_the_middle_it_hands_back(tmp_path: Path) -> None:
    with DemoPortals(portals=FEW[:1]) as demo:
        registry = str(entries(tmp_path / "portals", demo))
        arguments = ["schedule", FEW[0], "--no-archive", "--output", tmp_path / "out", "--delay", 0.3]
        with Command(*arguments, TINTINH_PORTALS=registry) as only:
            until(lambda: len(demo.log) > 4, "the crawl is under way")
            assert only.stop(signal.SIGINT) == 0
        assert f"{FEW[0]}: shutdown after" in only.said
        with sqlite3.connect(tmp_path / "out" / "tintinh.db") as store:
            assert store.execute("SELECT ended_at, unfinished FROM plans").fetchall() == [(None, 0)]
            stored = store.execute("SELECT count(*) FROM frontier WHERE fetched_at IS NOT NULL").fetchone()[0]
        assert stored >= len(demo.log) - 2, "what was had is stored (robots.txt is no page)"
