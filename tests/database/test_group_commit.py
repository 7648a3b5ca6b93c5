"""One writer for many: parts share a transaction, one that fails costs itself, nobody is told before the disk has it."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, insert, select, text

from crawler.base.errors import StoreError
from crawler.database import group_commit
from crawler.database.engine import reading, writing
from crawler.database.group_commit import GroupCommit
from crawler.database.opening import open_database
from crawler.database.tables import counters
from tests.database.test_postgresql import cut_connections

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    opened = open_database(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def writer(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[GroupCommit]:
    """A writer with more crawls than the tests have parts: it waits a moment, so all parts share a transaction."""
    monkeypatch.setattr(group_commit, "MOMENT", 0.5)
    made = GroupCommit(engine)
    for _ in range(100):
        made.join()
    yield made
    made.close()


def put(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(counters).values(name=name, value=1))
        return name

    return work


def stored(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        names = connection.execute(select(counters.c.name).where(counters.c.name.like("t-%"))).scalars()
        return sorted(names)


def count_commits(engine: Engine) -> list[int]:
    made: list[int] = []
    event.listen(engine, "commit", lambda _: made.append(1))
    return made


def outcome(future: Future[str]) -> str:
    error = future.exception(20)
    return f"{type(error).__name__}: {error}" if error is not None else future.result()


def test_parts_that_come_within_a_moment_are_one_transaction(writer: GroupCommit, engine: Engine) -> None:
    commits = count_commits(engine)
    futures = [writer.write(put(f"t-{number}")) for number in range(20)]
    assert [future.result(20) for future in futures] == [f"t-{number}" for number in range(20)]
    assert len(stored(engine)) == 20
    assert len(commits) == 1


def test_one_crawl_does_not_wait_for_others(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MOMENT", 3600.0)
    writer = GroupCommit(engine)
    writer.join()
    assert writer.write(put("t-1")).result(20) == "t-1"
    writer.join()
    second = writer.write(put("t-2"))
    assert not wait_for([second], 0.1).done
    writer.leave()
    assert second.result(20) == "t-2"
    writer.close()


def broken_by_its_row(connection: Connection) -> str:
    put("t-doomed")(connection)
    return put("t-1")(connection)


def broken_by_its_query(connection: Connection) -> str:
    put("t-doomed")(connection)
    connection.execute(text("SELECT * FROM no_such_table"))
    return ""


def broken_by_a_fault(connection: Connection) -> str:
    put("t-doomed")(connection)
    raise KeyError("fault")


@pytest.mark.parametrize(
    ("broken", "how"),
    [
        (broken_by_its_row, "IntegrityError"),  # the crawl goes on visit by visit
        (broken_by_its_query, "StoreError"),
        (broken_by_a_fault, "KeyError"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_part_that_fails_costs_itself_alone(
    writer: GroupCommit, engine: Engine, broken: Callable[[Connection], str], how: str, place: int
) -> None:
    commits = count_commits(engine)
    works = [put("t-1"), put("t-2")]
    if broken is broken_by_its_row:
        place = max(place, 1)  # after the row that it repeats
    works.insert(place, broken)
    outcomes = [outcome(future) for future in [writer.write(work) for work in works]]
    assert outcomes.pop(place).startswith(how)
    assert outcomes == ["t-1", "t-2"]
    assert stored(engine) == ["t-1", "t-2"]
    assert len(commits) == 1


def test_what_goes_first_and_fails_costs_its_part_alone(writer: GroupCommit, engine: Engine) -> None:
    def full() -> None:
        raise StoreError("cannot write the archive")

    outcomes = [outcome(one) for one in (writer.write(put("t-1"), full), writer.write(put("t-2")))]
    assert outcomes == ["StoreError: cannot write the archive", "t-2"]
    assert stored(engine) == ["t-2"]


def test_nobody_is_told_before_the_commit(writer: GroupCommit, engine: Engine) -> None:
    seen: list[object] = []
    futures: list[Future[str]] = []

    def look(connection: Connection) -> str:
        seen.extend([futures[0].done(), stored(engine)])
        return put("t-2")(connection)

    futures.append(writer.write(put("t-1")))
    assert writer.write(look).result(20) == "t-2"
    assert seen == [False, []]


def test_a_store_in_use_elsewhere_fails_each_part_after_a_bounded_wait(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTINH_BUSY_SECONDS", "0.2")
    engine, other = open_database(store_url), open_database(store_url)
    writer = GroupCommit(engine)
    with writing(other):
        outcomes = [outcome(future) for future in [writer.write(put("t-1")), writer.write(put("t-2"))]]
    assert all(one.startswith("StoreError: the store") for one in outcomes)
    assert writer.write(put("t-3")).result(20) == "t-3"
    assert stored(engine) == ["t-3"]
    writer.close()
    for one in (engine, other):
        one.dispose()


def test_a_full_disk_fails_the_part_that_does_not_fit_in_one_line(tmp_path: Path) -> None:
    """A limit on the database's pages stands in for the full disk."""
    engine = open_database(f"sqlite:///{tmp_path / 'full.db'}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=1"))
    engine.dispose()
    writer = GroupCommit(engine)
    for _ in range(9):
        writer.join()

    def much(connection: Connection) -> str:
        connection.execute(text("CREATE TABLE heap AS SELECT zeroblob(9999999) AS ballast"))
        return ""

    outcomes = [outcome(future) for future in [writer.write(put("t-1")), writer.write(much), writer.write(put("t-2"))]]
    assert re.fullmatch("StoreError: the store .* is full", outcomes.pop(1))
    assert outcomes == stored(engine) == ["t-1", "t-2"]
    writer.close()
    engine.dispose()


def test_a_connection_that_is_cut_fails_each_part_and_the_next_transaction_opens_another(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    writer = GroupCommit(engine)
    for _ in range(9):
        writer.join()

    def cut(connection: Connection) -> str:
        cut_connections(postgres_url)
        return put("t-2")(connection)

    outcomes = [outcome(future) for future in [writer.write(put("t-1")), writer.write(cut), writer.write(put("t-3"))]]
    assert all(one.startswith("StoreError") and "\n" not in one for one in outcomes), outcomes
    assert stored(engine) == []
    assert writer.write(put("t-4")).result(20) == "t-4"
    assert stored(engine) == ["t-4"]
    writer.close()
    engine.dispose()


def test_a_long_transaction_takes_no_further_part(
    writer: GroupCommit, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "LONGEST", 0.0)
    commits = count_commits(engine)
    futures = [writer.write(put(f"t-{number}")) for number in range(3)]
    assert [future.result(20) for future in futures] == ["t-0", "t-1", "t-2"]
    assert len(commits) == 3


def test_a_job_is_done_once_for_all_who_wait_after_the_parts_before_it(writer: GroupCommit, engine: Engine) -> None:
    seen: list[list[str]] = []

    def job() -> int:
        seen.append(stored(engine))
        return len(seen)

    part = writer.write(put("t-1"))
    jobs = [writer.once("log", job) for _ in range(5)]
    assert [one.result(20) for one in jobs] == [1] * 5
    assert part.done()
    assert seen == [["t-1"]]
    assert writer.once("log", job).result(20) == 2, "one that asks after it began has another"
    assert writer.began("log") > 0


def test_what_waits_at_the_end_is_written(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MOMENT", 3600.0)
    writer = GroupCommit(engine)
    for _ in range(9):
        writer.join()
    futures = [writer.write(put("t-1")), writer.write(put("t-2"))]
    threading.Timer(0.1, writer.close).start()
    assert [future.result(20) for future in futures] == ["t-1", "t-2"]


KILLED = """
import os, signal, sys
from crawler.database import group_commit
from crawler.database.opening import open_database
from tests.database.test_group_commit import put

group_commit.MOMENT = 0.5
writer = group_commit.GroupCommit(open_database(sys.argv[1]))
print(writer.write(put("t-told")).result(), flush=True)
for _ in range(9):
    writer.join()
writer.write(put("t-1"))

def die(connection):
    put("t-2")(connection)
    os.kill(os.getpid(), signal.SIGKILL)

writer.write(die).result()
"""


def test_a_kill_between_savepoint_and_commit_takes_what_nobody_was_told_of(store_url: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, store_url], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ)
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout.split() == ["t-told"]
    engine = open_database(store_url)
    assert stored(engine) == ["t-told"]
    writer = GroupCommit(engine)
    assert [writer.write(put(name)).result(20) for name in ("t-1", "t-2")] == ["t-1", "t-2"]
    assert stored(engine) == ["t-1", "t-2", "t-told"]
    writer.close()
    engine.dispose()
