"""What a webhook gets beside the text, and the language of notices."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from crawler.crawl.store import Store
from crawler.health.finding import Word
from crawler.model.items import Meeting, MeetingKind, MeetingStatus, Person
from crawler.watch.outbox import Notice, NoticeArticle, NoticeChange
from crawler.watch.rounds import watch_round
from crawler.watch.rules import Rules
from crawler.watch.watcher import Watcher
from crawler.watch.webhook import structured
from crawler.watch.wording import WORDS, notice_text, notice_title
from tests.records import NOON, PORTAL, article
from tests.watch.conftest import put, rules
from tests.watch.webhook import Webhook

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "notice.v1.json"
CHANGE = NoticeChange(
    "son-la", "healthy", "silent", "no news", "2026-11-20T00:00:00+07:00", "2026-11-25T08:00:00+07:00"
)


def waiting(store: Store, hook: Webhook, **more: object) -> Rules:
    """A rule file; its rule fits a report that waits for the webhook."""
    made = rules(targets={"may": hook.url()}, rules={"hop": {"targets": "may", "kind": "conference"}}, **more)
    store.notices = Watcher.of(store.engine, made, NOON)
    one = article("7", "Hội nghị bàn về đường.")
    one.title = "Hội nghị @all"
    one.meeting = Meeting(kind=MeetingKind.CONFERENCE, body_name="UBND tỉnh", chairs=[Person(name="Lò Thị Hạnh")])
    put(store, [one])
    return made


def test_a_webhook_gets_the_facts_as_json_beside_the_text(store: Store, tmp_path: Path, hook: Webhook) -> None:
    made = waiting(store, hook, console_url="https://tin.example.org/")
    assert watch_round(store.engine, tmp_path, made, {PORTAL: "Cổng thử"}, lambda: NOON).problems == []
    (message,) = hook.messages
    said = message["tintinh"]
    jsonschema.validate(said, json.loads(SCHEMA.read_text("utf-8")))
    (one,) = said["reports"]
    assert said["notice"][:12] in message["message"]
    assert (one["title"], one["stage"], one["kind"], one["rules"]) == ("Hội nghị @all", "held", "conference", ["hop"])
    assert one["meeting"]["chairs"][0]["name"] == "Lò Thị Hạnh"
    assert "evidence" not in one["meeting"]
    assert isinstance(one["seq"], int) and isinstance(one["event"], int)
    assert one["links"]["record"] == f"https://tin.example.org/api/article?id={PORTAL}%3A7&seq={one['seq']}"
    assert one["links"]["page"].startswith("http")


def test_without_a_console_there_is_no_link_to_it_and_verdicts_keep_the_schema() -> None:
    said = structured(Notice("a" * 32, "may", 1, (), (CHANGE,)), {}, None)
    jsonschema.validate(said, json.loads(SCHEMA.read_text("utf-8")))
    assert (said["verdicts"][0]["before"], said["verdicts"][0]["portal_name"]) == ("healthy", None)


def test_damaged_facts_are_left_out() -> None:
    one = NoticeArticle("a:1", "a", "Tin", "javascript:x", None, None, "conference", "held", ("hop",), 3, 1, "{")
    said = structured(Notice("b", "may", 1, (one,)), {}, "https://tin.example.org")["reports"][0]
    assert (said["meeting"], said["links"]["page"]) == (None, None)


def test_a_rule_s_language_is_that_of_its_notices() -> None:
    made = rules(language="vi", rules={"hop": {}, "en": {"language": "en"}})
    assert made.language_of(["hop"]) == "vi"
    assert made.language_of(["en"]) == "en"
    assert made.language_of(["hop", "en"]) == made.language_of([]) == "vi"
    assert rules(rules={"hop": {}}).language_of(["hop"]) == "en"
    with pytest.raises(ValidationError):
        rules(language="fr")


def test_notices_in_vietnamese() -> None:
    one = NoticeArticle(
        "a:1",
        "a",
        "Họp",
        "https://a.example/1",
        "2026-11-24T08:05:00+07:00",
        "minute",
        "conference",
        "announced",
        ("h",),
    )
    notice = Notice("0" * 32, "may", 1, (one,))
    assert notice_title(notice, "vi") == "Sắp họp: Họp"
    text = notice_text(notice, {"a": "Cổng A"}, "vi")
    assert "Cổng A · 08:05, 24/11/2026 · hội nghị · sắp họp" in text
    assert text.endswith("tintinh, thông báo 000000000000")
    assert notice_title(Notice("0", "may", 1, (one, one)), "vi") == "2 bài mới (2 sắp họp)"
    change = notice_text(Notice("0", "may", 1, (), (CHANGE,)), {}, "vi")
    assert change.startswith("son-la: im lặng (trước đó: bình thường) · từ 20/11/2026")
    # Every word of a notice has its Vietnamese one.
    values = [one.value for names in (MeetingKind, MeetingStatus, Word) for one in names]
    assert set(WORDS["en"]) | set(values) <= set(WORDS["vi"])
