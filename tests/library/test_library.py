"""The library face: what it promises to whoever writes `from tintinh import …`."""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

import tintinh
from crawler.base.clock import VIETNAM
from crawler.model.items import Article
from tests.records import PORTAL, article, link, visit
from tests.stores import new_store

ROOT = Path(__file__).parents[2]
# What `from tintinh import …` may not load: it takes long, and only some functions need it.
HEAVY = "scrapy twisted sqlalchemy alembic dateparser numpy rich typer lxml duckdb fsspec pydantic_settings".split()
NAMES = "read_article, read_meeting, normalize, parse_date, fold, Article, Portal, open_store"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with a store of one article in two revisions."""
    store = new_store(tmp_path / "output" / "tintinh.db")
    at = datetime(2026, 1, 2, 12, tzinfo=VIETNAM)
    for text in ("Sở họp.", "Sở họp giao ban."):
        run = store.start_run(PORTAL, at, {})
        store.seed(PORTAL, [link("a")], at, run)
        [due] = store.draw(PORTAL, run, at, 5)
        post = article("a", text).model_copy(update={"title": "Họp giao ban tháng 7"})
        store.commit(PORTAL, run, [visit(due, at, article=post)], at)
    store.close()
    return tmp_path / "output"


@pytest.mark.parametrize("module", ["tintinh.reading", "tintinh.text", "tintinh.store"])
def test_docstrings_say_what_happens(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testmod(importlib.import_module(module))
    assert done.attempted
    assert not done.failed


def test_the_examples_of_the_page_work(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(output.parent)
    done = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, encoding="utf-8")
    assert done.attempted > 20
    assert not done.failed


def test_public_names_are_there_documented_and_no_others() -> None:
    assert set(tintinh.__all__) == set(tintinh._HOMES)
    assert dir(tintinh) == tintinh.__all__ == sorted(tintinh.__all__)
    for name in tintinh.__all__:
        value = getattr(tintinh, name)
        assert isinstance(value, str) or inspect.getdoc(value), name
    with pytest.raises(AttributeError, match="tintinh has no 'crawl'; public are Article"):
        _ = tintinh.crawl
    with pytest.raises(ImportError):
        exec("from tintinh import no_such_name")


def test_names_are_typed_as_they_are() -> None:
    """What type checkers see under TYPE_CHECKING comes from where the name comes from when the program runs."""
    source = inspect.getsource(tintinh)
    block = source[source.index("if TYPE_CHECKING") : source.index("# Public name")]
    seen = {}
    for line in block.splitlines()[1:]:
        if line.strip():
            home, _, names = line.strip().removeprefix("from ").partition(" import ")
            seen |= {name.strip(): home for name in names.split(",")}
    assert seen == tintinh._HOMES


def test_importing_loads_next_to_nothing() -> None:
    code = f"import sys; from tintinh import {NAMES}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_a_relative_address_is_refused() -> None:
    with pytest.raises(ValueError, match="is no absolute http or https address"):
        tintinh.read_article("<p>x</p>", "tin/1.html")


def test_an_unknown_portal_is_named() -> None:
    with pytest.raises(tintinh.UserError, match="no portal called 'son-lo'; did you mean son-la"):
        tintinh.read_article("<p>x</p>", "https://x.vn/a", portal="son-lo")


def test_relative_dates_are_read_against_the_moment_of_fetching() -> None:
    page = f"<h1>Họp giao ban</h1><p>2 giờ trước</p><p>{'Sở họp giao ban và bàn việc tháng tới. ' * 12}</p>"
    read_at = datetime(2026, 1, 1, 1, 30)  # no zone: Vietnamese time
    found = tintinh.read_article(page, "https://x.vn/tin/hop-12.html", read_at=read_at)
    assert found.published_at == datetime(2025, 12, 31, 23, 30, tzinfo=VIETNAM)


def test_a_store_is_read(output: Path) -> None:
    with tintinh.open_store(output) as store:
        found = list(store.revisions())
        assert [(one.seq, one.revision, one.body) for one in found] == [(1, 1, "Sở họp."), (2, 2, "Sở họp giao ban.")]
        assert [one.seq for one in store.revisions(after=1)] == [2]
        assert list(store.revisions(portal="khac")) == []
        assert store.article(f"{PORTAL}:a") == found[1]
        assert store.article(f"{PORTAL}:b") is None
        assert [hit.id for hit in store.search("giao ban")] == [f"{PORTAL}:a"]
        assert isinstance(found[0], Article)
        with pytest.raises(tintinh.UserError):
            store.search("  ")


def test_no_store_is_made_where_there_is_none(tmp_path: Path) -> None:
    for place in (tmp_path, f"sqlite:///{tmp_path / 'none.db'}"):
        with pytest.raises(tintinh.UserError, match="there is no store"):
            tintinh.open_store(place)
    with pytest.raises(tintinh.UserError, match="not a database address"):
        tintinh.open_store("://")
    assert list(tmp_path.iterdir()) == []


def test_a_record_goes_through_json() -> None:
    page = f"<h1>Họp giao ban</h1><p>21/07/2022</p><p>{'Sở họp giao ban và bàn việc tháng tới. ' * 12}</p>"
    found = tintinh.read_article(page, "https://x.vn/tin/hop-12.html")
    assert tintinh.Article.model_validate(json.loads(found.model_dump_json())) == found
