import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from crawler.errors import StoreError
from crawler.storage import database
from crawler.storage.database import HEAD, open_database, writing
from crawler.storage.migrate import MIGRATIONS
from crawler.storage.tables import metadata
from tests.storage.conftest import NOON, PORTAL


def test_migrations_lead_to_the_tables_as_declared(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 't.db'}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


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


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 't.db'}"
    engine = open_database(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreError, match="another version"):
        open_database(url)


def test_a_locked_store_is_a_clear_error_after_a_bounded_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    path = tmp_path / "t.db"
    engine = open_database(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"), writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM runs")
    other.execute("ROLLBACK")
    other.close()
    engine.dispose()


def test_an_error_in_a_transaction_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 't.db'}")
    statement = "INSERT INTO runs (portal, started_at, version, host, options, counts) VALUES (?, ?, '', '', '', '')"
    with pytest.raises(RuntimeError), writing(engine) as connection:
        connection.exec_driver_sql(statement, (PORTAL, NOON.isoformat()))
        raise RuntimeError
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM runs").scalar_one() == 0
    engine.dispose()
