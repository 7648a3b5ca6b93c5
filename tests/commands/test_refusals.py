"""Commands refuse what would find nothing, and name what was meant; a search goes on to what it finds."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from crawler.cli import main
from tests.commands.test_start_up import folder

__all__ = ["folder"]


def run(monkeypatch: pytest.MonkeyPatch, line: Sequence[str]) -> int:
    """The exit code of a command in this process."""
    monkeypatch.setattr(sys, "argv", ["tintinh", *line])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["search", "hop", "--portal", "son-l"], "no portal called 'son-l'; did you mean son-la"),
        (["export", "{to}", "--portal", "son-l"], "no portal called 'son-l'; did you mean son-la"),
        *(
            (line, "no portal called 'son-l'; did you mean son-la")
            for line in (["status", "son-l"], ["runs", "son-l"], ["gaps", "son-l"], ["tail", "--portal", "son-l"])
        ),
        (["status", "--province", "99"], "no province called '99'"),
        (
            ["crawl", "son-la", "--since", "2025-02-01", "--until", "2025-01-01"],
            "2025-02-01 is after --until 2025-01-01",
        ),
    ],
)
def test_one_clear_line_and_exit_code_two(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: list[str],
    words: str,
) -> None:
    filled = [part.format(to=tmp_path / "to") for part in line]
    assert run(monkeypatch, [*filled, "--output", str(folder / "output")]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert len(error.splitlines()) == 1


def test_a_search_says_what_was_meant(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--output", str(folder / "output")]
    assert run(monkeypatch, ["search", "giao bam", *where]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "did you mean: giao ban\n")
    assert run(monkeypatch, ["search", "giao ban", "--order", "date", *where]) == 0
    assert "họp giao ban" in capsys.readouterr().out
