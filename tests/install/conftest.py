"""The wheel, built once, and an environment for each set of extras that a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.install.environments import Installed, build_wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Installed]]:
    made: dict[tuple[str, ...], Installed] = {}

    def get(*extras: str) -> Installed:
        if extras not in made:
            made[extras] = Installed(tmp_path_factory.mktemp("-".join(("env", *extras))), wheel, *extras)
        return made[extras]

    yield get
    for one in made.values():
        one.close()
