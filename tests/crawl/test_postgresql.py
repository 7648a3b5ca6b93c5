"""Crawls into PostgreSQL, as into SQLite: the same store and the same log."""

from pathlib import Path

from tests.crawl.conftest import ServerSite, Site, tintinh
from tests.portals import DEPARTMENT, DemoPortals

STORED = (
    "SELECT id, title, published_at, meeting_kind, duplicate_of, similarity, content_hash, revision, seq"
    " FROM articles ORDER BY seq"
)
FRONTIER = "SELECT key, kind, section, depth, status, hint, http_status FROM frontier ORDER BY id"


def test_both_databases_hold_the_same(demo: DemoPortals, tmp_path: Path, postgres_url: str) -> None:
    site = Site(demo, DEPARTMENT, tmp_path / "sqlite")
    server = ServerSite(demo, DEPARTMENT, tmp_path / "server", postgres_url)
    assert site.crawl("--full") == server.crawl("--full")
    assert server.rows(STORED) == site.rows(STORED)
    assert server.rows(FRONTIER) == site.rows(FRONTIER)
    assert [{**record, "provenance": None} for record in server.log()] == [
        {**record, "provenance": None} for record in site.log()
    ]
    assert not (tmp_path / "server" / "tintinh.db").exists()
    again = server.crawl()
    assert (again["new"], again["updated"]) == (0, 0)
    found = tintinh("search", "hoi", "nghi", "--limit", 500, "--database", postgres_url)
    assert found.returncode == 0, found.stderr
    here = tintinh("search", "hoi", "nghi", "--limit", 500, "--output", site.output).stdout
    assert len(found.stdout.splitlines()) > 2
    assert sorted(found.stdout.splitlines()) == sorted(here.splitlines())


def test_a_server_that_is_not_there_is_one_clear_line(demo: DemoPortals, tmp_path: Path) -> None:
    site = ServerSite(demo, DEPARTMENT, tmp_path, "postgresql://127.0.0.1:1/none?connect_timeout=2")
    done = tintinh(*site.arguments())
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "error: the store postgresql" in line
    assert "Traceback" not in done.stderr
