"""A store on a read-only mount, or whose files may only be read, is read."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from crawler.base.errors import StoreError
from crawler.commands.app import open_to_read
from crawler.crawl.store import Store
from crawler.database import read_only
from crawler.database.engine import reading
from crawler.database.opening import open_read_only
from crawler.log.segments import publish
from crawler.web.reader import Reader
from tests.articles.test_revisions import commit
from tests.records import NOON, article

ROOT = Path(__file__).parents[2]
NOBODY = 65534


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder with a store and its log, below folders that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="tintinh-ro-"))
    folder.chmod(0o755)
    output = folder / "output"
    output.mkdir()
    store = Store.open(f"sqlite:///{output / 'tintinh.db'}")
    commit(store, article("1"), article("2", "hai"))
    publish(store.engine, output, NOON)
    store.close()
    yield output
    shutil.rmtree(folder)


def lock(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def unprivileged(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python as a user who may write nothing there; root drops its rights once all is imported."""
    drop = f"import os; os.geteuid() or (os.setgroups([]), os.setgid({NOBODY}), os.setuid({NOBODY}))\n"
    return subprocess.run(
        [sys.executable, "-c", code.replace("DROP\n", drop), *map(str, arguments)],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=120,
    )  # fmt: skip


COMMANDS = """
import sys
import crawler.cli, crawler.commands.app, crawler.database.opening, crawler.log.export, crawler.log.reading
from crawler.commands import search, status, tail, export, runs
from crawler.cli import main
import crawler.web.app, crawler.web.reader, crawler.health.survey, crawler.search, crawler.articles.rebuilding
from crawler import registry
registry.load_all()
DROP
try:
    open(sys.argv[1] + "/probe", "w")
    print("the folder can be written: nothing is shown by this")
except OSError:
    pass
for line in (["search", "hai", "-o", sys.argv[1]], ["runs", "-o", sys.argv[1]], ["tail", "-o", sys.argv[1]],
             ["export", sys.argv[2] + "/x", "-o", sys.argv[1]], ["status", "--json", "-o", sys.argv[1]]):
    sys.argv = ["tintinh", *line]
    try:
        main()
    except SystemExit as end:
        if end.code not in (0, None, 1) or (end.code == 1 and line[0] != "status"):
            print("failed:", line, end.code)
"""


def test_commands_that_read_need_no_rights_to_write(shared: Path) -> None:
    lock(shared)
    free = Path(tempfile.mkdtemp(prefix="tintinh-free-"))
    free.chmod(0o777)
    done = unprivileged(COMMANDS, shared, free)
    shutil.rmtree(free, ignore_errors=True)
    assert "failed:" not in done.stdout, done.stdout + done.stderr
    assert "nothing is shown" not in done.stdout
    assert done.returncode == 0, done.stderr
    assert "2 records" in done.stdout


@pytest.mark.parametrize("crawling", [False, True])
def test_the_console_reads_where_it_cannot_write_also_during_a_crawl(
    shared: Path, crawling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared / "tintinh.db"
    writer = Store.open(f"sqlite:///{path}") if crawling else None
    if writer is not None:
        commit(writer, article("3", "ba"))
        assert path.with_name("tintinh.db-wal").exists()
    monkeypatch.setattr(read_only, "can_write", lambda _: False)
    reader = Reader(f"sqlite:///{path}", 3.0)
    with reader.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar() == (3 if crawling else 2)
    if writer is not None:
        commit(writer, article("4", "bốn"))
        with reader.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM articles")).scalar() == 4
        writer.close()
    reader.close()


def test_what_a_crawl_brings_later_is_seen(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{shared / 'tintinh.db'}"
    with monkeypatch.context() as patch:
        patch.setattr(read_only, "can_write", lambda _: False)
        reader = Reader(url, 3.0)
    for key in ("3", "4"):
        store = Store.open(url)
        commit(store, article(key, key))
        store.close()
        with monkeypatch.context() as patch, reader.reading() as connection:
            patch.setattr(read_only, "can_write", lambda _: False)
            assert connection.execute(text("SELECT max(id) FROM articles")).scalar().endswith(key)
    reader.close()


def test_a_store_opened_to_be_read_takes_no_writes(shared: Path) -> None:
    engine = open_read_only(shared / "tintinh.db")
    with engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("UPDATE counters SET value = 0")
    engine.dispose()


def test_an_older_store_that_cannot_be_migrated_is_one_clear_line(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(f"sqlite:///{shared / 'tintinh.db'}")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0009'")
    store.close()
    monkeypatch.setattr(read_only, "can_write", lambda _: False)
    with pytest.raises(StoreError, match="older version and cannot be written"):
        open_to_read(shared, None)


def test_a_writable_store_is_brought_up_to_date_when_it_is_read(shared: Path) -> None:
    assert os.access(shared, os.W_OK)
    store = open_to_read(shared, None)
    with reading(store.engine) as connection:
        assert connection.execute(text("PRAGMA query_only")).scalar() == 0
    store.close()
