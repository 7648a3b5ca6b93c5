"""An output folder with a log, a store and an archive, and what a person sees of it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from crawler.archive.writing import ArchiveWriter, Exchange
from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import articles, revisions
from crawler.log.segments import publish
from crawler.model.items import Article, Meeting, MeetingKind, Person
from crawler.model.visit import Status
from tests.records import NOON, PORTAL, article, later, link, visit

LONG = "Hội nghị đánh giá tình hình thực hiện nhiệm vụ quý một và bàn phương hướng thời gian tới của toàn ngành. " * 3


def crawled(store: Store, output: Path, *found: Article, hours: float = 0) -> list[int]:
    """Fetch, archive, store and publish articles, as one run does; returns their seqs."""
    at = later(hours=hours)
    run = store.start_run(PORTAL, at, {})
    store.seed(PORTAL, [link(_key(one), url=one.url, hint=one.title) for one in found], at, run)
    dues = {due.key: due for due in store.draw(PORTAL, run, at, 100)}
    writer = ArchiveWriter(output / "archive", PORTAL, "test", 1 << 30)
    visits = []
    for one in found:
        body = f"<h1>{one.title}</h1><p>{one.body}</p>".encode()
        exchange = Exchange(one.url, "GET", [], 200, "OK", [("Content-Type", "text/html")], body, at)
        capture = writer.write(exchange, {"portal": PORTAL}, store.capture(PORTAL, one.url))
        assert capture is not None
        one.provenance.warc_file, one.provenance.warc_offset = capture.warc_file, capture.warc_offset
        one.provenance.fetched_at = at
        seen = visit(dues[_key(one)], at, Status.FETCHED, http_status=200, article=one, capture=capture)
        visits.append(seen)
    writer.close()
    done = store.commit(PORTAL, run, visits)
    store.end_run(run, at, "finished", {})
    publish(store.engine, output, at)
    return [one.seq for one in done.articles]


def _key(one: Article) -> str:
    return one.id.removeprefix(f"{PORTAL}:")


def report(key: str, text: str, chair: str = "Nguyễn Văn An") -> Article:
    """The report of a meeting."""
    made = article(key, text)
    made.meeting = Meeting(
        kind=MeetingKind.CONFERENCE, body_name="Sở Tài chính", ordinal=int(key), chairs=[Person(name=chair)],
        held_on=NOON.date(), held_on_precision="day",
    )  # fmt: skip
    return made


def fill(store: Store, output: Path, batches: int = 3) -> None:
    """Some articles, one of them edited each time, some reports."""
    for number in range(batches):
        found = [report(f"1{number}", f"{LONG} Lần {number}."), article(f"2{number}", f"Tin số {number}.")]
        crawled(store, output, *found, article("30", f"Bản {number}."), hours=number)


def records(engine: Engine) -> list[dict[str, Any]]:
    """Every record of the store by seq."""
    with reading(engine) as connection:
        return [
            json.loads(one)
            for one in connection.execute(select(revisions.c.record).order_by(revisions.c.seq)).scalars()
        ]


def newest(engine: Engine) -> dict[str, str]:
    """Each article's title, by id."""
    with reading(engine) as connection:
        return {row.id: row.title for row in connection.execute(select(articles.c.id, articles.c.title))}


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder, with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
