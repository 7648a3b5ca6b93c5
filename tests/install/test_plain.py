"""`pip install .` without extras, used from another folder: a command works, or says in one line what it needs."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.commands.lazy import COMMANDS
from tests.install.environments import ROOT, TOPS, Installed

DEMO = ("--output", "output/demo")
PAGE = "<html><head><title>Họp</title></head><body><h1>Họp giao ban tháng 7</h1><p>{}</p></body></html>".format(
    "Sáng 21/7/2022, Sở họp giao ban tháng 7 và bàn nhiệm vụ tháng 8. " * 6
)
POSTGRES = ("--database", "postgresql://nobody@127.0.0.1:1/none")
# Command → its arguments, its exit code, and what it must say.
USES: dict[str, tuple[tuple[str, ...], int, str]] = {
    "list": ((), 0, "demo-so-song-lam"),
    "status": (DEMO, 0, "demo-so-song-lam"),
    "runs": (DEMO, 0, "demo-so-song-lam"),
    "gaps": (DEMO, 0, "portal"),
    "search": (("họp", *DEMO), 0, "họp"),
    "watch": (DEMO, 2, "there are no rules"),
    "metrics": (("--once", *DEMO), 0, "tintinh_"),
    "tail": (DEMO, 0, '"seq":1'),
    "log": (("verify", *DEMO), 0, ""),
    "archive": (("verify", *DEMO), 0, "ok"),
    "export": (("out", "--format", "parquet", *DEMO), 0, "records in"),
    "mirror": (("copy", *DEMO), 0, "segments copied"),
    "diff": (("no-such", *DEMO), 2, "no article no-such"),
    "reparse": (("--store", "--dry-run", *DEMO), 0, "unchanged"),
    "backup": (("kept", *DEMO), 0, ""),
    "restore": (("no-such", "--output", "restored"), 2, "no-such"),
    "forget": (("no-such", "--reason", "yêu cầu", *DEMO), 2, "no-such"),
    "move": (("--database", "nonsense", *DEMO), 2, "not a database address"),
    "vacuum": (DEMO, 0, ""),
    "doctor": (DEMO, 0, ""),
    "check": (("demo-so-song-lam",), 0, "keeps the rules"),
    "heal": (("demo-so-song-lam", *DEMO), 0, "nothing to heal"),
    "read": (("page.html", "--url", "https://so.tinh.gov.vn/tin/1"), 0, '"title":"Họp giao ban tháng 7"'),
    "normalize": ((), 0, ""),
    "probe": (("http://127.0.0.1:1/",), 2, "http://127.0.0.1:1/"),
    "new": (("so-moi", "--from", "http://127.0.0.1:1/"), 2, "tests/pages is not a folder"),
    "crawl": (("demo-so-song-lam", "--base-url", "127.0.0.1", "--output", "dead"), 2, "must begin with http"),
    "schedule": (("no-such-portal",), 2, "no portal called"),
    "worker": (POSTGRES, 2, 'pip install "tintinh[worker]"'),
    "serve": (DEMO, 2, 'pip install "tintinh[console]"'),
    "demo": (("--serve", "--output", "again"), 2, 'pip install "tintinh[console]"'),
}


@pytest.fixture(scope="module")
def plain(installed: Callable[..., Installed]) -> Installed:
    """No extra, and a store that `tintinh demo` has filled."""
    made = installed()
    (made.folder / "page.html").write_text(PAGE, "utf-8")
    done = made.run("demo")
    assert done.returncode == 0, done.stderr
    return made


def one_line(done: subprocess.CompletedProcess[str], said: str) -> None:
    assert done.returncode == 2, done.stderr
    assert re.fullmatch(r"error: [^\n]+\n", done.stderr), done.stderr
    assert said in done.stderr


def test_the_wheel_holds_every_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    for top in TOPS:
        for path in (ROOT / top).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in held


def test_every_command_has_a_use_here() -> None:
    assert set(USES) == set(COMMANDS)


@pytest.mark.parametrize("command", USES)
def test_a_command_works_or_says_what_it_needs(plain: Installed, command: str) -> None:
    arguments, code, said = USES[command]
    done = plain.run(command, *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stdout + done.stderr
    if code == 2:
        one_line(done, said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", *POSTGRES), 'a store on PostgreSQL needs an extra: pip install "tintinh[postgres]"'),
        (("crawl", "demo-so-song-lam", *POSTGRES), '"tintinh[postgres]"'),
        (("mirror", "s3://bucket/log", *DEMO), '"tintinh[s3]"'),
        (("export", "s3://bucket/log", *DEMO), '"tintinh[s3]"'),
        (("watch", "--test", "moi", "--rules", "rules.toml", *DEMO), '"tintinh[notify]"'),
    ],
)
def test_what_an_extra_gives_names_the_extra(plain: Installed, arguments: tuple[str, ...], said: str) -> None:
    (plain.folder / "rules.toml").write_text('[targets]\na = "json://127.0.0.1:1/"\n[rules.moi]\ntargets = ["a"]\n')
    one_line(plain.run(*arguments), said)


def test_a_portal_that_needs_a_browser_names_the_extra(plain: Installed) -> None:
    entries = plain.folder / "entries"
    entries.mkdir()
    entry = 'name = "Sở"\nprovince = "01"\nkind = "department"\nfamily = "generic"\nstart = "http://127.0.0.1:1/"\n'
    (entries / "so.toml").write_text(
        f'{entry}render = "browser"\nschedule = "0 6 * * *"\nevidence = "unverified, seen: x"\n'
    )
    one_line(plain.run("crawl", "so", TINTINH_PORTALS=str(entries)), '"tintinh[browser]"')


def test_scrapy_outside_a_checkout_needs_one_variable(plain: Installed) -> None:
    done = plain.module("scrapy", "list", SCRAPY_SETTINGS_MODULE="crawler.settings")
    assert done.returncode == 0, done.stderr
    assert "demo-so-song-lam" in done.stdout.splitlines()


def test_a_wrong_variable_is_named(plain: Installed) -> None:
    one_line(plain.run("crawl", "demo-so-song-lam", TINTINH_FAILURES="five"), "TINTINH_FAILURES=five: ")


def test_the_record_is_the_same_as_in_the_checkout(plain: Installed) -> None:
    record = json.loads(plain.run("read", "page.html", "--url", "https://so.tinh.gov.vn/tin/1").stdout)
    assert record["meeting"]["kind"]
