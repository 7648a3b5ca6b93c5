"""Nothing is lost on kill -9: whatever moment it comes at, the next runs complete the store and the log."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from crawler.demo import DEPARTMENT, DemoPortals
from tests.crawl.conftest import ROOT, Site, command, environment

KILLS = int(os.environ.get("TINTINH_KILLS", "5"))


@pytest.mark.timeout(60 + 10 * KILLS)
def test_kills_at_random_moments_cost_nothing(demo: DemoPortals, tmp_path: Path) -> None:
    whole = Site(demo, DEPARTMENT, tmp_path / "whole")
    started = time.monotonic()
    whole.crawl("--full", "--delay", 0.005)
    seconds = time.monotonic() - started
    site = Site(demo, DEPARTMENT, tmp_path / "killed")
    chance = random.Random(20)
    for _ in range(KILLS):
        arguments = command(*site.arguments("--full", "--delay", 0.005))
        crawl = subprocess.Popen(
            arguments, env=environment(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
        check_log(site)
    site.crawl("--full")
    check_log(site)
    # What is blocked at first counts its visitors, whoever they are: kills may get one further or not.
    blocked = {one.key for one in demo.truth(DEPARTMENT) if one.blocked_first}
    assert titles(site, blocked) == titles(whole, blocked)
    assert all(record["revision"] == 1 for record in site.log()), "a rerun stored an article twice"
    assert site.rows("SELECT count(*) FROM articles") == [(len(site.latest()),)]
    ends = [why for (why,) in site.rows("SELECT why_ended FROM runs ORDER BY id")]
    assert ends[-1] == "finished"
    assert set(ends[:-1]) <= {"interrupted", "finished"}


def titles(site: Site, left_out: set[str]) -> dict[str, str]:
    return {key: record["title"] for key, record in site.latest().items() if key not in left_out}


def check_log(site: Site) -> None:
    """Every line valid, no `seq` twice, none left out."""
    seqs = [record["seq"] for record in site.log()]
    assert seqs == list(range(1, len(seqs) + 1))
