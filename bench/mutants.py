"""Do the tests notice when a rule is broken? A mutation of a rule's module at a time, and the room's own tests.

    python -m bench.mutants [MODULE …] [--most N] [--seed N] [--all]

Of each module a sample of its mutations is drawn (`--most`, 60; `--all` takes every one). For each, the fast tests of the
room run in a process of their own, in which importing the module gives the mutated one; no file is changed. A mutant is
killed when a test fails or the tests take five times as long as without it. Survivors are listed; some mean the same
as the original. Own code rather than mutmut, which changes no constants of a module (thresholds are our rules) and no
decorated function, or cosmic-ray, which starts an interpreter a mutant: 2 s each before the first test.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import re
import select
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType, ModuleType

import pytest

from bench.mutations import Mutation, mutations
from tests import rooms

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Rule:
    """What is mutated (one or more files, by pattern) and the tests that should notice."""

    files: str
    tests: Sequence[str]

    def paths(self) -> list[Path]:
        """The files, in order of name."""
        return sorted(path for path in ROOT.glob(self.files) if path.name != "__init__.py")


RULES = {
    "frontier": Rule("crawler/frontier/*.py", ["tests/frontier"]),
    "revisions": Rule("crawler/articles/revisions.py", ["tests/articles/test_revisions.py", "tests/articles/test_history.py"]),
    "duplicates": Rule("crawler/articles/duplicates.py", ["tests/articles/test_duplicates.py"]),
    "linking": Rule("crawler/meetings/linking.py", ["tests/meetings/test_linking.py", "tests/meetings/test_same_event.py"]),
    "matching": Rule("crawler/watch/matching.py", ["tests/watch/test_matching.py"]),
    "silence": Rule("crawler/health/silence.py", ["tests/health/test_silence.py", "tests/health/test_verdict.py"]),
    "verdict": Rule("crawler/health/verdict.py", ["tests/health/test_verdict.py"]),
    "kinds": Rule(
        "crawler/extraction/kinds.py",
        ["tests/extraction/test_signs.py", "tests/extraction/test_families.py", "tests/extraction/test_kinds.py"],
    ),
    "title": Rule("crawler/extraction/generic/title*.py", ["tests/extraction/test_titles.py", "tests/extraction/test_kickers.py"]),
    "captions": Rule("crawler/extraction/captions.py", ["tests/extraction/test_captions.py"]),
    "date_lines": Rule("crawler/extraction/generic/date_lines.py", ["tests/extraction/test_date_lines.py"]),
}  # fmt: skip


class _Mutant(importlib.abc.MetaPathFinder):
    """Gives one module from other source than its file's."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(
        self, fullname: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Loader(fullname, str(self.path), compile(self.source, str(self.path), "exec", dont_inherit=True))
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code


def fails(tests: Sequence[str], path: Path, source: str, limit: float, loaded: Path | None = None) -> bool:
    """Whether the tests fail, or take longer than `limit` seconds, with a module's source replaced.

    The names of the modules that they loaded are written to `loaded`.
    """
    child = os.fork()
    if child == 0:
        os._exit(_child(tests, path, source, loaded))
    descriptor = os.pidfd_open(child)
    try:
        ended = bool(select.select([descriptor], [], [], limit)[0])
    finally:
        os.close(descriptor)
    if not ended:
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return not ended or os.waitstatus_to_exitcode(status) != 0


def _child(tests: Sequence[str], path: Path, source: str, loaded: Path | None) -> int:
    os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.meta_path.insert(0, _Mutant(_name(path), path, source))
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:schemathesis", "--hypothesis-seed=34"]
    try:
        code = int(pytest.main([*options, *(str(ROOT / one) for one in tests)]))
        if loaded is not None:
            loaded.write_text("\n".join(sys.modules), "utf-8")
        return code
    except BaseException:  # noqa: BLE001 a mutant may raise anything; the child must not return
        return 1


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def preload(names: Iterable[str], mutated: set[str]) -> None:
    """Import, for all children to come, the modules that do not hang on a mutated one."""
    hanging = _hanging(mutated)
    for name in sorted(names):
        if (
            name in hanging
            or name in sys.modules
            or re.match(r"tests\b|bench\b|conftest|.*\breactor\b|crawler\.settings", name)
        ):
            continue
        with suppress(Exception):
            importlib.import_module(name)


def _hanging(mutated: set[str]) -> set[str]:
    """The modules of the product that import a mutated one, however far away; importing one imports its packages."""
    found = set(mutated)
    while True:
        more = {one for one in rooms.modules() if one not in found and (rooms.neighbours(one) | _packages(one)) & found}
        if not more:
            return found
        found |= more


def _packages(module: str) -> set[str]:
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


@dataclass
class Tally:
    """How many mutants of a module were tried, and which survived."""

    tried: int
    of: int
    survivors: list[tuple[Path, Mutation]]

    @property
    def killed(self) -> float:
        """The share killed."""
        return 1 - len(self.survivors) / max(1, self.tried)


def measure(rule: Rule, most: int | None, seed: int) -> Tally:
    """Try the mutations of one rule, or `most` of them drawn at random. Raises `SystemExit` if its tests fail without."""
    every = [(path, one) for path in rule.paths() for one in mutations(path.read_text("utf-8"))]
    drawn = every if most is None or len(every) <= most else random.Random(seed).sample(every, most)
    first, *_ = rule.paths()
    with NamedTemporaryFile() as loaded:
        started = time.monotonic()
        if fails(rule.tests, first, first.read_text("utf-8"), 900, Path(loaded.name)):
            raise SystemExit(f"{rule.files}: its tests fail without any mutation")
        limit = 5 * (time.monotonic() - started) + 5
        preload(Path(loaded.name).read_text("utf-8").splitlines(), {_name(path) for path in rule.paths()})
    survivors = [(path, one) for path, one in drawn if not fails(rule.tests, path, one.source, limit)]
    return Tally(len(drawn), len(every), sorted(survivors, key=lambda pair: (pair[0], pair[1].line)))


def show(name: str, most: int | None, seed: int) -> None:
    """Measure one rule and print what came out."""
    started = time.monotonic()
    tally = measure(RULES[name], most, seed)
    seconds = time.monotonic() - started
    print(
        f"{name:<11} {tally.killed:4.0%} of {tally.tried} killed (there are {tally.of}; seed {seed}; {seconds:.0f} s)"
    )
    for path, one in tally.survivors:
        print(f"    {path.relative_to(ROOT)}:{one.line}  {one.what}")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="The share of mutants that each rule's tests kill.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(RULES)}; all of them without")
    parser.add_argument("--most", type=int, default=60, help="mutations drawn of each (default 60)")
    parser.add_argument("--all", action="store_true", help="every mutation")
    parser.add_argument("--seed", type=int, default=34)
    given = parser.parse_args()
    if unknown := [name for name in given.modules if name not in RULES]:
        parser.error(f"no module called {unknown[0]}: there are {', '.join(RULES)}")
    for name in given.modules or RULES:
        child = os.fork()  # what one rule preloads another may mutate
        if child == 0:
            show(name, None if given.all else given.most, given.seed)
            os._exit(0)
        if code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            sys.exit(code)


if __name__ == "__main__":
    main()
