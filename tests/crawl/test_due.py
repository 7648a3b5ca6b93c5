"""`tintinh crawl --due` as cron runs it: idempotent, locked per portal and host, crawling what is due and no more."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crawler.commands.app import app
from tests.crawl.conftest import Site, started, tintinh
from tests.portals import DemoPortals
from tests.schedule.processes import entries

FEW = ("demo-joomla", "demo-drupal")


@pytest.fixture(scope="module")
def served() -> Iterator[DemoPortals]:
    with DemoPortals(portals=FEW) as portals:
        yield portals


def due(output: Path, registry: Path, *more: object) -> subprocess.CompletedProcess[str]:
    options = ["--delay", 0, "--no-archive", "--output", output]
    own = {"TINTINH_PORTALS": str(registry), "TINTINH_LOCATION": "may-thu"}
    return tintinh("crawl", *FEW, "--due", *options, *more, **own)


def told_runs(output: Path) -> list[dict[str, Any]]:
    """What `tintinh runs --json` prints."""
    done = CliRunner().invoke(app, ["runs", "--json", "--output", str(output)])
    assert done.exit_code == 0
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def test_a_round_crawls_all_that_are_due_and_the_next_one_nothing(served: DemoPortals, tmp_path: Path) -> None:
    registry = entries(tmp_path / "portals", served)
    first = due(tmp_path / "out", registry, "--jobs", 2)
    assert first.returncode == 0, first.stderr
    rows = [line.split("\t") for line in first.stdout.splitlines()]
    assert sorted(row[0] for row in rows[1:]) == sorted(FEW)
    assert {row[-2] for row in rows[1:]} == {"finished"}
    for portal in FEW:
        site = Site(served, portal, tmp_path / "out")
        expected = {one.key for one in served.truth(portal)}
        assert {record["id"].split(":", 1)[1] for record in site.log()} == expected
        assert served.log.most_at_once(portal) == 1
    asked = len(served.log)
    second = due(tmp_path / "out", registry)
    assert second.returncode == 0, second.stderr
    assert second.stdout.splitlines() == [first.stdout.splitlines()[0]]
    assert len(served.log) == asked, "nothing was due, so nothing may be asked"
    [newest, *_] = told_runs(tmp_path / "out")
    assert newest["location"] == "may-thu"
    assert newest["why_ended"] == "finished"
    assert newest["versions"].keys() >= {"tintinh", "scrapy", "python"}
    assert sum(newest["requests"].values()) == len(served.log.of(newest["portal"]))
    assert newest["counts"]["new"] == len(served.truth(newest["portal"]))
    alone = tintinh("crawl", FEW[0], "--due", "--output", tmp_path / "out", TINTINH_PORTALS=str(registry))
    assert alone.returncode == 0
    assert alone.stderr.startswith(f"{FEW[0]} is not due before ")


def test_a_second_one_says_so_and_leaves(served: DemoPortals, tmp_path: Path) -> None:
    registry = entries(tmp_path / "portals", served, delay="0.3")
    portal, output = FEW[0], tmp_path / "out"
    served.log.clear()
    arguments = ["crawl", portal, "--due", "--quiet", "--no-archive", "--output", output]
    first = started(*arguments, TINTINH_PORTALS=str(registry))
    try:
        while not served.log.of(portal):
            assert first.poll(0.02) is None, first.stderr
        second = tintinh(*arguments, TINTINH_PORTALS=str(registry))
        assert (second.returncode, second.stderr) == (0, f"{portal} is being crawled by another process\n")
        by_hand = tintinh("crawl", portal, "--quiet", "--output", output, TINTINH_PORTALS=str(registry))
        assert (by_hand.returncode, by_hand.stderr) == (2, f"error: {portal} is being crawled by another process\n")
        first.send_signal(signal.SIGTERM)
        assert first.wait() == 0, first.stderr
    finally:
        first.close()
    # It was told to stop before it was done: the portal is due at once.
    again = tintinh(*arguments, "--delay", 0, TINTINH_PORTALS=str(registry))
    assert again.returncode == 0, again.stderr
    site = Site(served, portal, output)
    assert len(site.log()) == len(served.truth(portal))
    assert site.rows("SELECT why_ended FROM runs ORDER BY id") == [("shutdown",), ("finished",)]
    assert served.log.most_at_once(portal) == 1


def test_what_due_does_not_go_with_is_one_line(tmp_path: Path) -> None:
    done = tintinh("crawl", "--due", "--full", "--output", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: --due decides what to fetch")
