"""Stores that earlier commits saved open, hold what they held, and then are as new ones are."""

import ast
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select

from crawler.articles.history import revisions_of
from crawler.base.errors import StoreError
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.migrate import MIGRATIONS
from crawler.database.opening import HEAD, open_database
from crawler.database.tables import articles, counters, events, frontier, meeting_names, meetings, sketches
from crawler.model.items import SCHEMA_VERSION
from crawler.search.query import search
from tests.articles.test_revisions import commit
from tests.database.old_stores import PORTALS, VERSIONS, put
from tests.records import article

WHERE = ("sqlite_where", "postgresql_where")


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> Iterator[Store]:
    put(request.param, store_url, tmp_path)
    store = Store.open(store_url)
    yield store
    store.close()


def schema(engine: Engine) -> dict[str, Any]:
    """All that the database tells of its tables, but for their columns' order and the full-text index of SQLite."""
    seen = inspect(engine)
    tables = sorted(name for name in seen.get_table_names() if not name.startswith("article_words_"))
    return {
        table: {
            "columns": {one["name"]: describe(one, "type", "nullable", "default") for one in seen.get_columns(table)},
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(str(one) for one in seen.get_foreign_keys(table)),
            "unique": sorted(str(one) for one in seen.get_unique_constraints(table)),
            "checks": sorted(str(one) for one in seen.get_check_constraints(table)),
            "indexes": {
                one["name"]: describe(one, "column_names", "unique", *WHERE) for one in seen.get_indexes(table)
            },
        }
        for table in tables
    }


def describe(one: Any, *names: str) -> list[str]:
    return [str(one.get(name, one.get("dialect_options", {}).get(name))) for name in names]


@pytest.mark.parametrize("path", sorted(MIGRATIONS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_migration_reads_no_live_code(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert {name.split(".")[0] for name in names} <= {"alembic", "sqlalchemy", *sys.stdlib_module_names}


def test_a_migrated_store_has_the_schema_of_a_new_one(old: Store, tmp_path: Path, request: Any) -> None:
    migrated = schema(old.engine)
    if old.engine.dialect.name == "sqlite":
        new = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    else:
        with writing(old.engine) as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        new = open_database(request.getfixturevalue("postgres_url"))
    assert migrated == schema(new)
    new.dispose()


def test_what_was_stored_is_there(old: Store) -> None:
    with reading(old.engine) as connection:
        stored = connection.execute(select(articles.c.id, articles.c.revision).order_by(articles.c.id)).all()
        assert [tuple(row) for row in stored] == [("bao-thu:7", 1), ("thu-nghiem:1", 1), ("thu-nghiem:2", 2)]
        [first, second] = revisions_of(connection, "thu-nghiem:2")
        assert (first.record["body"], second.record["body"]) == (
            "Lịch tiếp công dân tháng 01 năm 2026.",
            "Lịch tiếp công dân tháng 01 năm 2026 (sửa).",
        )
        assert {one.record["schema_version"] for one in (first, second)} == {SCHEMA_VERSION}
        due = select(frontier.c.key).where(frontier.c.status == "DISCOVERED")
        assert connection.execute(due).scalars().all() == ["3"]


def test_what_follows_from_the_records_is_made_anew(old: Store) -> None:
    with reading(old.engine) as connection:
        assert {hit.article for hit in search(connection, "sắp xếp các trường học")} == {"bao-thu:7", "thu-nghiem:1"}
        assert {hit.article for hit in search(connection, "tiep cong dan")} == {"thu-nghiem:2"}
        reports = connection.execute(select(meetings).order_by(meetings.c.article)).all()
        assert [(row.article, row.day, row.reported_at) for row in reports] == [
            (f"{portal}:{key}", "2026-01-02", "2026-01-02T12:00:00+07:00")
            for portal, key in zip(PORTALS, ("7", "1"), strict=True)
        ]
        assert len(connection.execute(select(events)).all()) == len({row.event for row in reports}) == 1
        named = select(meeting_names.c.article).where(meeting_names.c.plain.like("tran van mau%"))
        assert set(connection.execute(named).scalars()) == {"bao-thu:7", "thu-nghiem:1"}
        assert connection.execute(select(sketches.c.number).order_by(sketches.c.number)).scalars().all() == [1, 4]
        assert not connection.execute(select(counters).where(counters.c.name.like("stale%"))).all()


def test_the_store_goes_on(old: Store) -> None:
    with reading(old.engine) as connection:
        body = str(revisions_of(connection, "thu-nghiem:1")[0].record["body"])
    commit(old, article("9", body + "\n\nMột câu thêm vào."), hours=5)
    with reading(old.engine) as connection:
        row = connection.execute(select(articles).where(articles.c.id == "thu-nghiem:9")).one()
    assert (row.seq, row.duplicate_of) == (5, "thu-nghiem:1")


def test_a_kill_before_stale_rows_are_made_anew_is_made_good(store_url: str, tmp_path: Path) -> None:
    put("0001", store_url, tmp_path)
    engine = open_database(store_url)  # the migrations alone
    with reading(engine) as connection:
        assert search(connection, "trường học") == []
    engine.dispose()
    Store.open(store_url).close()
    store = Store.open(store_url)
    with reading(store.engine) as connection:
        assert len(search(connection, "trường học")) == 2
    store.close()


def test_a_store_is_copied_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    url, path = f"sqlite:///{tmp_path / 'tintinh.db'}", tmp_path / "tintinh.db"
    for version in ("0001", VERSIONS[-1]):
        path.unlink(missing_ok=True)
        put(version, url, tmp_path)
        before = sqlite3.connect(path).execute("SELECT * FROM frontier").fetchall()
        open_database(url).dispose()
        [copy] = tmp_path.glob("tintinh.db.before-*")
        kept = sqlite3.connect(copy)
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [(copy.name.rpartition("-")[2],)]
        assert kept.execute("SELECT * FROM frontier").fetchall() == before
    open_database(url).dispose()
    assert [one.name for one in tmp_path.glob("tintinh.db.before-*")] == [copy.name]


def test_head_is_the_newest_migration() -> None:
    assert max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")) == HEAD


def test_a_store_of_a_newer_version_is_refused(store_url: str) -> None:
    engine = open_database(store_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreError, match="another version"):
        open_database(store_url)
