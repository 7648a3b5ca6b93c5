"""Notices of one meeting: one for the announcement, one for the first report, whoever else reports it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.crawl.store import Store
from crawler.database.engine import reading
from crawler.database.tables import meetings
from crawler.model.items import Article, Meeting, MeetingKind, MeetingStatus
from crawler.watch.rounds import watch_round
from crawler.watch.watcher import Watcher, backfill
from tests.records import NOON, article
from tests.watch.conftest import put, rules
from tests.watch.webhook import Webhook

LATER = NOON + timedelta(minutes=20)


def report(key: str, portal: str, status: MeetingStatus, text: str = "Nội dung.", day: datetime = NOON) -> Article:
    made = article(key, f"{text} {key} {portal}", day, portal=portal)
    made.province_code = "40"
    made.meeting = Meeting(
        kind=MeetingKind.COUNCIL_SESSION,
        status=status,
        body_name="HĐND tỉnh Sông Lam",
        ordinal=21,
        term="XV",
        held_on=date(2026, 1, 2),
    )
    return made


@pytest.fixture
def both(store_url: str) -> Iterator[Store]:
    opened = Store.open(store_url)
    yield opened
    opened.close()


HELD, ANNOUNCED = MeetingStatus.HELD, MeetingStatus.ANNOUNCED
CANCELLED, POSTPONED = MeetingStatus.CANCELLED, MeetingStatus.POSTPONED


def titles(store: Store, folder: Path, hook: Webhook, reports: list[Article], **rule: object) -> list[str]:
    """The titles of the notices, one round after each report."""
    these = rules(targets={"desk": hook.url()}, rules={"hop": {"targets": "desk", **rule}})
    store.notices = Watcher.of(store.engine, these, NOON)
    for one in reports:
        put(store, [one])
        watch_round(store.engine, folder, these, {}, lambda: LATER)
    return [message["title"].split(":")[0] for message in hook.messages]


def test_an_announced_session_two_reports_and_a_correction_are_one_event_and_two_notices(
    both: Store, tmp_path: Path, hook: Webhook
) -> None:
    walk = [
        report("1", "a", ANNOUNCED),
        report("2", "a", HELD),
        report("3", "b", HELD),
        report("4", "c", HELD),
        report("4", "c", HELD, "Đính chính."),
    ]
    assert titles(both, tmp_path, hook, walk) == ["Announced", "Held"]
    assert hook.addresses() == ["https://x.vn/1", "https://x.vn/2"]
    assert "council session · held" in hook.messages[1]["message"]
    with reading(both.engine) as connection:
        assert len({row.event for row in connection.execute(meetings.select())}) == 1
    assert (tmp_path / "feeds" / "hop.atom").read_text().count("<entry>") == 4


@pytest.mark.parametrize(
    ("statuses", "noticed"),
    [
        ([ANNOUNCED, POSTPONED, HELD], ["Announced", "Postponed", "Held"]),
        ([ANNOUNCED, CANCELLED, ANNOUNCED], ["Announced", "Cancelled"]),
        ([HELD, ANNOUNCED, HELD], ["Held"]),
    ],
)
def test_a_stage_is_noticed_once_and_none_that_is_past(
    both: Store, tmp_path: Path, hook: Webhook, statuses: list[MeetingStatus], noticed: list[str]
) -> None:
    walk = [report(str(key), f"p{key}", status) for key, status in enumerate(statuses)]
    assert titles(both, tmp_path, hook, walk) == noticed


def test_an_announcement_that_is_edited_into_a_report_is_noticed_again(
    both: Store, tmp_path: Path, hook: Webhook
) -> None:
    walk = [report("1", "a", ANNOUNCED), report("1", "a", HELD, "Đã họp."), report("2", "b", HELD)]
    assert titles(both, tmp_path, hook, walk) == ["Announced", "Held"]


def test_a_rule_can_ask_for_a_status(both: Store, tmp_path: Path, hook: Webhook) -> None:
    walk = [report("1", "a", ANNOUNCED), report("2", "b", HELD)]
    assert titles(both, tmp_path, hook, walk, status="held") == ["Held"]


def test_backfill_takes_the_earliest_report_of_each_stage(both: Store) -> None:
    put(both, [report("9", "a", HELD), report("1", "a", HELD, day=NOON + timedelta(hours=1))])
    these = rules(targets={"desk": "json://x"}, rules={"hop": {"targets": "desk"}})
    assert backfill(both.engine, these, NOON - timedelta(days=5)) == 3  # two in the feed, one for the desk


def test_where_an_unsent_notice_is_withdrawn_the_next_report_of_the_meeting_gets_one(
    both: Store, tmp_path: Path, hook: Webhook
) -> None:
    these = rules(targets={"desk": hook.url()}, rules={"hop": {"targets": "desk", "status": "held"}})
    both.notices = Watcher.of(both.engine, these, NOON)
    put(both, [report("1", "a", HELD)])
    put(both, [report("2", "b", HELD), report("3", "c", HELD)])
    mistaken = report("1", "a", HELD, "Không phải tin họp.")
    mistaken.meeting = None
    put(both, [mistaken])
    watch_round(both.engine, tmp_path, these, {}, lambda: LATER)
    put(both, [report("4", "d", HELD)])
    watch_round(both.engine, tmp_path, these, {}, lambda: LATER)
    assert hook.addresses() == ["https://x.vn/2"], "neither silence nor a notice for each"
