"""Who may ask, how much, and what the answers let a browser do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crawler.base.errors import StoreError, UserError
from crawler.crawl.store import Store
from crawler.web.app import create_app
from crawler.web.reader import Reader, SlowQueryError
from crawler.web.serving import access
from crawler.web.settings import ConsoleSettings
from tests.crawl.conftest import tintinh
from tests.web.conftest import Site, basic, serving

ENDLESS = text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8720", 200),
        ("LOCALHOST", 200),
        ("127.0.0.1", 200),
        ("[::1]:8720", 200),
        ("192.168.7.9:80", 200),
        ("evil.example", 400),
        ("evil.example:8720", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
        ("[::1", 400),
        ("tin.example.org", 400),
    ],
)
def test_only_names_of_the_console_are_answered(site: Site, host: str, status: int) -> None:
    assert site.get("/search", {"Host": host}).status == status


def test_a_name_that_was_given_is_answered(guarded: Site) -> None:
    assert guarded.get("/", {"Host": "tin.example.org", **basic("mot-ma-bao-ve-dai")}).status == 200
    assert guarded.get("/", {"Host": "evil.example", **basic("mot-ma-bao-ve-dai")}).status == 400


@pytest.mark.parametrize("path", ["/", "/static/style.css", "/api/openapi.json", "/khong-co", "/meetings.atom"])
def test_nothing_is_answered_without_the_token(guarded: Site, path: str) -> None:
    for headers in ({}, basic("sai"), basic(""), {"Authorization": "Bearer"}, {"Authorization": "Basic !"},
                    {"Authorization": "Digest mot-ma-bao-ve-dai"}, basic("mot-ma-bao-ve-dai-")):  # fmt: skip
        answer = guarded.get(path, headers)
        assert answer.status == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
    assert guarded.get(path, {"Authorization": "Bearer mot-ma-bao-ve-dai"}).status in (200, 404)


def test_what_answers_let_a_browser_do(site: Site) -> None:
    for path in ("/", "/khong-co", "/static/style.css", "/search?q=%3F", "/meetings.atom", "/api/openapi.json"):
        headers = site.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "python" not in headers.get("server", "").lower()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_answered(site: Site, method: str) -> None:
    assert site.get("/", method=method).status == 405


def test_long_addresses_are_refused(site: Site) -> None:
    assert site.get("/search", q="a" * 9000).status == 414
    assert site.get("/article", id="a" * 5000).status == 404


@pytest.fixture(params=["sqlite", "postgresql"])
def stored_at(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that holds nothing."""
    url = f"sqlite:///{tmp_path / 't.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    Store.open(url).close()
    return str(url)


@pytest.fixture
def reader(stored_at: str) -> Iterator[Reader]:
    made = Reader(stored_at, 0.3)
    yield made
    made.close()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM runs", "CREATE TABLE x (y int)", "UPDATE counters SET value = 0", "DROP TABLE runs",
     "INSERT INTO counters VALUES ('x', 1)"],
)  # fmt: skip
def test_the_console_cannot_write(reader: Reader, statement: str) -> None:
    with pytest.raises((StoreError, DBAPIError)), reader.reading() as connection:
        connection.exec_driver_sql(statement)


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_is_answered(reader: Reader) -> None:
    for _ in range(2):
        with pytest.raises(SlowQueryError), reader.reading() as connection:
            connection.execute(ENDLESS)
    with reader.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_slow_queries_and_a_store_that_is_gone_are_pages_without_secrets(
    settings: ConsoleSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.web.reader.STEPS", 1)
    with serving(settings) as hurried:
        hurried.app.state.console.reader.seconds = -1.0
        answer = hurried.get("/search", {"Accept-Language": "en"}, q="đường")
        assert hurried.get("/api/nichts").headers["content-type"] == "application/json"
    assert answer.status == 503
    assert "took too long" in answer.text
    path = tmp_path / "t.db"
    Store.open(f"sqlite:///{path}").close()
    with serving(replace(settings, database_url=f"sqlite:///{path}")) as site:
        path.write_bytes(b"x" * 100)
        answer = site.get("/", {"Accept-Language": "en"})
    assert answer.status == 503
    assert "cannot be read" in answer.text
    assert "t.db" not in answer.text


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 't.db'}"
    store = Store.open(url)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    store.close()
    with pytest.raises(StoreError, match="another version"):
        create_app(ConsoleSettings(url))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "tin.example.org"])
def test_other_machines_are_let_in_only_with_a_token_or_a_proxy(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TINTINH_TOKEN", raising=False)
    with pytest.raises(UserError, match="--token-file"):
        access(host, None, False)
    assert access(host, None, True) is None
    path = tmp_path / "token"
    path.write_text("mot-ma-bao-ve-dai\n", "utf-8")
    assert access(host, path, False) == "mot-ma-bao-ve-dai"
    monkeypatch.setenv("TINTINH_TOKEN", "mot-ma-khac-cung-dai")
    assert access(host, None, False) == "mot-ma-khac-cung-dai"
    path.write_text("ngan", "utf-8")
    with pytest.raises(UserError, match="shorter"):
        access(host, path, False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_needs_no_token(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINTINH_TOKEN", raising=False)
    assert access(host, None, False) is None


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    done = tintinh("serve", "--host", "0.0.0.0", "--output", tmp_path, TINTINH_TOKEN="")
    assert done.returncode == 2
    assert done.stderr.startswith("error: --host 0.0.0.0 can be reached from other machines")
    assert done.stderr.count("\n") == 1
