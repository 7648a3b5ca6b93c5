"""Environment variables: read in one place, checked, and described."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from crawler.archive.reading import MAX_BODY
from crawler.base.environment import MAX_FILE, PREFIX, Environment, environment
from crawler.base.errors import UserError
from tests.install import variables
from tests.install.environments import ROOT, TOPS

# Set by a process of tintinh for its own child, and by nobody else.
BETWEEN_PROCESSES = {"TINTINH_PARENT"}
# Settings of Scrapy that no environment variable gives.
SETTINGS_ALONE = {"TINTINH_FROM_ARCHIVE", "TINTINH_LOCKED", "TINTINH_LEGACY_TLS", "TINTINH_PROGRESS"}
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Environment.model_fields}


@pytest.fixture(autouse=True)
def _none_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_the_page_shows_what_the_model_says() -> None:
    assert variables.PAGE.read_text("utf-8") == variables.drawn(), "write it anew: python -m tests.install.variables"


def test_a_file_may_be_as_large_as_the_archive_gives_back() -> None:
    assert MAX_FILE == MAX_BODY


def test_every_variable_has_a_reason() -> None:
    assert all(field.description for field in Environment.model_fields.values())


def test_no_code_and_no_page_names_a_variable_that_there_is_not() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("deploy/**/*")]
    code = [path for top in TOPS for path in (ROOT / top).rglob("*.py")]
    of_the_tests = {"TINTINH_REQUIRE_ALL", "TINTINH_TEST_POSTGRES", "TINTINH_TEST_CHROMIUM"}
    for path in [path for path in (*pages, *code) if path.is_file()]:
        named = set(re.findall(r"\bTINTINH_[A-Z_]+\b", path.read_text("utf-8")))
        assert named <= VARIABLES | BETWEEN_PROCESSES | SETTINGS_ALONE | of_the_tests, path


def test_no_other_module_reads_variables() -> None:
    allowed = {
        "crawler/base/environment.py",  # here
        "crawler/watch/rules.py",  # ${NAME} in a rule file is the reader's own
        "crawler/schedule/shards.py", "crawler/readers/process.py", "crawler/attachments/reader.py",  # child processes
        "crawler/keeping/database_copy.py",  # pg_dump and pg_restore
        "crawler/base/parent.py",
    }  # fmt: skip
    found = {
        path.relative_to(ROOT).as_posix()
        for top in TOPS
        for path in (ROOT / top).rglob("*.py")
        if re.search(r"\benviron\b|getenv", path.read_text("utf-8"))
    }
    assert found - allowed == set()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TINTINH_FAILURES", "five", "TINTINH_FAILURES=five: input should be a valid integer"),
        ("TINTINH_FAILURES", "0", "TINTINH_FAILURES=0: input should be greater than or equal to 1"),
        ("TINTINH_REST_MOST", "-1", "TINTINH_REST_MOST=-1: input should be greater than or equal to 0"),
        ("TINTINH_HANDOVER", "inf", "TINTINH_HANDOVER=inf: input should be a finite number"),
        ("TINTINH_ARCHIVE", "perhaps", "TINTINH_ARCHIVE=perhaps: input should be a valid boolean"),
        ("TINTINH_ATTACHMENT_BYTES", "33554433", "input should be less than or equal to 33554432"),
        ("TINTINH_HEARTBEAT", "60", "TINTINH_HEARTBEAT=60: input should be less than or equal to 59"),
        ("TINTINH_REVISIT_AFTER", "3600, soon", "TINTINH_REVISIT_AFTER=soon: input should be a valid integer"),
        ("TINTINH_PORTALS", "/no/such/folder", "TINTINH_PORTALS=/no/such/folder: is not a folder"),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as told:
        environment()
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_values_are_read_each_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert environment() == Environment.model_construct()
    monkeypatch.setenv("TINTINH_PORTALS", str(tmp_path))
    monkeypatch.setenv("TINTINH_ARCHIVE", "no")
    monkeypatch.setenv("TINTINH_REVISIT_AFTER", "3600, 86400")
    given = environment()
    assert (given.portals, given.archive, given.revisit_after) == (tmp_path, False, [3600, 86400])


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    assert environment() == Environment.model_construct()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTINH_TOKEN", "mot-ma-bi-mat-du-dai")
    monkeypatch.setenv("TINTINH_DATABASE", "postgresql://a:mat-khau@b/c")
    assert not re.search("bi-mat|mat-khau", repr(environment()))
    monkeypatch.setenv("TINTINH_FAILURES", "five")
    with pytest.raises(UserError) as told:
        environment()
    assert not re.search("bi-mat|mat-khau", str(told.value))
