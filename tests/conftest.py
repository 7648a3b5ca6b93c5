"""Stores for every test that asks for one, on SQLite and on a real PostgreSQL server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from crawler.crawl.store import Store
from tests.stores import Postgres, new_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of TINTINH_TEST_POSTGRES (`.ci/postgres` starts one)."""
    address = os.environ.get("TINTINH_TEST_POSTGRES")
    if not address:
        reason = "no PostgreSQL: TINTINH_TEST_POSTGRES is not set (make test starts a server where it can)"
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    server = Postgres(address)
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty store of one's own on PostgreSQL."""
    url = postgres.lend()
    yield url
    postgres.take_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every test that asks for it runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tintinh.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    url = make_url(store_url)
    opened = new_store(Path(str(url.database))) if url.get_backend_name() == "sqlite" else Store.open(store_url)
    yield opened
    opened.close()
