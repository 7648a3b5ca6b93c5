"""The files under deploy/ name commands and options that there are, and say what they mean to systemd and compose."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from crawler import settings
from crawler.commands.lazy import load

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PROGRAM = "/opt/tintinh/.venv/bin/tintinh"


def parses(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails where the command line has a command or an option that there is not."""
    monkeypatch.delenv("TINTINH_DATABASE", raising=False)
    name, *rest = arguments
    load(name).make_context(name, rest)


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(path, "utf-8")
    return read


@pytest.mark.parametrize("path", [one for one in UNITS if one.suffix == ".service"], ids=lambda one: one.name)
def test_units_start_a_command_that_there_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = unit(path)["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program == PROGRAM
    parses(arguments, monkeypatch)
    if arguments[0] != "serve":  # children must hear SIGTERM once, and from their parent
        assert service["KillMode"] == "mixed"
        assert int(service["TimeoutStopSec"]) > 60


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze (Debian: apt-get install systemd)"
)
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text("utf-8").replace(PROGRAM, shutil.which("true") or "/bin/true")
        (tmp_path / path.name).write_text(text.replace("User=tintinh\n", ""), "utf-8")
    units = [tmp_path / path.name for path in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False, timeout=60
    )
    ours = [line for line in done.stderr.splitlines() if "tintinh" in line]
    assert not ours, done.stderr


def test_cron_starts_a_command_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    [job] = [line for line in (DEPLOY / "crontab").read_text("utf-8").splitlines() if PROGRAM in line]
    assert re.match(r"\*/5 \* \* \* \*  tintinh  ", job)
    parses(shlex.split(job.partition(PROGRAM)[2].partition(">")[0]), monkeypatch)


def test_compose_starts_commands_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    ours = {name: one for name, one in services.items() if one["image"] == "tintinh"}
    assert sorted(ours) == ["console", "worker-1", "worker-2"]
    for one in ours.values():
        parses(one["command"], monkeypatch)
        assert one["environment"]["TINTINH_DATABASE"].startswith("postgresql://")
        assert one["depends_on"] == {"database": {"condition": "service_healthy"}}
    locations = {one["environment"].get("TINTINH_LOCATION") for name, one in ours.items() if name != "console"}
    assert locations == {"worker-1", "worker-2"}


def test_the_image_is_made_of_files_that_there_are() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = [name for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for name in line.split()]
    assert "crawler" in copied
    for name in copied:
        assert (DEPLOY.parent / name).exists(), name


def test_the_environment_file_names_settings_that_there_are() -> None:
    known = {name for name in vars(settings) if name.startswith("TINTINH_")} | {"TINTINH_LOCATION", "TINTINH_PORTALS"}
    named = re.findall(r"^#?(TINTINH_\w+)=", (DEPLOY / "tintinh.env").read_text("utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= known
