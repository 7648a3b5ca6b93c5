"""Environments as pip would make them, of what is installed here: the wheel, and what one set of extras brings with it.

No index is asked: the packages are links to those of the interpreter that runs the tests, and only those that the
requirements name, directly or through each other. What they do not name cannot be imported.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

from tests.preloaded import Preloaded

ROOT = Path(__file__).parents[2]
TOPS = ("crawler", "spiders", "pipelines", "tintinh")


def build_wheel(folder: Path) -> Path:
    """The wheel, built from a copy of the source, so that nothing is left in the checkout."""
    source = folder / "source"
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    for top in TOPS:
        shutil.copytree(ROOT / top, source / top, ignore=left_out)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    code = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=source, check=True, capture_output=True, timeout=100)
    return next(folder.glob("tintinh-*.whl"))


class Installed:
    """A virtual environment with the wheel and the packages of `extras`; commands run in a folder of its own."""

    def __init__(self, folder: Path, wheel: Path, *extras: str) -> None:
        venv.create(folder / "venv", with_pip=False, symlinks=True)
        self.python = folder / "venv" / "bin" / "python"
        self.site = next((folder / "venv" / "lib").glob("python*/site-packages"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(self.site)
        for name in _closure(Requirement(f"tintinh[{','.join(extras)}]")):
            _link(distribution(name), self.site)
        self.folder = folder / "elsewhere"
        self.folder.mkdir()
        self._preloaded = Preloaded(self.python, self.folder, self.environment())

    def run(self, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        """`tintinh` with these arguments."""
        return self._preloaded.run([str(argument) for argument in arguments], self.environment(**env), timeout=100)

    def close(self) -> None:
        """End what waits for further commands."""
        self._preloaded.stop()

    def module(self, name: str, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        """`python -m name` with these arguments."""
        return self._run("-m", name, *(str(argument) for argument in arguments), env=env)

    def code(self, text: str) -> subprocess.CompletedProcess[str]:
        """`python -c text`."""
        return self._run("-c", text, env={})

    def environment(self, **more: str) -> dict[str, str]:
        """The variables that commands see: none of tintinh's or Python's but those given."""
        hidden = re.compile(r"TINTINH_|PYTHON|SCRAPY_|AWS_|.*_proxy$", re.IGNORECASE)
        return {name: value for name, value in os.environ.items() if not hidden.match(name)} | more

    def _run(self, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.python, *arguments], cwd=self.folder, env=self.environment(**env),
            capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip


def _closure(wanted: Requirement) -> Iterator[str]:
    """The names of all distributions that `wanted` brings with it, itself left out."""
    seen: set[tuple[str, str]] = set()
    names: set[str] = set()
    queue = [wanted]
    while queue:
        requirement = queue.pop()
        for extra in ("", *requirement.extras):
            if (key := (_normal(requirement.name), extra)) in seen:
                continue
            seen.add(key)
            for text in _requires(requirement.name):
                needed = Requirement(text)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    queue.append(needed)
        if requirement is not wanted and (name := _normal(requirement.name)) not in names:
            names.add(name)
            yield requirement.name


def _requires(name: str) -> list[str]:
    """What a distribution requires; of tintinh, what pyproject.toml says now."""
    if _normal(name) != "tintinh":
        return distribution(name).requires or []
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"].items()
    return project["dependencies"] + [f'{one}; extra == "{extra}"' for extra, all_of in optional for one in all_of]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _link(package: Distribution, site: Path) -> None:
    for top in _tops(package):
        source = Path(str(package.locate_file(top)))
        if _owners()[top] == 1:
            (site / top).symlink_to(source)
            continue
        for file in package.files or ():  # a namespace that several distributions fill
            if file.parts[0] == top:
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                (site / file).symlink_to(Path(str(package.locate_file(file))))


def _tops(package: Distribution) -> set[str]:
    """The names at the top of site-packages that belong to a distribution."""
    tops = {file.parts[0] for file in package.files or () if file.parts[0] not in ("..", "__pycache__")}
    return {top for top in tops if not top.endswith(".pth")}


@cache
def _owners() -> Counter[str]:
    return Counter(top for package in distributions() for top in _tops(package))
