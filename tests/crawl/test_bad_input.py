"""What a person can get wrong, and what a portal can: one clear line, and the rest of the run unharmed."""

import resource
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.crawl.conftest import ROOT, Site, command, environment, tintinh
from tests.portals import DEPARTMENT, NEWSPAPER, DemoPortals
from tests.portals.faults import FaultKind


def fails_clearly(done: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert done.returncode == code, done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, done.stderr
    assert words in errors[0]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "demo-so-song-lan"], "did you mean demo-so-song-lam"),
        (["crawl", "khong-co-gi"], "`tintinh list` prints all of them"),
        (["crawl"], "name the portals"),
        (["crawl", "--all", "ha-noi-sotttt"], "name the portals"),
        (["crawl", "ha-noi-sotttt", "demo-so-song-lam", "--base-url", "http://x"], "one portal"),
        (["crawl", "ha-noi-sotttt", "--base-url", "nonsense"], "--base-url"),
        (["status", "--output", "/nonexistent/x"], "nothing was crawled"),
    ],
)
def test_a_wrong_word_on_the_command_line(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = tintinh(*arguments, TINTINH_OUTPUT=str(tmp_path))
    fails_clearly(done, 2, words)


def test_an_output_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    fails_clearly(tintinh("crawl", NEWSPAPER, "-o", tmp_path / "file" / "x"), 2, "cannot write to the output folder")


@pytest.mark.parametrize("content", [b"", b"khong phai WARC" * 99])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    done = tintinh("crawl", NEWSPAPER, "-o", tmp_path / "o", "--from-archive", path)
    fails_clearly(done, 2, "a.warc.gz")


def test_an_unreachable_host(tmp_path: Path) -> None:
    done = tintinh("crawl", NEWSPAPER, "-o", tmp_path, "--base-url", "http://127.0.0.1:1/", "--delay", 0)
    fails_clearly(done, 2, "nothing could be fetched")


def test_a_locked_store(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    site.crawl("--limit", 2)
    before = site.log()
    other = sqlite3.connect(tmp_path / "tintinh.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = tintinh(*site.arguments(), TINTINH_BUSY_SECONDS="0.2")
    other.execute("ROLLBACK")
    other.close()
    fails_clearly(done, 2, "locked")
    assert site.log() == before
    site.crawl()
    assert len(site.log()) > len(before)


def test_a_full_disk(demo: DemoPortals, tmp_path: Path) -> None:
    """A limit on file sizes stands in for the full disk: writes fail in the middle of the run."""
    site = Site(demo, DEPARTMENT, tmp_path)
    most = 160 * 1024

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    settings = {"timeout": 60, "cwd": ROOT, "env": environment(), "preexec_fn": limit}
    done = subprocess.run(command(*site.arguments()), capture_output=True, text=True, check=False, **settings)
    fails_clearly(done, 2, "cannot be")
    site.crawl()
    assert [record["seq"] for record in site.log()] == list(range(1, len(site.latest()) + 1))
    truth = {one.key for one in demo.truth(DEPARTMENT) if one.reachable and not one.blocked_first}
    assert truth <= set(site.latest())


def test_bad_pages_cost_no_other(demo: DemoPortals, tmp_path: Path) -> None:
    kinds: tuple[FaultKind, ...] = ("error", "reset", "empty", "huge", "nul", "block")
    truth = [one for one in demo.truth(NEWSPAPER) if one.reachable and not one.blocked_first]
    victims = dict(zip(kinds, truth[2::5], strict=False))
    assert len(victims) == len(kinds)
    for kind, victim in victims.items():
        for address in victim.addresses:
            demo.set_fault(NEWSPAPER, kind, prefix="/" + address.split("/", 3)[3])
    site = Site(demo, NEWSPAPER, tmp_path)
    site.crawl()
    assert set(site.latest()) == {one.key for one in truth} - {victim.key for victim in victims.values()}
    for kind, victim in victims.items():
        [(status, reason)] = site.rows(f"SELECT status, reason FROM frontier WHERE key LIKE '{victim.key}~%'")
        assert status in ("FETCH_ERROR", "BLOCKED"), kind
        assert reason, kind


def test_a_portal_down_for_a_while_costs_no_article(demo: DemoPortals, tmp_path: Path) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    site.crawl("--limit", 5)
    demo.set_fault(NEWSPAPER, "error")
    done = tintinh(*site.arguments())
    fails_clearly(done, 2, "HTTP 500")
    assert len(site.latest()) == 5
    demo.clear_faults(NEWSPAPER)
    with sqlite3.connect(tmp_path / "tintinh.db") as connection:
        connection.execute("UPDATE frontier SET due_at = 0 WHERE status = 'FETCH_ERROR'")  # an hour passes
    site.crawl()
    truth = {one.key for one in demo.truth(NEWSPAPER) if one.reachable and not one.blocked_first}
    assert truth <= set(site.latest())


def test_a_broken_registry_entry_names_file_and_key(tmp_path: Path) -> None:
    for name, text in {
        "a.toml": "name = ",
        "b.toml": 'name = "B"\nkind = "portal"\nstart = "ftp://x"\nfarbe = 1',
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    fails_clearly(tintinh("crawl", "a", TINTINH_PORTALS=str(tmp_path)), 2, "a.toml: not valid TOML")
    done = tintinh("crawl", "b", TINTINH_PORTALS=str(tmp_path))
    fails_clearly(done, 2, "b.toml: ")
    for key in ("start", "farbe", "evidence"):
        assert f"{key}: " in done.stderr
