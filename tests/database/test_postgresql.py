"""What only a server can do to a store: several writers at once, connections cut, no server at all."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.opening import open_database
from crawler.database.tables import articles, revisions
from crawler.model.items import Article
from tests.articles.test_revisions import commit, log
from tests.log.test_segments import lines
from tests.records import NOON, PORTAL, article, link

ROOT = Path(__file__).parents[2]
ROUNDS = 12


def cut_connections(url: str) -> None:
    """End every other connection to the store's database, as a restart of the server does."""
    engine = open_database(url)
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()


def at_once(*tasks: Callable[[], None]) -> None:
    """Run each in a thread of its own, and raise what any of them raised."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result(timeout=100)


def portal_writer(url: str, portal: str, texts: list[str]) -> Callable[[], None]:
    def write() -> None:
        store = Store.open(url)
        for number, body in enumerate(texts):
            commit(store, article(str(number), body, portal=portal), article(f"b{number}", body, portal=portal))
        store.close()

    return write


def test_seq_order_is_commit_order_with_two_writers_and_a_reader(store_url: str, tmp_path: Path) -> None:
    """A reader that asks for what came after the last `seq` it saw misses nothing, whoever commits first."""
    open_database(store_url).dispose()
    stop = threading.Event()
    seen: list[int] = []

    def follow() -> None:
        engine = open_database(store_url)
        while True:
            ended = stop.is_set()
            with reading(engine) as connection:
                after = seen[-1] if seen else 0
                query = select(revisions.c.seq).where(revisions.c.seq > after).order_by(revisions.c.seq)
                seen.extend(connection.execute(query).scalars())
            if ended:
                break
        engine.dispose()

    def write() -> None:
        try:
            own = [[f"riêng {portal} {number}" for number in range(ROUNDS)] for portal in ("a", "b")]
            at_once(portal_writer(store_url, "a", own[0]), portal_writer(store_url, "b", own[1]))
        finally:
            stop.set()

    at_once(write, follow)
    assert seen == list(range(1, 4 * ROUNDS + 1))


def test_copies_stored_at_the_same_time_have_one_original(store_url: str) -> None:
    open_database(store_url).dispose()
    texts = [f"tin chung số {number}" for number in range(ROUNDS)]
    at_once(*(portal_writer(store_url, portal, texts) for portal in ("a", "b", "c")))
    engine = open_database(store_url)
    with reading(engine) as connection:
        rows = connection.execute(select(articles.c.content_hash, articles.c.duplicate_of, articles.c.id)).all()
    engine.dispose()
    originals = {row.content_hash: row.id for row in rows if row.duplicate_of is None}
    assert len(originals) == ROUNDS == len([row for row in rows if row.duplicate_of is None])
    assert all(row.duplicate_of == originals[row.content_hash] for row in rows if row.duplicate_of)


def test_the_same_portal_from_two_machines_stores_each_article_once(store_url: str) -> None:
    open_database(store_url).dispose()
    texts = [f"tin {number}" for number in range(ROUNDS)]
    at_once(portal_writer(store_url, PORTAL, texts), portal_writer(store_url, PORTAL, texts))
    store = Store.open(store_url)
    assert {record["revision"] for record in log(store)} == {1}
    assert len(log(store)) == 2 * ROUNDS
    store.close()


def test_two_publishers_at_once_write_each_record_once(store: Store, store_url: str, tmp_path: Path) -> None:
    commit(store, *(article(str(number), f"tin {number}") for number in range(50)))

    program = (
        "import sys; from pathlib import Path; from crawler.base.clock import now; from crawler.log.segments import publish;"
        " from crawler.crawl.store import Store; publish(Store.open(sys.argv[1]).engine, Path(sys.argv[2]), now())"
    )
    command = [sys.executable, "-c", program, store_url, str(tmp_path / "out")]
    publishers = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [one.wait(timeout=100) for one in publishers] == [0, 0, 0]
    assert [record["seq"] for record in lines(tmp_path / "out")] == list(range(1, 51))


def test_stores_opened_at_once_migrate_once(postgres_url: str) -> None:
    empty = Store.open(postgres_url)
    with writing(empty.engine) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    empty.close()
    at_once(*([lambda: open_database(postgres_url).dispose()] * 4))
    commit(Store.open(postgres_url), article("1"))


def test_a_restart_of_the_server_between_commits_goes_unnoticed(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    commit(store, article("1", "a"))
    cut_connections(postgres_url)
    commit(store, article("2", "b"), hours=1)
    assert [record["seq"] for record in log(store)] == [1, 2]
    store.close()


def test_a_server_that_goes_away_amid_a_commit_is_one_clear_line_and_nothing_half_done(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(postgres_url)
    commit(store, article("1", "a"))

    def go_away(connection: Connection, *_: object) -> None:
        connection.execute(text("SELECT 1"))
        cut_connections(postgres_url)
        connection.execute(text("SELECT 1"))

    with monkeypatch.context() as patch:
        patch.setattr("crawler.crawl.batch.mark_seen", go_away)
        with pytest.raises(StoreError, match="cannot be used") as caught:
            commit(store, article("2", "b"), hours=1)
    assert "\n" not in str(caught.value)
    assert "password" not in str(caught.value)
    assert [record["id"] for record in log(store)] == [f"{PORTAL}:1"]
    commit(store, article("2", "b"), hours=1)
    assert [record["seq"] for record in log(store)] == [1, 2]
    store.close()


def test_another_writer_that_never_ends_is_a_clear_error(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Store.open(postgres_url), Store.open(postgres_url)
    monkeypatch.setenv("TINTINH_BUSY_SECONDS", "0.2")
    with writing(one.engine), pytest.raises(StoreError, match="lock timeout"):
        other.seed(PORTAL, [link("a", "listing")], NOON, 1)
    other.seed(PORTAL, [link("a", "listing")], NOON, 1)
    one.close()
    other.close()


def test_a_wrong_password_and_a_missing_database_are_clear_errors(postgres_url: str) -> None:
    missing = postgres_url.rsplit("/", 1)[0] + "/khong-co"
    with pytest.raises(StoreError, match='database "khong-co" does not exist') as caught:
        open_database(missing)
    assert "\n" not in str(caught.value)


def test_readers_are_not_held_up_by_a_writer(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    made: list[Article] = [article("1", "a")]
    commit(store, *made)
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE articles SET title = 'khác'"))
        assert log(store)[0]["title"] == "Bài 1"
    store.close()
