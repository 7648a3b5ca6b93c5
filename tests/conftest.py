"""Databases on a real PostgreSQL server, for every test that asks for one."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from crawler.crawl.store import Store


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[URL]:
    """A migrated database to copy from, on the server of TINTINH_TEST_POSTGRES (`.ci/postgres` starts one)."""
    address = os.environ.get("TINTINH_TEST_POSTGRES")
    if not address:
        reason = "no PostgreSQL: TINTINH_TEST_POSTGRES is not set (make test starts a server where it can)"
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    server = make_url(address).set(drivername="postgresql+psycopg")
    template = server.set(database=f"template_{uuid4().hex}")
    administer(server, f"CREATE DATABASE {template.database}")
    Store.open(template.render_as_string(hide_password=False)).close()
    yield template
    administer(server, f"DROP DATABASE {template.database}")


def administer(server: URL, statement: str) -> None:
    engine = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def postgres_url(postgres_template: URL) -> Iterator[str]:
    """A store of one's own on PostgreSQL."""
    mine = postgres_template.set(database=f"test_{uuid4().hex}")
    administer(mine, f"CREATE DATABASE {mine.database} TEMPLATE {postgres_template.database}")
    yield mine.render_as_string(hide_password=False)
    administer(mine, f"DROP DATABASE {mine.database} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every test that asks for it runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tintinh.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.open(store_url)
    yield opened
    opened.close()
