"""One process at a time holds a lock, on either database; a process that loses its locks notices it at once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from crawler.registry import Portal
from crawler.runs.locks import (
    BusyError,
    FileLocks,
    Locks,
    ServerLocks,
    give_portal,
    lock_number,
    names_of,
    open_locks,
    take_portal,
)


def portal(name: str, start: str, *aliases: str) -> Portal:
    return Portal(id=name, name=name, kind="department", start=start, aliases=aliases, evidence="test")


Pair = tuple[Locks, Locks]


@pytest.fixture
def pair(store_url: str, tmp_path: Path) -> Iterator[Pair]:
    """The locks of two processes."""
    mine, yours = open_locks(tmp_path, store_url), open_locks(tmp_path, store_url)
    yield mine, yours
    mine.release()
    yours.release()


def test_one_holder_at_a_time(pair: Pair) -> None:
    mine, yours = pair
    assert mine.take("a")
    assert mine.take("a"), "a lock held already can be taken again"
    assert not yours.take("a")
    assert yours.take("b")
    assert yours.held_elsewhere(["a", "b", "c"]) == {"a"}
    assert mine.held_elsewhere(["a", "b", "c"]) == {"b"}
    mine.release()
    assert yours.take("a")
    assert mine.held_elsewhere(["a", "b"]) == {"a", "b"}


def test_portals_on_one_host_are_not_crawled_at_once(pair: Pair) -> None:
    one, other = portal("mot", "https://tinh.vn/so-mot", "www.tinh.vn"), portal("hai", "https://www.tinh.vn/so-hai")
    assert names_of(one) == ("mot", "@tinh.vn", "@www.tinh.vn")
    mine, yours = pair
    take_portal(mine, one)
    with pytest.raises(BusyError, match=r"hai: another portal on www\.tinh\.vn is being crawled"):
        take_portal(yours, other)
    take_portal(yours, portal("ba", "https://khac.vn/"))


def test_what_one_crawl_gives_back_stays_held_for_another_of_the_process(pair: Pair) -> None:
    one, other = portal("mot", "https://tinh.vn/so-mot"), portal("hai", "https://tinh.vn/so-hai")
    mine, yours = pair
    take_portal(mine, one)
    take_portal(mine, other)
    give_portal(mine, one)
    assert yours.take("mot")
    assert not yours.take("@tinh.vn"), "the other crawl still asks this host"
    give_portal(mine, other)
    assert yours.take("@tinh.vn")


def test_a_portal_that_is_busy_keeps_no_lock(pair: Pair) -> None:
    mine, yours = pair
    assert yours.take("@b.vn")
    with pytest.raises(BusyError):
        take_portal(mine, portal("mot", "https://a.vn/", "b.vn"))
    assert yours.take("mot")
    assert yours.take("@a.vn")


def test_files_of_a_lock_that_nobody_holds_do_no_harm(tmp_path: Path) -> None:
    mine = FileLocks(tmp_path)
    assert mine.take("a")
    mine.release()
    assert FileLocks(tmp_path).held_elsewhere(["a"]) == set()
    assert FileLocks(tmp_path).take("a")


def test_the_process_is_told_when_the_server_ends_its_connection(postgres_url: str) -> None:
    told = threading.Event()
    locks = ServerLocks(postgres_url.replace("+psycopg", ""), lost=lambda _: told.set())
    assert locks.take("a")
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tintinh locks'"
        connection.execute(text(ended + " AND datname = current_database()"))
    assert told.wait(2)
    engine.dispose()
    locks.release()


def test_lock_numbers_are_what_pg_locks_shows() -> None:
    numbers = {lock_number(f"tinh-{number}") for number in range(1000)}
    assert len(numbers) == 1000
    assert all(0 <= number < 2**63 for number in numbers)
