"""Each report once to each target: whatever is edited, read again, killed or down."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crawler.crawl.store import Store
from crawler.database.engine import reading, writing
from crawler.database.tables import outbox
from crawler.model.items import Article, Meeting, MeetingKind
from crawler.watch.outbox import CLAIM, claim, deliver, tallies
from crawler.watch.rounds import watch_round
from crawler.watch.rules import Rules
from crawler.watch.watcher import Watcher, backfill
from tests.records import NOON, PORTAL, article
from tests.watch.conftest import put, rules
from tests.watch.webhook import Webhook

LATER = NOON + timedelta(minutes=20)


def report(key: str, text: str = "Nội dung.", published: datetime | None = NOON) -> Article:
    made = article(key, f"{text} {key}", published)
    made.meeting = Meeting(kind=MeetingKind.CONFERENCE)
    return made


def desk(hook: Webhook | None = None, **rule: object) -> Rules:
    url = hook.url() if hook else "json://127.0.0.1:1/"
    return rules(targets={"desk": url}, rules={"hop": {"targets": "desk", **rule}})


def watched(store: Store, these: Rules) -> Store:
    store.notices = Watcher.of(store.engine, these, NOON)
    return store


def rows(store: Store) -> list[tuple[str, str, str]]:
    with reading(store.engine) as connection:
        found = connection.execute(outbox.select().order_by(outbox.c.id)).all()
    return [(row.article.split(":")[1], row.target, row.status) for row in found]


def test_a_report_is_reported_once_though_read_again_and_edited(store: Store, tmp_path: Path, hook: Webhook) -> None:
    these = desk(hook)
    watched(store, these)
    put(store, [report("1"), article("2", "Tin khác.")])
    done = watch_round(store.engine, tmp_path, these, {PORTAL: "Cổng thử nghiệm"}, lambda: LATER)
    assert (done.arrived, done.problems) == ({"desk": 1}, [])
    (message,) = hook.messages
    assert message["title"] == "Held: Bài 1"
    assert "Cổng thử nghiệm · 2026-01-02 12:00 · conference · held" in message["message"]
    put(store, [report("1")])
    put(store, [report("1", "Đã sửa.")])
    assert watch_round(store.engine, tmp_path, these, {}, lambda: LATER).arrived == {}
    assert len(hook.messages) == 1


def test_many_reports_are_one_notice_and_one_report_under_two_rules_is_reported_once(
    store: Store, tmp_path: Path, hook: Webhook
) -> None:
    these = rules(targets={"desk": hook.url()}, rules={"a": {"targets": "desk"}, "b": {"targets": "desk"}})
    watched(store, these)
    put(store, [report(str(number)) for number in range(30)])
    watch_round(store.engine, tmp_path, these, {}, lambda: LATER)
    assert [message["title"] for message in hook.messages] == ["25 new reports (25 held)", "5 new reports (5 held)"]
    assert sorted(hook.addresses()) == sorted(f"https://x.vn/{number}" for number in range(30))
    assert hook.texts().count("rules: a, b") == 30


def test_rows_are_stored_with_the_article_or_not_at_all(store: Store) -> None:
    watcher = Watcher.of(store.engine, desk(), NOON)

    class Dies(Watcher):
        def note(self, connection: Connection, changed: Sequence[Article], seen_at: str) -> None:
            super().note(connection, changed, seen_at)
            raise RuntimeError("killed")

    store.notices = Dies.of(store.engine, desk(), NOON)
    with pytest.raises(RuntimeError):
        put(store, [report("1")])
    assert rows(store) == []
    store.notices = watcher
    put(store, [report("1")])
    assert rows(store) == [("1", "feed", "due"), ("1", "desk", "due")]


def test_a_new_rule_or_target_brings_no_old_articles_also_when_they_are_edited(store: Store) -> None:
    put(store, [report("1")])
    watched(store, desk())
    put(store, [report("1", "Đã sửa."), report("2")])
    assert rows(store) == [("2", "feed", "due"), ("2", "desk", "due")]
    more = rules(targets={"desk": "json://x", "new": "json://y"}, rules={"hop": {"targets": ["desk", "new"]}})
    watched(store, more)
    put(store, [report("2", "Đã sửa.")])
    assert "new" not in {target for _, target, _ in rows(store)}


def test_a_rule_known_before_counts_from_then_in_every_later_run(store: Store) -> None:
    watched(store, desk())
    store.notices = None
    put(store, [report("1")])
    watched(store, desk())
    put(store, [report("1", "Đã sửa.")])
    assert {key for key, _, _ in rows(store)} == {"1"}


def test_an_article_that_becomes_a_report_by_an_edit_is_reported(store: Store) -> None:
    watched(store, desk())
    put(store, [article("1", "Sẽ họp.")])
    assert rows(store) == []
    put(store, [report("1", "Đã họp.")])
    assert rows(store) == [("1", "feed", "due"), ("1", "desk", "due")]


def test_backfill_notes_what_was_stored_before_once(store: Store) -> None:
    put(store, [report("1"), report("2", published=NOON - timedelta(days=9)), report("3", published=None)])
    assert backfill(store.engine, desk(), NOON - timedelta(days=5)) == 4
    assert backfill(store.engine, desk(), NOON - timedelta(days=5)) == 0
    assert {key for key, _, _ in rows(store)} == {"1", "3"}


def test_the_far_end_is_down_then_tried_again_later_and_nothing_is_lost(
    store: Store, tmp_path: Path, hook: Webhook
) -> None:
    these = desk(hook)
    watched(store, these)
    put(store, [report("1")])
    hook.status = 503
    now = LATER
    waits = []

    def clock() -> datetime:
        return now

    for _ in range(12):
        (problem,) = watch_round(store.engine, tmp_path, these, {}, clock).problems
        assert problem.startswith("desk: ")
        asked = hook.asked
        put(store, [report(f"n{hook.asked}")])  # what comes meanwhile waits too
        assert watch_round(store.engine, tmp_path, these, {}, clock).problems == []
        assert hook.asked == asked, "asked again at once"
        with reading(store.engine) as connection:
            due = [row.next_try_at for row in connection.execute(outbox.select()) if row.tries and row.status == "due"]
        waits.append((max(due) - now.timestamp()) // 60)
        now = datetime.fromtimestamp(max(due), NOON.tzinfo)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    hook.status = 200
    assert watch_round(store.engine, tmp_path, these, {}, clock).arrived == {"desk": 13}
    assert len(hook.addresses()) == len(set(hook.addresses())) == 13


def test_one_target_down_does_not_hold_up_another(store: Store, tmp_path: Path, hook: Webhook) -> None:
    targets = {"down": "json://127.0.0.1:1/", "none": "nonsense://x", "unset": "json://${TINTINH_NO_SUCH}/"}
    these = rules(targets={**targets, "up": hook.url()}, rules={"hop": {"targets": [*targets, "up"]}})
    watched(store, these)
    put(store, [report("1")])
    done = watch_round(store.engine, tmp_path, these, {}, lambda: LATER)
    assert done.arrived == {"up": 1}
    assert len(done.problems) == 3
    assert (tmp_path / "feeds" / "hop.atom").exists()


def test_a_sender_killed_in_the_act_leaves_a_claim_that_runs_out_and_goes_out_under_the_same_number(
    store: Store, tmp_path: Path, hook: Webhook
) -> None:
    these = desk(hook)
    watched(store, these)
    put(store, [report("1")])
    killed = claim(store.engine, "desk", LATER, 25)
    assert killed is not None
    put(store, [report("2")])
    assert watch_round(store.engine, tmp_path, these, {}, lambda: LATER).arrived == {"desk": 1}
    assert hook.addresses() == ["https://x.vn/2"], "what another process is sending is left to it"
    after = LATER + CLAIM
    assert watch_round(store.engine, tmp_path, these, {}, lambda: after).arrived == {"desk": 1}
    assert hook.addresses() == ["https://x.vn/2", "https://x.vn/1"]
    assert killed.id[:12] in hook.messages[-1]["message"]


def test_two_senders_share_what_is_due(store: Store) -> None:
    watched(store, desk())
    put(store, [report(str(number)) for number in range(60)])
    notices = [claim(store.engine, "desk", LATER, 25) for _ in range(4)]
    sizes = [len(one.reports) if one else 0 for one in notices]
    assert sizes == [25, 25, 10, 0]
    told = [one.article for notice in notices if notice for one in notice.reports]
    assert len(set(told)) == 60


def test_the_time_from_publication_to_notice_is_kept_where_the_minute_is_known(store: Store) -> None:
    watched(store, desk())
    vague = report("2")
    vague.published_precision = "day"
    old = report("3")  # a first crawl finds it long after: no notice could have been sooner
    old.published_at = LATER - timedelta(days=9)
    put(store, [report("1"), vague, old])
    assert deliver(store.engine, "desk", 25, lambda _: None, lambda: LATER) == (3, None)
    with reading(store.engine) as connection:
        found = {row.article: row.seconds for row in connection.execute(outbox.select()) if row.target == "desk"}
        (tally,) = [one for one in tallies(connection) if one.target == "desk"]
    assert found == {f"{PORTAL}:1": 1200, f"{PORTAL}:2": None, f"{PORTAL}:3": None}
    assert (tally.due, tally.sent, tally.seconds) == (0, 3, 1200)


def test_an_unknown_status_is_refused_by_the_store(store: Store) -> None:
    from crawler.base.errors import StoreError

    watched(store, desk())
    put(store, [report("1")])
    with pytest.raises(StoreError), writing(store.engine) as connection:
        connection.execute(outbox.update().values(status="lost"))


def test_addresses_and_their_secrets_stay_out_of_the_store_and_of_what_is_shown(store: Store, tmp_path: Path) -> None:
    these = rules(targets={"desk": "json://user:geheim@127.0.0.1:1/t"}, rules={"hop": {"targets": "desk"}})
    watched(store, these)
    put(store, [report("1")])
    done = watch_round(store.engine, tmp_path, these, {}, lambda: LATER)
    assert done.problems
    assert "geheim" not in "".join(done.problems)
    store.close()
    assert b"geheim" not in (tmp_path / "tintinh.db").read_bytes()
