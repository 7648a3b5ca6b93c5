"""The wheel installed by an installer into an empty environment, from a package index."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path

import pytest


def install(python: Path, *what: str) -> subprocess.CompletedProcess[str]:
    uv = shutil.which("uv")
    installer = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    return subprocess.run([*installer, "--quiet", *what], capture_output=True, text=True, timeout=280, check=False)


@pytest.mark.timeout(300)
def test_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=shutil.which("uv") is None, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    if install(python, "protego").returncode:  # the smallest of the requirements
        reason = "no package index is reachable, so the wheel cannot be installed"
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = install(python, str(wheel))
    assert done.returncode == 0, done.stderr
    listed = subprocess.run(
        [tmp_path / "venv" / "bin" / "tintinh", "list"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TINTINH_"))},
    )  # fmt: skip
    assert listed.returncode == 0, listed.stderr
    assert "demo-so-song-lam" in listed.stdout
