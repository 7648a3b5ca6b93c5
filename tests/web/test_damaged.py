"""A row that disagrees with its record costs what it says, never the page: no answer is ever a 500."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from crawler.web.settings import ConsoleSettings
from tests.web.conftest import Site, serving

OF_ONE = {"id": "son-la:1"}
# What every route is asked for; a route that is not here fails the test.
ASKED: dict[str, list[str]] = {
    "/": ["", "?kind=council_session", "?since=2026-01-01&until=2026-01-31", "?person=Lo+Thi+Hanh"],
    "/calendar": ["", "?year=2026&month=1&day=2026-01-01"],
    "/person": ["", "?name=lo+thi+hanh"],
    "/body": ["?name=hdnd+tinh+son+la", "?name=HDND+tinh&province=14"],
    "/document": ["?number=45/NQ-HDND"],
    "/people": ["", "?q=lo"],
    "/bodies": ["", "?q=hdnd"],
    "/documents": ["", "?q=45"],
    "/healthz": [""],
    "/readyz": [""],
    "/search": ["", "?q=duong", "?q=duomg", "?q=duong&order=date", "?q=%22hop+ky%22&meetings=1"],
    "/article": ["?id=son-la:1", "?id=lai-chau:7", "?id=son-la:2", "?id=lai-chau:9"],
    "/article/changes": ["?id=son-la:2", "?id=son-la:1"],
    "/article/raw": ["?id=son-la:1"],
    "/article/frame": ["?id=son-la:1"],
    "/api": [""],
    "/meetings.atom": [""],
    "/api/articles": ["", "?bodies=false", "?meetings=1"],
    "/api/article": ["?id=son-la:1", "?id=son-la:2&seq=2"],
    "/api/people": ["?person=lo+thi+hanh", "?person=le+thi+hong"],
    "/api/documents": ["?document=45/NQ-HDND"],
    "/api/names": ["?q=lo", "?q=45", "?q=hdnd"],
    "/api/meetings.csv": [""],
    "/feeds/meetings.ics": [""],
    "/api/meetings": ["", "?since=2026-01-01"],
    "/api/revisions": ["", "?format=ndjson"],
    "/api/bulk": ["", "?month=2026-01"],
    "/api/bulk/file/{path:path}": [""],
    "/api/search": ["?q=duong", "?q=hop", "?q=duomg"],
    "/api/search.csv": ["?q=duong"],
    "/api/openapi.json": [""],
    **{
        f"/feeds/{what}.{form}": ["", "?q=duong"] if what == "articles" else [""]
        for what in ("meetings", "articles")
        for form in ("atom", "rss", "json")
    },
}
# These judge every portal, and read no record.
OF_PORTALS = {
    "/provinces": ["", "?by=health"],
    "/province": ["?id=14"],
    "/portals": [""],
    "/portal": ["?id=son-la"],
    "/api/portals": [""],
    "/api/portal": ["?id=son-la"],
}

SET = "UPDATE revisions SET record = {} WHERE seq IN (SELECT seq FROM articles WHERE id IN ('son-la:1', 'son-la:2'))"
DAMAGES = {
    "the record has no meeting": SET.format("json_set(record, '$.meeting', json('null'))"),
    "the record's meeting is of no known kind": SET.format("json_set(record, '$.meeting', json('{\"kind\": \"x\"}'))"),
    "the record is broken JSON": SET.format('\'{"id": "son-\''),
    "the record is empty": SET.format("''"),
    "the record is a list": SET.format("'[]'"),
    "the record has no fields": SET.format("'{}'"),
    "the record is a word": SET.format("'null'"),
    "the record lacks its title": SET.format("json_remove(record, '$.title')"),
    "the record's body is a number": SET.format("json_set(record, '$.body', 7)"),
    "the record has no body": SET.format("json_remove(record, '$.body')"),
    "the record is another article's": SET.format("json_set(record, '$.id', 'khac:9', '$.portal', 'khac')"),
    "the record's evidence lies outside": SET.format("json_set(record, '$.body', 'Ngắn.')"),
    "every record is broken": "UPDATE revisions SET record = '{'",
    "the revision is missing": "DELETE FROM revisions WHERE seq IN (SELECT seq FROM articles WHERE id = 'son-la:1')",
    "an older revision is missing": "DELETE FROM revisions WHERE article = 'son-la:2' AND revision = 1",
    "no revision is left": "DELETE FROM revisions",
    "the article is missing": "DELETE FROM articles WHERE id = 'son-la:1'",
    "the article points at another revision": "UPDATE articles SET seq = 3 WHERE id = 'son-la:1'",
    "the article's dates are words": "UPDATE articles SET published_at = '2026-01-01 hôm qua', first_seen = 'x'",
    "the article's meeting is of no known kind": "UPDATE articles SET meeting_kind = 'la'",
    "the article copies one that is missing": "UPDATE articles SET duplicate_of = 'khac:1', similarity = 1",
    "the meeting is missing": "DELETE FROM meetings WHERE article = 'son-la:1'",
    "the meeting is of an article without one": "UPDATE meetings SET article = 'son-la:2' WHERE article = 'son-la:1'",
    "the meeting is of no known kind": "UPDATE meetings SET kind = 'la'",
    "the meeting's facts are broken": "UPDATE meetings SET facts = '{'",
    "the meeting's day is none": "UPDATE meetings SET day = '2026-01-9x', reported_at = 'x'",
    "the meeting's day is empty": "UPDATE meetings SET day = '', reported_at = ''",
    "the event is missing": "DELETE FROM events",
    "the meetings have an event that is none": "UPDATE meetings SET event = 999",
    "the names are missing": "DELETE FROM meeting_names",
    "the moment of storing is a word": "UPDATE revisions SET recorded_at = 'hôm nay'",
}


@pytest.fixture
def damaged(settings: ConsoleSettings, tmp_path: Path) -> tuple[ConsoleSettings, Path]:
    """A copy of the store, to be damaged."""
    path = tmp_path / "tintinh.db"
    with sqlite3.connect(settings.output / "tintinh.db") as whole, sqlite3.connect(path) as copy:
        whole.backup(copy)
    return replace(settings, database_url=f"sqlite:///{path}"), path


def ask(site: Site, asked: dict[str, list[str]]) -> list[str]:
    """Everything that is asked for; what was answered with a server's error, or with JSON that is none."""
    faults = []
    for path, queries in asked.items():
        for query in queries:
            answer = site.get(path + query)
            if answer.status >= 500:
                faults.append(f"{path}{query}: {answer.status}")
            elif answer.headers.get("content-type", "").startswith("application/json"):
                orjson.loads(answer.text)
    return faults


def test_every_route_is_asked(site: Site) -> None:
    routers = [route.original_router for route in site.app.routes if hasattr(route, "original_router")]
    assert {route.path for router in routers for route in router.routes} == ASKED.keys() | OF_PORTALS.keys()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_no_answer_is_a_servers_error(damaged: tuple[ConsoleSettings, Path], damage: str) -> None:
    settings, path = damaged
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute(damage)
    with serving(settings) as site:
        assert ask(site, ASKED) == []


def test_portals_need_no_record(damaged: tuple[ConsoleSettings, Path]) -> None:
    settings, path = damaged
    with sqlite3.connect(path) as store:
        store.execute(DAMAGES["every record is broken"])
    with serving(settings) as site:
        assert ask(site, OF_PORTALS) == []


def test_the_other_reports_are_shown_all_the_same(damaged: tuple[ConsoleSettings, Path]) -> None:
    settings, path = damaged
    with sqlite3.connect(path) as store:
        store.execute(DAMAGES["the record has no meeting"])
    with serving(settings) as site:
        for shown in ("/", "/api/meetings", "/feeds/meetings.json"):
            text = site.get(shown).text
            assert "HĐND tỉnh Sơn La họp" in text
            assert "Làm việc với xã Nậm Hăn" in text
        assert '"id":"son-la:1"' not in site.get("/api/meetings").text
        assert site.get("/article", **OF_ONE).status == 200


@pytest.mark.parametrize("path", ["/article", "/api/article"])
def test_a_damaged_record_is_not_found(damaged: tuple[ConsoleSettings, Path], path: str) -> None:
    settings, database = damaged
    with sqlite3.connect(database) as store:
        store.execute(DAMAGES["the record is broken JSON"])
    with serving(settings) as site:
        assert site.get(path, **OF_ONE).status == 404
