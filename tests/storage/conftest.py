import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from crawler.clock import VIETNAM
from crawler.items import Article
from crawler.storage.store import Store
from crawler.storage.visit import Due, Link, Status, Visit

NOON = datetime(2026, 1, 2, 12, tzinfo=VIETNAM)
PORTAL = "thu-nghiem"


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


def link(key: str, kind: str = "article", hint: str | None = None, url: str | None = None, **more: object) -> Link:
    return Link(key, url or f"https://x.vn/{key}", kind, hint=hint, **more)  # type: ignore[arg-type]


def article(key: str, text: str = "Nội dung.", published: datetime | None = NOON, portal: str = PORTAL) -> Article:
    return Article(
        id=f"{portal}:{key}",
        portal=portal,
        url=f"https://x.vn/{key}",
        canonical_url=f"https://x.vn/{key}",
        title=f"Bài {key}",
        body=text,
        published_at=published,
        published_precision="minute" if published else None,
        content_hash=f"hash of {text}",
    )


def visit(due: Due, at: datetime = NOON, status: Status = Status.FETCHED, **more: object) -> Visit:
    return Visit(due, at, status, **more)  # type: ignore[arg-type]


def later(**delta: float) -> datetime:
    return NOON + timedelta(**delta)
