"""`tintinh list` and `tintinh check` as a user runs them."""

import re
import sys
from datetime import date
from pathlib import Path

import pytest

from crawler import registry
from crawler.registry import provinces
from crawler.terminal.portal_list import show_portals
from tests.crawl.conftest import tintinh


def rows(*arguments: object, output: Path) -> list[dict[str, str]]:
    done = tintinh("list", "--output", output, *arguments)
    assert done.returncode == 0, done.stderr
    heading, *lines = (line.split("\t") for line in done.stdout.splitlines())
    return [dict(zip(heading, line, strict=True)) for line in lines]


def test_all_provinces_as_lines(tmp_path: Path) -> None:
    found = rows(output=tmp_path)
    named = {row["province"] for row in found} - {""}
    assert named == {one.name for one in provinces.all_provinces().values()}
    assert {row["portal"] for row in found} == set(registry.ids())
    assert all(row["kind"] and row["family"] and row["evidence"] for row in found)


def test_a_former_provinces_name_chooses_todays(tmp_path: Path) -> None:
    found = rows("--province", "Hoà Bình", output=tmp_path)
    assert {row["code"] for row in found} == {"25"}
    assert found[0]["portal"] == "phu-tho"
    assert rows("--province", "25", output=tmp_path) == found


def test_one_kind(tmp_path: Path) -> None:
    found = rows("--kind", "council", "-p", "Cà Mau", output=tmp_path)
    assert [row["portal"] for row in found] == ["ca-mau-hdnd"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--kind", "paper"), "--kind paper: one of portal, "),
        (("--province", "Sông Lam"), "no province called 'Sông Lam'"),
    ],
)
def test_a_wrong_choice_ends_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    done = tintinh("list", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_terminal_gets_provinces_once_and_how_we_know_in_a_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for width, newest in (("80", {}), ("100", {"son-la": "2026-11-20"})):
        monkeypatch.setenv("COLUMNS", width)
        show_portals(registry.load_all().values(), newest, date(2026, 11, 24))
        lines = [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()]
        [own] = [line for line in lines if line.startswith("Sơn La")]
        assert own.split() == ["Sơn", "La", "son-la", "portal", "vnportal", "seen", *newest.values()]
        assert sum("ha-giang " in line and "portal †" in line for line in lines) == 1
        assert max(map(len, lines[:-2])) <= int(width)
        assert "provinces: 34" in lines[-2]
        ids = {word for line in lines[1:-2] for word in line.split()}
        assert set(registry.ids()) <= ids, "an id is cut in two"


def test_check_passes_and_names_what_is_wrong(tmp_path: Path) -> None:
    done = tintinh("check")
    assert done.returncode == 0, done.stdout
    assert "faults: 0" in done.stderr
    good = 'name = "Cổng thử"\nkind = "portal"\nprovince = "14"\nevidence = "unverified, seen: x"\nstart = '
    (tmp_path / "thu.toml").write_text(good + '"https://sonla.gov.vn/"\n', "utf-8")
    (tmp_path / "hong.toml").write_text(good + '"sonla.gov.vn"\n', "utf-8")
    done = tintinh("check", TINTINH_PORTALS=str(tmp_path))
    assert done.returncode == 1
    told = {line.split("\t")[0]: line.split("\t")[3] for line in done.stdout.splitlines()}
    assert "host sonla.gov.vn is son-la's already" in told["thu"]
    assert "hong.toml: start: " in told["hong"]
    assert tintinh("check", "lai-chau", TINTINH_PORTALS=str(tmp_path)).returncode == 0
