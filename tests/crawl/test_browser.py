"""A portal that a script fills, through the real Chromium: all of it is fetched, and nothing else."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from crawler.base.errors import UserError
from crawler.net import browser
from tests.crawl.conftest import Site, tintinh
from tests.portals import CANARY, ENTRIES, SCRIPTED, DemoPortals, entry

pytestmark = pytest.mark.timeout(120)


def chromium() -> None:
    """Skip where there is no Chromium; fail there with TINTINH_REQUIRE_ALL."""
    try:
        browser.executable()
    except UserError as reason:
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(str(reason))
        pytest.skip(f"{reason}: `make test` looks for one")


def test_every_article_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    chromium()
    with DemoPortals(portals=[SCRIPTED]) as demo:
        site = Site(demo, SCRIPTED, tmp_path)
        site.crawl("--limit", 6)
        truth = {one.key: one for one in demo.truth(SCRIPTED, "repair")}
        log = site.log()
        assert len(log) == 6
        for record in log:
            expected = truth[record["id"].split(":")[1]]
            assert (record["title"], record["body"]) == (expected.title, expected.text)
            assert record["published_at"] == expected.published_at.isoformat()
            assert record["author"] == expected.author
            assert record["provenance"]["http_status"] == 200
        asked = Counter(one.target for one in demo.log.of(SCRIPTED))
        assert not demo.log.of(CANARY), "by fetch, redirect or socket"
        assert asked["/chuyen-huong"] > 0, "it did try"
        assert not [target for target in asked if target.startswith("/anh/")]
        records = sorted((tmp_path / "archive").glob("*.warc.gz"))
        again = Site(demo, SCRIPTED, tmp_path / "again")
        demo.log.clear()
        again.crawl("--limit", 6, *(part for path in records for part in ("--from-archive", path)))
        assert [one["body"] for one in again.log()] == [one["body"] for one in log]
        assert not demo.log.of(SCRIPTED), "the archive has pages as the script left them"


def test_without_a_browser_it_is_told_in_one_line(tmp_path: Path) -> None:
    done = tintinh(
        "crawl",
        SCRIPTED,
        "--output",
        tmp_path / "out",
        TINTINH_PORTALS=str(ENTRIES),
        TINTINH_BROWSER="/nowhere/chromium",
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "TINTINH_BROWSER names /nowhere/chromium" in done.stderr


def test_a_shell_is_told_for_one(tmp_path: Path) -> None:
    (tmp_path / "demo-scripted.toml").write_text(entry(SCRIPTED).replace('render = "browser"\n', ""), "utf-8")
    with DemoPortals(portals=[SCRIPTED]) as demo:
        site = Site(demo, SCRIPTED, tmp_path / "out")
        done = tintinh(*site.arguments(), TINTINH_PORTALS=str(tmp_path))
        probed = tintinh("probe", demo.base_url(SCRIPTED), "--delay", 0)
    assert 'render = "browser" in the portal\'s entry would fill it' in done.stderr
    assert 'render = "browser"' in probed.stdout
