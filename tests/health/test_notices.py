"""Changes of verdicts: entered, and reported once each, through the outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.base.clock import VIETNAM
from crawler.crawl.store import Store
from crawler.health.finding import Word
from crawler.health.noting import note
from crawler.health.survey import Judged
from crawler.health.verdict import Verdict
from crawler.runs.portal_figures import PortalFigures, RunFigures
from crawler.watch.outbox import Notice, NoticeChange, claim, deliver, sent
from crawler.watch.rules import HealthRule, Rules, RulesError, read_rules
from crawler.watch.wording import notice_text, notice_title
from tests.health.world import SimPortal, office

NOON = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
ENTRY = SimPortal("so", office).entry
RULE = HealthRule(targets=("nhom",))
RUN = RunFigures(1, NOON, NOON, "finished", {}, {"pages": 1}, {})
FIGURES = PortalFigures(None, (), (), (RUN,), (), NOON)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 't.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = Store.open(url)
    yield opened
    opened.close()


def judged(word: Word, reason: str = "vì thế") -> list[Judged]:
    return [Judged(ENTRY, FIGURES, Verdict(word, reason, NOON, ()))]


def told(store: Store, now: datetime) -> list[NoticeChange]:
    """What a round of sending reports, if all of it arrives."""
    found: list[NoticeChange] = []

    def send(notice: Notice) -> None:
        found.extend(notice.changes)

    deliver(store.engine, "nhom", 25, send, lambda: now)
    return found


def live(store: Store, words: list[tuple[float, Word]], rule: HealthRule | None = RULE) -> list[str]:
    """Verdicts at hours after noon, each followed by a round; what was reported."""
    heard: list[str] = []
    for hours, word in words:
        now = NOON + timedelta(hours=hours)
        note(store, judged(word), rule, now)
        heard += [f"{change.before}->{change.verdict}" for change in told(store, now)]
    return heard


def test_a_change_is_reported_once_and_going_well_again_too(store: Store) -> None:
    words = [(0, Word.HEALTHY), (6, Word.BLOCKED), (12, Word.BLOCKED), (60, Word.HEALTHY), (66, Word.HEALTHY)]
    assert live(store, words) == ["healthy->blocked", "blocked->healthy"]


def test_changes_among_well_verdicts_are_not_told(store: Store) -> None:
    assert live(store, [(0, Word.UNVERIFIED), (24, Word.HEALTHY), (48, Word.QUIET), (72, Word.HEALTHY)]) == []


def test_the_first_verdict_is_reported_where_it_is_an_unwell_one(store: Store) -> None:
    assert live(store, [(0, Word.SILENT), (24, Word.SILENT)]) == ["None->silent"]


def test_a_verdict_that_comes_and_goes_is_not_told_each_time(store: Store) -> None:
    flapping = [(0.0, Word.HEALTHY)]
    flapping += [(6.0 + n, Word.DEGRADED if n % 2 == 0 else Word.HEALTHY) for n in range(40)]
    assert live(store, flapping) == ["healthy->degraded"]
    lasting = [(60, Word.BLOCKED), (67, Word.BLOCKED), (90, Word.BLOCKED)]
    assert live(store, lasting) == ["degraded->blocked"]


def test_without_a_health_rule_changes_are_entered_and_nobody_is_reported(store: Store) -> None:
    assert live(store, [(0, Word.HEALTHY), (6, Word.BLOCKED)], None) == []
    assert live(store, [(12, Word.BLOCKED)]) == []  # a rule that comes later reports later changes
    assert live(store, [(48, Word.HEALTHY)]) == ["blocked->healthy"]


def test_a_rule_may_be_for_some_portals_alone(store: Store) -> None:
    assert live(store, [(0, Word.BLOCKED)], HealthRule(targets=("nhom",), portal=("khac",))) == []
    assert live(store, [(30, Word.SILENT)], HealthRule(targets=("nhom",), portal=("so",))) == ["blocked->silent"]


def test_a_kill_between_entering_and_sending_costs_nothing(store: Store) -> None:
    note(store, judged(Word.BLOCKED), RULE, NOON)
    first = claim(store.engine, "nhom", NOON, 25)
    assert first is not None  # and killed here: the claim runs out, the same notice goes out under the same number
    assert claim(store.engine, "nhom", NOON + timedelta(minutes=5), 25) is None
    again = claim(store.engine, "nhom", NOON + timedelta(minutes=11), 25)
    assert again is not None and again.id == first.id and again.changes == first.changes
    sent(store.engine, again, NOON + timedelta(minutes=11))
    note(store, judged(Word.BLOCKED), RULE, NOON + timedelta(minutes=12))
    assert told(store, NOON + timedelta(hours=1)) == []


def test_a_notice_says_what_why_and_since_when() -> None:
    change = NoticeChange(
        "so-y-te", "healthy", "silent", "nothing new since 2026-02-20", "2026-02-20T00:00:00+07:00", "x"
    )
    notice = Notice("abcdef0123456789", "nhom", 1, (), (change,))
    assert notice_title(notice) == "so-y-te: silent"
    text = notice_text(notice, {"so-y-te": "Sở Y tế"})
    assert "so-y-te: silent (it was healthy) · since 2026-02-20" in text
    assert "Sở Y tế" in text and "nothing new since 2026-02-20" in text and "notice abcdef012345" in text
    assert notice_title(Notice("a", "nhom", 1, (), (change, change))) == "2 portals with another verdict"


def test_the_rule_file_names_targets_that_there_are(tmp_path: Path) -> None:
    path = tmp_path / "watch.toml"
    path.write_text('[targets]\nnhom = "json://x.vn"\n[health]\ntargets = "nhom"\nprovince = "14"\n', "utf-8")
    rules: Rules = read_rules(path)
    assert rules.health is not None and rules.health.targets == ("nhom",)
    for broken, message in (('targets = "khac"', "no target called khac"), ("targets = []", "names no target")):
        path.write_text(f'[targets]\nnhom = "json://x.vn"\n[health]\n{broken}\n', "utf-8")
        with pytest.raises(RulesError, match=message):
            read_rules(path)
