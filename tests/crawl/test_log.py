"""The log through the command, as an operator meets damage and old stores: one line that says what to do, and then it is done."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crawler.log.manifest import read_manifest
from tests.crawl.checks import check_log
from tests.crawl.conftest import Site, tintinh
from tests.portals import DEPARTMENT, ENTRIES, DemoPortals


@pytest.fixture
def site(demo: DemoPortals, tmp_path: Path) -> Site:
    return Site(demo, DEPARTMENT, tmp_path / "output")


def crawl(site: Site, *more: object) -> subprocess.CompletedProcess[str]:
    return tintinh(*site.arguments(*more), TINTINH_PORTALS=str(ENTRIES))


def tail(site: Site) -> list[dict[str, Any]]:
    done = tintinh("tail", "--output", site.output)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_older_store_put_back_is_refused_until_it_has_what_was_published(site: Site) -> None:
    site.crawl("--limit", 3)
    older = site.output.parent / "older.db"
    shutil.copy(site.output / "tintinh.db", older)
    site.crawl("--full")
    published = tail(site)
    for path in site.output.glob("tintinh.db*"):
        path.unlink()
    shutil.copy(older, site.output / "tintinh.db")
    refused = crawl(site, "--full")
    assert refused.returncode == 2
    assert "`tintinh log verify --mend`" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert tail(site) == published
    found = tintinh("log", "verify", "--output", site.output)
    assert (found.returncode, len(found.stdout.splitlines())) == (1, 1)
    mended = tintinh("log", "verify", "--mend", "--output", site.output)
    assert (mended.returncode, mended.stdout.rstrip().split("\t")[2]) == (0, "mended")
    assert tintinh("log", "verify", "--output", site.output).returncode == 0
    counts = site.crawl("--full")
    assert counts["new"] == 0
    assert tail(site) == published
    check_log(site)


def test_a_store_that_was_deleted_is_made_of_the_log(site: Site) -> None:
    site.crawl("--full")
    published = tail(site)
    for path in site.output.glob("tintinh.db*"):
        path.unlink()
    assert crawl(site).returncode == 2
    assert tintinh("log", "verify", "--mend", "--output", site.output).returncode == 0
    counts = site.crawl("--full")
    assert counts["new"] == 0
    assert tail(site) == published


def test_damage_is_one_line_for_readers_and_gone_after_the_next_crawl(site: Site) -> None:
    site.crawl("--limit", 3)
    published = tail(site)
    path = site.output / read_manifest(site.output).segments[0].path
    path.write_bytes(path.read_bytes()[:-100])
    for command in (("tail",), ("export", site.output.parent / "export"), ("mirror", site.output.parent / "mirror")):
        done = tintinh(*command, "--output", site.output)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "`tintinh log verify --mend`" in done.stderr
    done = crawl(site)
    assert done.returncode == 0
    assert "written again from the store" in done.stderr
    assert tail(site)[: len(published)] == published


def test_nothing_to_verify_is_one_line(tmp_path: Path) -> None:
    done = tintinh("log", "verify", "--output", tmp_path / "none")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
