import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select

from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.migrate import MIGRATIONS
from crawler.database.opening import HEAD, open_database
from crawler.database.tables import articles, frontier, metadata
from crawler.runs import runs
from crawler.search.query import search
from tests.articles.test_revisions import commit
from tests.records import NOON, PORTAL, article, link, visit


def test_migrations_lead_to_the_tables_as_declared(store_url: str) -> None:
    engine = open_database(store_url)
    # The full-text index is no table that SQLAlchemy could declare, see `search_index`.
    options = {"include_name": lambda name, kind, _: not (kind == "table" and str(name).startswith("article_words"))}
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    # Comments are for readers of `tables`; the database does without.
    assert [one for one in differences if not (isinstance(one, list) and one[0][0] == "modify_comment")] == []


def test_head_is_the_newest_migration() -> None:
    assert max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")) == HEAD


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


def test_a_store_of_a_newer_version_is_refused(store_url: str) -> None:
    engine = open_database(store_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreError, match="another version"):
        open_database(store_url)


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


def test_articles_stored_before_are_entered_into_both_indexes(store_url: str) -> None:
    store = Store.open(store_url)
    text = "chính quyền địa phương hai cấp vận hành thông suốt " * 5
    commit(store, article("1", text), article("2", "một bài khác"))
    commit(store, article("2", "bài ấy đã sửa"), hours=1)
    with writing(store.engine) as connection:
        migrate_to(connection, "0001")
        migrate_to(connection, "head")
        assert [hit.article for hit in search(connection, "vận hành")] == [f"{PORTAL}:1"]
        assert search(connection, '"một bài khác"') == []
    commit(store, article("3", text + "cuối"), hours=2)
    with reading(store.engine) as connection:
        assert connection.execute(select(articles.c.duplicate_of).where(articles.c.id == f"{PORTAL}:3")).scalar_one()
    store.close()


def migrate_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    (command.downgrade if revision != "head" else command.upgrade)(config, revision)


def test_what_no_database_can_hold_is_mended_and_costs_no_crawl(store: Store) -> None:
    run = store.start_run(PORTAL, NOON, {})
    store.seed(PORTAL, [link("a", "listing")], NOON, run)
    [due] = store.draw(PORTAL, run, NOON, 10)
    links = [link("b", hint="tiêu\0đề \ud800"), link("k" * 5000)]
    store.commit(PORTAL, run, [visit(due, links=links, etag="\0", reason="\udfff")])
    assert [due.key for due in store.draw(PORTAL, run, NOON, 10)] == ["b"]
    with reading(store.engine) as connection:
        assert connection.execute(select(frontier.c.hint).where(frontier.c.key == "b")).scalar_one() == "tiêu�đề �"
