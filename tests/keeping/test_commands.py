"""The commands as an operator gives them: what they print, and their exit codes."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.base.errors import UserError
from crawler.commands import archive, backup, doctor, forget, move, restore, vacuum
from crawler.commands.app import app
from crawler.log.reading import read_log
from tests.keeping.folders import fill
from tests.records import PORTAL
from tests.stores import new_store

COMMANDS = (archive, backup, doctor, forget, move, restore, vacuum)  # each enters itself in the application


@pytest.fixture
def output(tmp_path: Path) -> Path:
    store = new_store(tmp_path / "output" / "tintinh.db")
    fill(store, tmp_path / "output")
    store.close()
    return tmp_path / "output"


def run(*arguments: str | Path, code: int = 0) -> str:
    done: Result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == code, (done.output, done.exception)
    return done.stdout


def test_a_backup_is_made_and_put_back(output: Path, tmp_path: Path) -> None:
    told = run("backup", tmp_path / "backup", "-o", output)
    assert re.search(r": seq 9, \d+ files, \d+ bytes$", told.strip())
    assert "seq 9" in run("restore", tmp_path / "backup", "-o", tmp_path / "again")
    assert list(read_log(tmp_path / "again")) == list(read_log(output))
    done = CliRunner().invoke(app, ["restore", str(tmp_path / "backup"), "-o", str(output)])
    assert isinstance(done.exception, UserError)
    assert "--replace" in str(done.exception)


def test_the_doctor_says_what_to_do_and_ends_with_1(output: Path) -> None:
    assert run("doctor", "-o", output) == ""
    next(output.glob("*/*/*/*.jsonl")).unlink()
    [line] = run("doctor", "-o", output, code=1).splitlines()
    check, what, remedy = line.split("\t")
    assert (check, remedy) == ("log", "`tintinh doctor --mend`")
    assert "missing" in what
    [told] = run("doctor", "-o", output, "--json", code=1).splitlines()
    assert json.loads(told) == {"check": "log", "what": what, "remedy": remedy, "mended": False}
    assert run("doctor", "-o", output, "--mend").endswith("\tmended\n")
    assert run("doctor", "-o", output) == ""


def test_a_takedown_is_told_in_a_line(output: Path) -> None:
    told = run("forget", f"{PORTAL}:30", "--reason", "asked for", "-o", output)
    assert told.startswith(f"{PORTAL}:30 is forgotten: tombstone seq 10, ")
    assert run("doctor", "-o", output) == ""
    run("vacuum", "-o", output)


def test_a_store_is_moved_to_another_file(output: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'tintinh.db'}"
    assert "revisions\t9\n" in run("move", "--database", url, "-o", output)
    done = CliRunner().invoke(app, ["move", "--database", url, "-o", str(output)])
    assert "was moved to" in str(done.exception)
    assert run("doctor", "-o", output, "--database", url) == ""


def test_a_prune_says_how_much_before_it_does_it(output: Path) -> None:
    told = run("archive", "prune", "--older-than", "0d", "-o", output)
    assert told.endswith("would go: --yes takes them out\n")
    freed = told.splitlines()[-1].split()[0]
    assert run("archive", "prune", "--older-than", "0d", "-o", output, "--yes").endswith(f"{freed} bytes taken out\n")
    assert run("doctor", "-o", output) == ""
