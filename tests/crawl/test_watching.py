"""A new meeting report on a demo portal reaches a feed and a webhook within one crawl, once, also after kill -9."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.crawl.conftest import Site, started, tintinh
from tests.portals import DEPARTMENT, NEWSPAPER, DemoPortals
from tests.watch.webhook import Webhook, webhook

pytestmark = pytest.mark.timeout(180)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


def watch_all(output: Path, hook: Webhook) -> None:
    output.mkdir(parents=True, exist_ok=True)
    rules = f'[targets]\ndesk = "{hook.url()}"\n\n[rules.hop]\ntitle = "Cuộc họp"\ntargets = "desk"\n'
    (output / "watch.toml").write_text(rules, "utf-8")


def titles(output: Path, feed: str) -> list[str | None]:
    tree = ElementTree.parse(output / "feeds" / f"{feed}.atom")
    return [one.findtext(f"{ATOM}title") for one in tree.findall(f"{ATOM}entry")]


def test_a_new_report_reaches_feed_and_webhook_within_one_crawl_and_once(
    demo: DemoPortals, hook: Webhook, tmp_path: Path
) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    site.crawl()
    watch_all(tmp_path, hook)
    site.crawl()
    assert hook.messages == [], "a new rule reported old articles"
    (new,) = demo.publish_new(NEWSPAPER)
    site.crawl()
    (address,) = hook.addresses()
    assert address in new.addresses
    assert hook.messages[0]["title"] == f"Held: {new.title}"
    assert titles(tmp_path, "hop") == [new.title]
    assert titles(tmp_path, "meetings")[0] == new.title
    ((kind, held_on, facts),) = site.rows(f"SELECT kind, held_on, facts FROM meetings WHERE article = '{new.id}'")
    assert new.meeting is not None
    assert (kind, date.fromisoformat(held_on)) == (new.meeting.kind.value, new.meeting.held_on)
    assert all(name in facts for name in new.meeting.chairs)
    # Read again, and edited: no second notice, and still one entry.
    demo.edit(NEWSPAPER, new.key)
    counts = site.crawl()
    assert counts["updated"] == 1
    assert len(hook.messages) == 1
    assert titles(tmp_path, "hop") == [f"{new.title} (cập nhật lần 1)"]
    listed = tintinh("watch", "--list", "--output", tmp_path)
    assert listed.returncode == 0, listed.stderr
    assert [line.split("\t")[:2] + line.split("\t")[3:5] for line in listed.stdout.splitlines()[1:]] == [
        ["hop", "feed", "0", "1"],
        ["hop", "desk", "0", "1"],
    ]


def test_kill_between_storing_and_sending_costs_no_notice_and_brings_none_twice(
    demo: DemoPortals, hook: Webhook, tmp_path: Path
) -> None:
    site = Site(demo, DEPARTMENT, tmp_path)
    watch_all(tmp_path, hook)
    crawl = started(*site.arguments("--full", "--delay", 0.05))
    while not waiting(tmp_path):
        assert crawl.poll(0.05) is None
    crawl.close()
    assert hook.asked == 0
    stored = waiting(tmp_path)
    assert stored
    site.crawl("--full")
    assert waiting(tmp_path) == 0
    told = hook.addresses()
    assert len(told) == len(set(told)) > stored // 2
    reports = {url for (url,) in site.rows("SELECT url FROM articles WHERE meeting_kind IS NOT NULL")}
    assert set(told) == reports
    assert set(titles(tmp_path, "hop")) == {
        title for (title,) in site.rows("SELECT title FROM articles WHERE meeting_kind IS NOT NULL")
    }


def waiting(output: Path) -> int:
    if not (output / "tintinh.db").exists():
        return 0
    try:
        with sqlite3.connect(output / "tintinh.db", timeout=5) as connection:
            return int(connection.execute("SELECT count(*) FROM outbox WHERE status <> 'sent'").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not migrated yet


def test_a_far_end_that_is_down_does_not_fail_the_crawl_and_is_told_later(
    demo: DemoPortals, hook: Webhook, tmp_path: Path
) -> None:
    site = Site(demo, NEWSPAPER, tmp_path)
    watch_all(tmp_path, hook)
    hook.status = 500
    done = tintinh(*site.arguments("--limit", 12))
    assert done.returncode == 0
    assert "watch: desk: " in done.stderr
    waits = waiting(tmp_path)
    assert waits > 0
    hook.status = 200
    with sqlite3.connect(tmp_path / "tintinh.db") as connection:
        connection.execute("UPDATE outbox SET next_try_at = 0")  # time passes
    assert tintinh("watch", "--output", tmp_path).returncode == 0
    assert waiting(tmp_path) == 0
    assert len(hook.addresses()) == len(set(hook.addresses())) == waits


def test_the_test_button(hook: Webhook, tmp_path: Path) -> None:
    watch_all(tmp_path, hook)
    done = tintinh("watch", "--test", "hop", "--output", tmp_path)
    assert (done.returncode, done.stdout) == (0, "desk: the far end took the test notice\n")
    assert hook.messages[0]["title"] == "Test of the rule hop"
    hook.status = 500
    done = tintinh("watch", "--test", "hop", "--output", tmp_path)
    assert done.returncode == 1
    assert "desk: " in done.stderr
    wrong = tintinh("watch", "--test", "no", "--output", tmp_path)
    assert (wrong.returncode, wrong.stderr) == (2, "error: no rule called no; there are: hop\n")


def test_broken_rules_stop_a_crawl_before_it_begins(demo: DemoPortals, tmp_path: Path) -> None:
    (tmp_path / "watch.toml").write_text("[rules.a]\nword = 'x'\n", "utf-8")
    done = tintinh(*Site(demo, NEWSPAPER, tmp_path).arguments())
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "rules.a.word" in done.stderr
    assert demo.log.targets(NEWSPAPER) == []
