"""Stored articles read again: all that people see agrees with the new records, and a kill costs nothing."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from crawler.articles.recording import Cause, Found, record_articles
from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import articles, attachments, frontier, meetings, outbox, revisions
from crawler.log.segments import publish
from crawler.model.items import Article, Attachment
from crawler.model.visit import Link
from crawler.reparse import stored
from crawler.reparse.stored import REPARSED, reparse_store
from crawler.runs import daily
from crawler.watch.feeds import write_feeds
from crawler.watch.rules import Rules
from crawler.watch.watcher import Watcher
from crawler.web.settings import ConsoleSettings
from tests.articles.agreement import assert_agreement, newest
from tests.crawl.conftest import ROOT, environment
from tests.reparse.pages import FETCHED, HOST, PORTAL, READ_AGAIN, SESSION, archived, fill, page
from tests.web.conftest import serving

RULES = Rules.model_validate({"targets": {"desk": "json://127.0.0.1:1/"}, "rules": {"hop": {"targets": "desk"}}})
FOUND, RETRACTED, RETITLED, REDATED, SAME = (f"{PORTAL}:{number}" for number in (5, 1, 2, 3, 4))


@pytest.fixture
def old(store: Store, tmp_path: Path) -> Iterator[Store]:
    """A store of five articles that an older version read; their reports are noted for the rules."""
    store.notices = Watcher.of(store.engine, RULES, FETCHED)
    fill(store, tmp_path, 5)
    return store


def records(store: Store) -> dict[str, Article]:
    with reading(store.engine) as connection:
        assert_agreement(connection)
        return newest(connection)


def noted(store: Store) -> set[tuple[str, str]]:
    with reading(store.engine) as connection:
        return {(row.article, row.target) for row in connection.execute(outbox.select())}


def test_tables_events_figures_and_notices_agree_with_the_new_records(old: Store, tmp_path: Path) -> None:
    before = records(old)
    assert (before[FOUND].meeting, before[RETITLED].title) == (None, "Nhan đề sai 2")
    assert {article for article, _ in noted(old)} == {RETRACTED, RETITLED, REDATED, SAME}
    counts = reparse_store(old, tmp_path, lambda: READ_AGAIN, processes=1)
    assert (counts.changed, counts.unchanged, sum(counts.left_alone.values())) == (4, 1, 0)
    after = records(old)
    assert after[RETITLED].title == "Kỳ họp thứ 2 của HĐND tỉnh Sơn La"
    assert {key for key, one in after.items() if REPARSED in one.flags} == {FOUND, RETRACTED, RETITLED, REDATED}
    with reading(old.engine) as connection:
        reports = set(connection.execute(select(meetings.c.article)).scalars())
        days = daily.days_of(connection, PORTAL, date(2020, 1, 1), date(2099, 1, 1))
    assert reports == {FOUND, RETITLED, REDATED, SAME}
    assert [(one.day, one.published, one.found, one.updated) for one in days if one.published or one.updated] == [
        (date(2026, 1, 1), 5, 0, 0),
        (READ_AGAIN.date(), 0, 0, 4),
    ]
    # A new reading causes no notice; what it retracts leaves the feeds and the notices not sent yet.
    assert {article for article, _ in noted(old)} == {RETITLED, REDATED, SAME}
    assert reparse_store(old, tmp_path, lambda: READ_AGAIN, processes=1).changed == 0


def test_console_api_and_feeds_show_the_new_records(old: Store, store_url: str, tmp_path: Path) -> None:
    reparse_store(old, tmp_path, lambda: READ_AGAIN, processes=1)
    after = records(old)
    reports = {key: one for key, one in after.items() if one.meeting is not None}
    assert reports.keys() == {FOUND, RETITLED, REDATED, SAME}
    write_feeds(old.engine, tmp_path, RULES, lambda: READ_AGAIN, {})
    everybody, rule = ((tmp_path / "feeds" / f"{name}.atom").read_text("utf-8") for name in ("meetings", "hop"))
    for key, one in after.items():
        assert (f"<title>{one.title}</title>" in everybody) == (key in reports)
        assert (f"<title>{one.title}</title>" in rule) == (key in reports.keys() - {FOUND})
    with serving(ConsoleSettings(store_url, tmp_path, now=lambda: READ_AGAIN)) as site:
        listed = orjson.loads(site.get("/api/meetings").text)["items"]
        assert {one["id"]: (one["title"], one["meeting"]) for one in listed} == {
            key: (one.title, json.loads(one.meeting.model_dump_json()) if one.meeting else None)
            for key, one in reports.items()
        }
        front = site.get("/").text + site.get("/calendar", year=2026, month=1, day="2026-01-01").text
        feed = site.get("/feeds/meetings.json").text
        for key, one in after.items():
            assert (f">{one.title}<" in front, one.title in feed) == (key in reports, key in reports)
            shown = site.get("/article", id=key).text
            assert one.title in shown
            assert "Lê Văn Nhầm" not in shown
        assert orjson.loads(site.get("/api/search", q='"nhan đề sai"').text)["matches"] == 0


def test_an_article_that_a_crawl_changed_meanwhile_is_left_alone(
    old: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edited_first(*arguments: Any) -> set[str]:
        with writing(old.engine) as connection:
            edited = newest(connection)[RETITLED].model_copy(update={"body": "Đã sửa.", "content_hash": "0" * 64})
            edited.meeting = None
            record_articles(connection, [Found(edited)], READ_AGAIN, Cause.FETCHED, None)
        return store_them(*arguments)

    store_them = stored._store
    monkeypatch.setattr(stored, "_store", edited_first)
    counts = reparse_store(old, tmp_path, lambda: READ_AGAIN, processes=1)
    assert (counts.changed, counts.left_alone) == (3, {"changed by a crawl meanwhile": 1})
    assert records(old)[RETITLED].body == "Đã sửa."


@pytest.mark.parametrize("wanted", [True, False])
def test_files_follow_the_new_reading(old: Store, tmp_path: Path, wanted: bool) -> None:
    """Those that it finds are due for the next crawl, where files are wanted; those it no longer finds are forgotten."""
    url, gone = f"{HOST}/{SAME.partition(':')[2]}.html", f"{HOST}/cu.pdf"
    linked = page("Kỳ họp thứ 4 của HĐND tỉnh Sơn La", [*SESSION, '<a href="/moi.pdf">Toàn văn nghị quyết</a>'], 4)
    capture = archived(tmp_path, url, linked)
    with writing(old.engine) as connection:
        record = newest(connection)[SAME].model_copy(update={"attachments": [Attachment(url=gone, name="cu.pdf")]})
        record.provenance.warc_file, record.provenance.warc_offset = capture.warc_file, capture.warc_offset
        files = [Link(f"file:{gone}", gone, "attachment")]
        record_articles(connection, [Found(record, files)], FETCHED, Cause.REPARSED, None)
    reparse_store(old, tmp_path, lambda: READ_AGAIN, processes=1, files=wanted)
    assert [one.url for one in records(old)[SAME].attachments] == [f"{HOST}/moi.pdf"]
    with reading(old.engine) as connection:
        noted_files = connection.execute(select(attachments.c.url)).scalars().all()
        due = connection.execute(select(frontier.c.url).where(frontier.c.due_at == int(READ_AGAIN.timestamp()))).all()
    assert noted_files == ([f"{HOST}/moi.pdf"] if wanted else [])
    assert len(due) == len(noted_files)


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from crawler.articles import recording
from crawler.crawl.store import Store
from crawler.reparse import stored

count, (left, moment, url, output) = 0, sys.argv[1:]
whole = getattr(recording, moment)

def dies(*arguments, **more):
    global count
    count += 1
    if count > int(left):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*arguments, **more)

stored._BATCH = 4
setattr(recording, moment, dies)
store = Store.open(url)
stored.reparse_store(store, Path(output), lambda: datetime.fromisoformat("2026-01-06T09:30:00+07:00"), processes=1)
print("done")
"""


@pytest.mark.parametrize("moment", ["insert_revisions", "record_meetings", "record_days"])
def test_a_kill_in_the_middle_loses_nothing(store: Store, store_url: str, tmp_path: Path, moment: str) -> None:
    fill(store, tmp_path, 20)
    arguments = [moment, store_url, str(tmp_path)]
    for left, changed in ((2, 7), (1, 10)):  # of 16 to be changed in batches of four: two batches, then one more
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(left), *arguments], env=environment(), cwd=ROOT, capture_output=True, text=True
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL, done.stderr
        after = records(store)
        assert sum(REPARSED in one.flags for one in after.values()) == changed
    counts = reparse_store(store, tmp_path, lambda: READ_AGAIN, processes=1)
    assert (counts.changed, counts.unchanged) == (6, 14)
    publish(store.engine, tmp_path, READ_AGAIN)
    lines = [orjson.loads(line) for path in tmp_path.rglob("*.jsonl") for line in path.read_bytes().splitlines()]
    with reading(store.engine) as connection:
        assert_agreement(connection)
        kept = [orjson.loads(one) for one in connection.execute(select(revisions.c.record)).scalars()]
        assert connection.execute(select(articles.c.id).where(articles.c.title.like("Nhan đề sai%"))).all() == []
    assert sorted(one["seq"] for one in lines) == list(range(1, 37))
    assert sorted(lines, key=lambda one: one["seq"]) == sorted(kept, key=lambda one: one["seq"])
