"""Pages read by reader processes: the same log, in the same order, as when they are read where they are fetched."""

import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.crawl.conftest import ROOT, Site, command, environment
from tests.portals import DEPARTMENT, ENTRIES, NEWSPAPER, DemoPortals, entry
from tests.schedule.processes import Command, alive, until

pytestmark = pytest.mark.timeout(180)

# What differs between two crawls of one portal, whoever reads: moments, and the ports of the servers.
_MOMENTS = re.compile(r'"fetched_at":"[^"]*"|"revised_at":"[^"]*"|"stored_at":"[^"]*"')
_HOSTS = re.compile(r"http://127\.0\.0\.\d+:\d+/")


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    """The demo portals' entries, and one of a portal of which only the address is known."""
    folder = tmp_path / "entries"
    folder.mkdir()
    for portal in (DEPARTMENT, NEWSPAPER):
        (folder / f"{portal}.toml").write_text(entry(portal), "utf-8")
    unknown = [
        line for line in entry("demo-drupal").splitlines() if not line.startswith(("sections", "[", "attachment"))
    ]
    (folder / "demo-drupal.toml").write_text("\n".join(unknown), "utf-8")
    return folder


def crawled(portal: str, output: Path, entries: Path, readers: int) -> tuple[list[str], list[str]]:
    """The log's lines and the frontier's rows after a crawl of a portal that nobody visited before."""
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, output)
        site.crawl("--no-archive", TINTINH_READERS=str(readers), TINTINH_PORTALS=str(entries))
        lines = [
            _HOSTS.sub("http://portal/", _MOMENTS.sub("", line))
            for path in sorted((output / portal).rglob("*.jsonl"))
            for line in path.read_text("utf-8").splitlines()
        ]
        found = site.rows("SELECT key, kind, status, section, depth, reason FROM frontier ORDER BY id")
        rows = [_HOSTS.sub("http://portal/", repr(row)) for row in found]
    return sorted(lines, key=_seq), rows


def _seq(line: str) -> int:
    found = re.search(r'"seq":(\d+)', line)
    assert found
    return int(found[1])


@pytest.mark.parametrize("portal", [DEPARTMENT, NEWSPAPER, "demo-drupal"])
def test_the_log_is_the_same_byte_for_byte_with_any_number_of_readers(
    portal: str, tmp_path: Path, entries: Path
) -> None:
    found = crawled(portal, tmp_path / "0", entries, 0)
    assert len(found[0]) > 20
    assert crawled(portal, tmp_path / "1", entries, 1) == found
    assert crawled(portal, tmp_path / "2", entries, 2) == found


def test_pages_that_break_their_reader_cost_themselves_and_are_set_aside(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, DEPARTMENT, tmp_path)
    fine = [one for one in demo.truth(DEPARTMENT) if one.reachable and not one.blocked_first]
    how = ("hangs", "dies", "is_killed", "takes_all_memory")
    broken = dict(zip((fine[number].key for number in (2, 5, 6, 9)), how, strict=True))
    done = subprocess.run(
        command(*site.arguments()),
        env=environment(
            TINTINH_READERS="1",
            TINTINH_READER_SECONDS="2",
            TINTINH_READER_MEGABYTES="512",
            BREAKING=",".join(f"{key}={job}" for key, job in broken.items()),
            PYTHONPATH=f"{ROOT / 'tests/crawl/breaking'}:{ROOT}",
        ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {one.key for one in fine} - set(site.latest()) == set(broken)
    reasons = {
        next(job for key, job in broken.items() if key in url): (article, reason, status)
        for url, article, reason, status in site.rows(
            "SELECT q.url, q.article, q.reason, f.status FROM quarantine q"
            " JOIN frontier f ON f.url = q.url AND f.reason = q.reason"
        )
    }
    assert {job: reason for job, (_, reason, _) in reasons.items()} == {
        "hangs": "takes more than 2 s to be read",
        "dies": "breaks its reader: exit code 3",
        "is_killed": "breaks its reader: SIGSEGV",
        "takes_all_memory": "needs more than 512 MiB to be read",
    }
    assert {status for *_, status in reasons.values()} == {"FETCH_ERROR"}
    assert all(article.startswith(f"{DEPARTMENT}:") for article, *_ in reasons.values())
    for key in broken:
        assert re.search(rf"{key}\S* (?:takes|needs|breaks)", done.stderr), "a person is told of each"


def readers_of(crawl: Command) -> list[int]:
    """The reader processes that a crawl has started; none once it has ended."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for pid in crawl.children():
            if b"crawler.readers.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def test_readers_that_are_killed_cost_nothing(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, DEPARTMENT, tmp_path)
    seen: dict[int, int] = {}  # readers, and how many pages were fetched before they started
    killed: set[int] = set()
    with Command(*site.arguments("--delay", 0.05), TINTINH_READERS="1") as crawl:
        while alive(crawl.process.pid):
            time.sleep(0.02)
            fetched = len(demo.log.of(DEPARTMENT))
            for pid in readers_of(crawl):
                # More were fetched since than can be in flight, so it has read some.
                if fetched > seen.setdefault(pid, fetched) + 20 and pid not in killed:
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
        assert crawl.process.wait() == 0, crawl.said
    assert len(killed) > 1
    expected = {one.key for one in demo.truth(DEPARTMENT) if one.reachable and not one.blocked_first}
    assert expected <= set(site.latest())
    assert site.rows("SELECT count(*) FROM quarantine") == [(0,)]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_reader_outlives_the_crawl(demo: DemoPortals, tmp_path: Path, signum: signal.Signals) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    with Command(*site.arguments("--delay", 0.1), TINTINH_READERS="2") as crawl:
        until(lambda: readers_of(crawl), "a reader has started")
        readers = readers_of(crawl)
        crawl.stop(signum)
        until(lambda: not any(alive(one) for one in readers), "readers end with the crawl", 10)


def test_a_visit_without_news_starts_no_reader(tmp_path: Path) -> None:
    portal = "demo-drupal"  # no page of it fails, so none is due again
    with DemoPortals(portals=[portal]) as demo:
        site = Site(demo, portal, tmp_path)
        site.crawl(TINTINH_READERS="0")
        asked = len(demo.log.of(portal))
        with Command(*site.arguments("--delay", 0.1), TINTINH_READERS="1", TINTINH_PORTALS=str(ENTRIES)) as crawl:
            while alive(crawl.process.pid):
                assert not readers_of(crawl)
                time.sleep(0.01)
            assert crawl.process.wait() == 0, crawl.said
        assert len(demo.log.of(portal)) > asked
