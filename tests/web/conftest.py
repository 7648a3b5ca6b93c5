"""A console on loopback over a small store, as browsers and programs meet it."""

import base64
import hashlib
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from fastapi import FastAPI

from crawler.archive.writing import ArchiveWriter, Exchange
from crawler.base.clock import VIETNAM
from crawler.crawl.store import Store
from crawler.database.engine import writing
from crawler.model.items import (
    Article,
    Attachment,
    DocumentCited,
    Figure,
    Image,
    Meeting,
    MeetingKind,
    Person,
    Provenance,
    Span,
)
from crawler.web.app import create_app
from crawler.web.serving import listen
from crawler.web.settings import ConsoleSettings
from tests.stores import new_store
from tests.watch.conftest import put

NOW = datetime(2026, 1, 2, 9, 30, tzinfo=VIETNAM)
BODY = (
    "Sáng 1/1/2026, HĐND tỉnh Sơn La họp kỳ thứ 21, do bà Lò Thị Hạnh chủ trì.\n\n"
    "Kỳ họp xem xét Nghị quyết 45/NQ-HĐND về đường giao thông nông thôn, vốn 120 tỷ đồng."
)
PAGE = "<!doctype html><title>Trang</title><script>window.bad = 1</script><p>Đường giao thông <b>nông thôn</b></p>"


@dataclass(frozen=True)
class Answer:
    """An answer: status, headers in lower case, text."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Site:
    """A console that listens."""

    port: int
    app: FastAPI

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET", **query: object) -> Answer:
        """Ask for a path; `query` is appended to it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, f"{path}?{urlencode(query)}" if query else path, headers=headers or {})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read().decode())
        finally:
            connection.close()


@contextmanager
def serving(settings: ConsoleSettings) -> Iterator[Site]:
    app = create_app(settings)
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1)
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield Site(listener.getsockname()[1], app)
    finally:
        server.should_exit = True
        thread.join(10)


def article(key: str, title: str, body: str, days: float = 0, portal: str = "son-la", **more: object) -> Article:
    """An article of a portal of the registry, published so many days before `NOW`."""
    made = Article(
        id=f"{portal}:{key}",
        portal=portal,
        province_code={"son-la": "14", "lai-chau": "12"}.get(portal),
        url=f"https://{portal}.example/{key}.html",
        canonical_url=f"https://{portal}.example/{key}.html",
        title=title,
        body=body,
        published_at=NOW - timedelta(days=days),
        published_precision="minute",
        content_hash=hashlib.sha256((title + body).encode()).hexdigest(),
        provenance=Provenance(fields={"title": "liferay"}, fetched_at=NOW, http_status=200, tls_verified=True),
    )
    return made.model_copy(update=more)


def council(**more: object) -> Meeting:
    """The meeting that `BODY` reports, with its evidence."""

    def span(field: str, words: str) -> Span:
        return Span(field=field, start=BODY.index(words), end=BODY.index(words) + len(words))

    meeting = Meeting(
        kind=MeetingKind.COUNCIL_SESSION,
        body_name="HĐND tỉnh Sơn La",
        ordinal=21,
        term="XV",
        held_on=date(2026, 1, 1),
        held_on_precision="day",
        part_of_day="sáng",
        chairs=[Person(name="Lò Thị Hạnh", posts=["Chủ tịch HĐND tỉnh"])],
        documents_cited=[DocumentCited(number="45/NQ-HĐND", kind="Nghị quyết")],
        figures=[Figure(value=120, unit="tỷ đồng", what="vốn", text="120 tỷ đồng")],
        evidence=[
            span("held_on", "1/1/2026"),
            span("body_name", "HĐND tỉnh Sơn La"),
            span("chairs.0", "Lò Thị Hạnh"),
            span("documents_cited.0", "45/NQ-HĐND"),
        ],
    )
    return meeting.model_copy(update=more)


def fill(store: Store, output: Path) -> None:
    """The news of two provinces: a session that both report, an edit, a copy, a file, and other news."""
    with_files = {
        "images": [Image(url="https://son-la.example/a.jpg", caption="Quang cảnh kỳ họp")],
        "attachments": [Attachment(url="https://son-la.example/nq.pdf", name="Nghị quyết", text="Toàn văn nghị quyết")],
    }
    session = article("1", "Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La", BODY, 1, meeting=council(), **with_files)
    session.provenance = _archived(output, session.url)
    road = article("2", "Mở đường mới ở Mường La", "Con đường dài 12 km nối hai xã vùng cao.\n\nDân góp công.", 2)
    put(store, [session, road])
    visit = council(kind=MeetingKind.WORKING_SESSION, body_name="UBND tỉnh Lai Châu", ordinal=None, evidence=[],
                    held_on=None, held_on_precision=None, chairs=[])  # fmt: skip
    put(
        store,
        [
            article("7", "HĐND tỉnh Sơn La họp", BODY.replace("xem xét", "bàn"), 0.5, "lai-chau", meeting=council()),
            article("8", "Làm việc với xã Nậm Hăn", "UBND tỉnh Lai Châu làm việc.", 30, "lai-chau", meeting=visit),
            article("9", "Mở đường mới ở Mường La", road.body, 1.5, "lai-chau"),
        ],
    )
    with writing(store.engine) as connection:
        connection.exec_driver_sql("UPDATE frontier SET due_at = 0")
    put(store, [article("2", "Mở đường mới ở Mường La", road.body.replace("12 km", "13 km"), 2)])


def _archived(output: Path, url: str) -> Provenance:
    writer = ArchiveWriter(output / "archive", "son-la", "tintinh/0", 1 << 20)
    headers = [("Content-Type", "text/html; charset=utf-8")]
    capture = writer.write(Exchange(url, "GET", [], 200, "OK", headers, PAGE.encode(), NOW), {"portal": "son-la"})
    writer.close()
    assert capture is not None
    return Provenance(fetched_at=NOW, http_status=200, warc_file=capture.warc_file, warc_offset=capture.warc_offset)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> ConsoleSettings:
    """The small store and its archive."""
    output = tmp_path_factory.mktemp("console")
    url = f"sqlite:///{output / 'tintinh.db'}"
    store = new_store(output / "tintinh.db")
    fill(store, output)
    store.close()
    return ConsoleSettings(url, output, now=lambda: NOW)


@pytest.fixture(scope="session")
def site(settings: ConsoleSettings) -> Iterator[Site]:
    """The console over it."""
    with serving(settings) as made:
        yield made


@pytest.fixture(scope="session")
def guarded(settings: ConsoleSettings) -> Iterator[Site]:
    """The same with a token and a name of its own."""
    with serving(replace(settings, token="mot-ma-bao-ve-dai", hosts=("tin.example.org",))) as made:
        yield made


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"ai:{password}".encode()).decode()}


@dataclass(frozen=True)
class Living:
    """A console over a store that is written to meanwhile."""

    store: Store
    output: Path
    site: Site

    def get(self, path: str, headers: dict[str, str] | None = None, **query: object) -> Any:
        answer = self.site.get(path, headers, **query)
        assert answer.status == 200, answer.text
        return json.loads(answer.text)

    def edit(self, key: str, body: str) -> None:
        with writing(self.store.engine) as connection:
            connection.exec_driver_sql("UPDATE frontier SET due_at = 0")
        put(self.store, [article(key, "Mở đường mới ở Mường La", body, 2)])


@pytest.fixture(params=["sqlite", "postgresql"])
def living(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Living]:
    url = f"sqlite:///{tmp_path / 't.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = Store.open(url)
    fill(store, tmp_path)
    with serving(ConsoleSettings(url, tmp_path, now=lambda: NOW)) as site:
        yield Living(store, tmp_path, site)
    store.close()
