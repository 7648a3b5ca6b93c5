"""Start-up: a command imports what it needs when it runs, and is known, with its help, before its module is imported."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
import typer.main

from crawler.base.clock import VIETNAM
from crawler.commands.lazy import COMMANDS, load
from crawler.crawl.store import Store
from tests.records import PORTAL, article, link, visit

ROOT = Path(__file__).parents[2]
# No command without a crawl, a console or a terminal needs these.
NEVER = frozenset(
    "scrapy twisted alembic dateparser numpy rich fastapi uvicorn duckdb fsspec playwright apprise".split()
)
STORE = frozenset({"sqlalchemy"})
ENTRIES = frozenset({"turbohtml", "crawler.registry.portal"})
READING = frozenset({"lxml", "turbohtml", "crawler.extraction.article", "crawler.meetings.reading"})
# Arguments → modules that this run may not import, beside those of NEVER.
RUNS: Mapping[tuple[str, ...], frozenset[str]] = {
    ("--help",): STORE | ENTRIES | READING | {"pydantic", "crawler.base.environment", "crawler.vietnamese"},
    ("crawl", "--help"): STORE | ENTRIES | READING,
    ("list",): STORE | {"lxml", "crawler.extraction.article", "crawler.meetings.reading"},
    ("read", "page.html", "--url", "https://x.vn/tin/hop-12.html"): STORE,
    ("normalize",): STORE | ENTRIES | READING,
    ("status",): {"lxml", "crawler.extraction.article", "crawler.meetings.reading", "crawler.crawl.store"},
    ("search", "hop"): {"crawler.vietnamese.repairing"} | ENTRIES | READING | {"crawler.crawl.store"},
    ("runs",): ENTRIES | READING | {"crawler.crawl.store"},
    ("gaps",): ENTRIES | READING | {"crawler.crawl.store"},
    ("diff", f"{PORTAL}:a"): ENTRIES | READING | {"crawler.crawl.store"},
    ("tail",): ENTRIES | READING,
}
PAGE = f"<h1>Họp giao ban</h1><p>21/07/2022</p><p>{'Sở họp giao ban và bàn việc tháng tới. ' * 12}</p>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page, and an output folder with a store of one article."""
    made = tmp_path_factory.mktemp("start")
    (made / "page.html").write_text(PAGE, "utf-8")
    at = datetime(2026, 1, 2, 12, tzinfo=VIETNAM)
    store = Store.open(f"sqlite:///{made / 'output' / 'tintinh.db'}")
    run = store.start_run(PORTAL, at, {})
    store.seed(PORTAL, [link("a")], at, run)
    [due] = store.draw(PORTAL, run, at, 5)
    store.commit(PORTAL, run, [visit(due, at, article=article("a", "Sở họp giao ban."))], at)
    store.close()
    return made


def imported(arguments: tuple[str, ...], folder: Path) -> set[str]:
    """The names of all modules that a run of the command has imported."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('\\n'.join(sys.modules), file=sys.stderr))\n"
        "from crawler.cli import main\n"
        f"sys.argv = ['tintinh', *{list(arguments)!r}]\n"
        "main()"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TINTINH_")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert not done.stderr.startswith("error"), done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", RUNS, ids=" ".join)
def test_a_command_leaves_alone_what_it_does_not_need(arguments: tuple[str, ...], folder: Path) -> None:
    if arguments == ("list",):
        folder = folder.parent  # without a store
    found = imported(arguments, folder)
    assert "typer" in found
    assert sorted(found & (NEVER | RUNS[arguments])) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_what_the_list_of_commands_says(name: str) -> None:
    command = load(name)
    assert command.name == name
    said = inspect.cleandoc(command.help).split("\n\n")[0]
    assert " ".join(said.split()) == COMMANDS[name][1]


def test_every_module_with_a_command_is_in_the_list() -> None:
    folder = ROOT / "crawler" / "commands"
    having = {path.stem for path in folder.glob("*.py") if "@app.command(" in path.read_text("utf-8")}
    assert having | {"archive", "log"} == {module for module, _ in COMMANDS.values()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_of_the_documentation_shows_the_command(name: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = [page for page in pages if page.name != "rooms.md" and f"tintinh {name}" in page.read_text("utf-8")]
    assert shown, f"no page shows `tintinh {name}`"


@pytest.mark.parametrize("name", COMMANDS)
def test_options_say_what_they_do(name: str) -> None:
    from crawler.base.environment import PREFIX, Environment

    command = load(name)
    for one in getattr(command, "commands", {name: command}).values():
        for parameter in one.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"
            variables = [parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or []
            assert all(variable.removeprefix(PREFIX).lower() in Environment.model_fields for variable in variables)


def test_a_slip_of_the_pen_is_answered_with_near_names() -> None:
    from crawler.commands.app import app

    group = typer.main.get_group(app)
    assert list(group.commands) == list(COMMANDS)
    with pytest.raises(Exception, match="Did you mean 'status'"):
        group.resolve_command(typer.Context(group), ["statsu"])
