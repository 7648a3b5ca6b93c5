"""The examples of docs/consuming.md work as they are printed, where their tools are there."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from crawler.log.segments import publish
from crawler.model.items import Meeting, MeetingKind
from tests.articles.test_revisions import commit
from tests.records import NOON, article
from tests.stores import new_store

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "consuming.md").read_text("utf-8")


def example(heading: str, language: str, number: int = 0) -> str:
    section = PAGE.split(f"### {heading}\n")[1].split("\n#")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.S)[number]


def need(tool: str, there: object) -> None:
    if not there:
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(f"{tool} is missing")
        pytest.skip(f"{tool} is not installed here")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that holds `output`, with three articles, one of them a report and one of them edited."""
    store = new_store(tmp_path / "output" / "tintinh.db")
    report = article("2", "Kỳ họp.")
    report.meeting = Meeting(kind=MeetingKind.COUNCIL_SESSION)
    commit(store, article("1"), report, article("3", "Ba 'ngoặc' \"kép\"\\n."))
    publish(store.engine, tmp_path / "output", NOON)
    commit(store, article("1", "sửa"), hours=1)
    publish(store.engine, tmp_path / "output", NOON)
    store.close()
    return tmp_path


def shell(script: str, place: Path, **env: str) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=place, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path, **env},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_jq(place: Path) -> None:
    need("jq", shutil.which("jq"))
    assert shell(example("jq", "sh"), place) == "2\t2026-01-02T12:00:00+07:00\tBài 2\n"


def test_pandas(place: Path) -> None:
    need("pandas", find_spec("pandas"))
    script = example("pandas", "python") + "\nprint(sorted(zip(newest['id'], newest['revision'])))"
    done = subprocess.run([sys.executable, "-c", script], cwd=place, capture_output=True, text=True, check=False)
    assert done.stdout == "[('thu-nghiem:1', 2), ('thu-nghiem:2', 1), ('thu-nghiem:3', 1)]\n", done.stderr


def test_duckdb(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    assert duckdb.sql(example("DuckDB", "sql")).fetchall() == [("thu-nghiem", "council_session", 1)]


def test_postgresql(place: Path) -> None:
    """Against the server at TINTINH_TEST_POSTGRES (a database URL), in a schema of its own."""
    server = os.environ.get("TINTINH_TEST_POSTGRES", "")
    need("psql", shutil.which("psql"))
    need("jq", shutil.which("jq"))
    need("a server at TINTINH_TEST_POSTGRES", server)
    address = re.sub(r"^postgresql\+\w+:", "postgresql:", server)
    schema = f"consuming_{os.getpid()}"
    psql = f"psql() {{ command psql -v ON_ERROR_STOP=1 '{address}' \"$@\"; }}\n"
    options = {"PGOPTIONS": f"-c search_path={schema}"}
    shell(f"{psql}psql -qc 'CREATE SCHEMA {schema}'", place)
    try:
        shell(f"{psql}psql -qc '{example('PostgreSQL', 'sql')}'", place, **options)
        for _ in range(2):  # the second time there is nothing new
            shell(psql + example("PostgreSQL", "sh"), place, **options)
        query = "SELECT seq, record->>''body'' FROM revisions ORDER BY seq".replace("''", "'")
        found = shell(f'{psql}psql -qtAc "{query}"', place, **options)
        assert found == "1|Nội dung.\n2|Kỳ họp.\n3|Ba 'ngoặc' \"kép\"\\n.\n4|sửa\n"
    finally:
        shell(f"{psql}psql -qc 'DROP SCHEMA {schema} CASCADE'", place)
