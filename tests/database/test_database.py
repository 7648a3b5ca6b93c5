import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.opening import open_database
from crawler.database.tables import frontier, metadata
from crawler.runs import runs
from tests.records import NOON, PORTAL, link, visit


def test_migrations_lead_to_the_tables_as_declared(store_url: str) -> None:
    engine = open_database(store_url)
    # The full-text index is no table that SQLAlchemy could declare, see `search_index`.
    options = {"include_name": lambda name, kind, _: not (kind == "table" and str(name).startswith("article_words"))}
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    # Comments are for readers of `tables`; the database does without.
    assert [one for one in differences if not (isinstance(one, list) and one[0][0] == "modify_comment")] == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://x", "can be sqlite"),
        ("nonsense", "not a database address"),
        ("postgresql://127.0.0.1:1/none?connect_timeout=1", "cannot be used"),
    ],
)
def test_a_wrong_address_is_one_clear_line(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_database(url)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    path.write_text("không phải cơ sở dữ liệu" * 100, "utf-8")
    with pytest.raises(StoreError, match="not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_text("utf-8").startswith("không")


def test_a_locked_store_is_a_clear_error_after_a_bounded_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTINH_BUSY_SECONDS", "0.1")
    path = tmp_path / "t.db"
    engine = open_database(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"), writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM runs")
    other.execute("ROLLBACK")
    other.close()
    engine.dispose()


def test_an_error_in_a_transaction_leaves_nothing_behind(store_url: str) -> None:
    engine = open_database(store_url)
    with pytest.raises(RuntimeError), writing(engine) as connection:
        runs.start(connection, PORTAL, NOON, {})
        raise RuntimeError
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM runs").scalar_one() == 0
    engine.dispose()


def test_what_no_database_can_hold_is_mended_and_costs_no_crawl(store: Store) -> None:
    run = store.start_run(PORTAL, NOON, {})
    store.seed(PORTAL, [link("a", "listing")], NOON, run)
    [due] = store.draw(PORTAL, run, NOON, 10)
    links = [link("b", hint="tiêu\0đề \ud800"), link("k" * 5000)]
    store.commit(PORTAL, run, [visit(due, links=links, etag="\0", reason="\udfff")])
    assert [due.key for due in store.draw(PORTAL, run, NOON, 10)] == ["b"]
    with reading(store.engine) as connection:
        assert connection.execute(select(frontier.c.hint).where(frontier.c.key == "b")).scalar_one() == "tiêu�đề �"
