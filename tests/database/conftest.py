"""Tests of migrations change the schema itself: their databases are new ones."""

from collections.abc import Iterator

import pytest

from tests.stores import Postgres


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    url = postgres.make()
    yield url
    postgres.drop(url)
