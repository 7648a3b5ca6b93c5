"""The verdict is a pure function of figures: each word, what sets it, and what must not."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.frontier.source_statistics import SourceYield
from crawler.health.finding import Word
from crawler.health.marks import machine_skew
from crawler.health.verdict import judge
from crawler.runs.daily import DayFigures, MarkFigures
from tests.health.figures import ENTRY, GOOD, NOW, TODAY, day_of, figures, run, runs, verdict, workdays

REFUSED = {"pages": 2, "sources_tried": 2, "blocked": 2}
FAILED = {"pages": 2, "sources_tried": 2, "errors": 2}
AWAY = {"pages": 2, "sources_tried": 2, "errors": 2, "led_away": 2}
NOTHING = {"pages": 0, "sources_tried": 0}
REVISITS = {"pages": 3, "sources_tried": 0, "errors": 3}


def days_ago(count: int) -> list[DayFigures]:
    return workdays(TODAY - timedelta(days=count))


def test_a_portal_that_is_as_ever_is_healthy() -> None:
    found = verdict(figures())
    assert (found.word, found.since) == (Word.HEALTHY, None)


def test_nothing_is_healthy_without_evidence() -> None:
    assert verdict(figures(runs_=[])).reason == "never crawled"
    assert verdict(figures(runs_=[])).word is Word.UNVERIFIED
    assert verdict(figures(days=[])).word is Word.DEGRADED  # an entry seen to work, and nothing was ever found
    unseen = ENTRY.model_copy(update={"evidence": "unverified: nobody looked"})
    assert verdict(figures(days=[]), unseen).word is Word.UNVERIFIED
    few = [day_of(TODAY - timedelta(days=n)) for n in range(4)]
    assert verdict(figures(days=few)).word is Word.UNVERIFIED
    assert verdict(figures(runs_=[run(1, NOTHING)])).word is Word.UNVERIFIED


def test_silence_is_reported_with_its_beginning() -> None:
    found = verdict(figures(days=days_ago(9)))
    assert found.word is Word.SILENT
    assert found.since is not None and found.since.date() == TODAY - timedelta(days=9)
    assert "nothing new since 2026-06-01" in found.reason


def test_silence_is_not_claimed_of_days_on_which_nobody_looked() -> None:
    found = verdict(figures(days=days_ago(9), runs_=[run(24 * 9 - 2), run(24 * 9 + 4)]))
    assert found.word is Word.DEGRADED
    assert "not crawled for 8 d" in found.reason


def test_runs_that_had_no_source_are_no_look() -> None:
    late = [run(hours, REVISITS) for hours in range(1, 24 * 9, 6)]
    assert verdict(figures(days=days_ago(9), runs_=[*late, run(24 * 9 - 1)])).word is not Word.SILENT


def test_max_silence_of_the_entry_comes_before_the_rhythm() -> None:
    patient = ENTRY.model_copy(update={"max_silence": timedelta(days=30)})
    assert verdict(figures(days=days_ago(9)), patient).word is Word.QUIET
    assert verdict(figures(days=workdays(TODAY - timedelta(days=31))), patient).word is Word.SILENT
    strict = ENTRY.model_copy(update={"max_silence": timedelta(days=3)})
    assert verdict(figures(days=[day_of(TODAY - timedelta(days=4))]), strict).word is Word.SILENT


def test_a_body_that_has_ended_is_expected_to_be_quiet() -> None:
    ended = ENTRY.model_copy(update={"valid_to": TODAY - timedelta(days=300)})
    assert verdict(figures(days=workdays(TODAY - timedelta(days=300))), ended).word is Word.QUIET


@pytest.mark.parametrize(
    ("bad", "word"), [(REFUSED, Word.BLOCKED), (FAILED, Word.DEGRADED), (AWAY, Word.MOVED)], ids=["403", "503", "301"]
)
def test_two_bad_runs_in_a_row_set_the_verdict_and_one_good_run_ends_it(bad: dict[str, int], word: Word) -> None:
    assert verdict(figures(runs_=runs(bad))).word is Word.HEALTHY  # one bad hour
    found = verdict(figures(runs_=runs(bad, bad)))
    assert found.word is word
    assert found.since == NOW - timedelta(hours=7)  # the first of the two
    assert verdict(figures(runs_=runs(GOOD, bad, bad))).word is Word.HEALTHY or word is not Word.MOVED
    assert verdict(figures(runs_=runs(GOOD, GOOD, bad, bad, bad))).word is Word.HEALTHY


def test_a_server_that_fails_every_other_run_is_degraded() -> None:
    found = verdict(figures(runs_=runs(GOOD, FAILED, GOOD, FAILED, GOOD, FAILED)))
    assert (found.word, found.findings[0].check) == (Word.DEGRADED, "failing")


def test_articles_that_fail_for_good_say_nothing_of_the_portal() -> None:
    dead = {**GOOD, "pages": 5, "blocked": 3}
    assert verdict(figures(runs_=runs(dead, dead, dead))).word is Word.HEALTHY
    assert verdict(figures(runs_=runs(REVISITS, REVISITS, REVISITS))).word is Word.HEALTHY


def test_a_portal_without_answer_for_longer_than_its_rhythm_allows_is_silent() -> None:
    gone = [run(hours, FAILED) for hours in range(1, 24 * 6, 6)]
    found = verdict(figures(days=days_ago(6), runs_=[*gone, run(24 * 6)]))
    assert found.word is Word.SILENT
    assert "no answer since 2026-06-04" in found.reason


def test_runs_that_were_due_and_did_not_take_place_are_reported() -> None:
    assert verdict(figures(runs_=[run(20)])).word is Word.HEALTHY
    found = verdict(figures(runs_=[run(30)]))
    assert found.word is Word.DEGRADED and "runs were due" in found.reason
    weekly = ENTRY.model_copy(update={"schedule": "0 6 * * 1"})
    assert verdict(figures(runs_=[run(30)]), weekly).word is Word.HEALTHY
    wednesdays = ENTRY.model_copy(update={"schedule": "0 * * * 3"})  # today, by cron's numbers
    assert verdict(figures(runs_=[run(30)]), wednesdays).word is Word.DEGRADED
    thursdays = ENTRY.model_copy(update={"schedule": "0 * * * 4"})
    assert verdict(figures(runs_=[run(30)]), thursdays).word is Word.HEALTHY


def test_runs_that_are_killed_each_time_are_reported() -> None:
    killed = [run(1 + 6 * n, why_ended="interrupted") for n in range(3)]
    assert verdict(figures(runs_=killed)).word is Word.DEGRADED


def source(kind: str, trouble: str | None, newest: str | None = "2026-06-01", **more: object) -> SourceYield:
    values = {"entries": 20, "new_total": 9, "answered_at": NOW.isoformat(), "tried_at": NOW.isoformat(), **more}
    return SourceYield(f"/{kind}", kind, newest=newest, trouble=trouble, **values)  # type: ignore[arg-type]


def test_a_feed_that_died_is_reported_though_the_listing_lives() -> None:
    dead = source("feed", "its newest entry is of 2026-06-01, the portal's newest article of 2026-06-10")
    found = verdict(figures(sources=[source("listing", None), dead]))
    assert found.word is Word.DEGRADED and "feed /feed" in found.reason


def test_a_feed_that_never_lived_is_no_change() -> None:
    old = source("feed", "its newest entry is of 2019-01-01, …", "2019-01-01")
    assert verdict(figures(sources=[old])).word is Word.HEALTHY
    never = source("sitemap", "is empty", None, entries=0, new_total=0)
    assert verdict(figures(sources=[never])).word is Word.HEALTHY
    named = ENTRY.model_copy(update={"sitemaps": ("/sitemap",)})
    assert verdict(figures(sources=[never]), named).word is Word.DEGRADED


def test_a_feed_of_a_section_may_rest_while_another_feed_lives() -> None:
    resting = source("feed", "its newest entry is of …", "2026-05-28")
    assert verdict(figures(sources=[resting, source("feed", None, "2026-06-10")])).word is Word.HEALTHY


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dated": 0}, "a date: 0%"),
        ({"generic": 8}, "selectors"),
        ({"read": 0, "unread": 8, "dated": 0, "pictured": 0, "body_chars": 0}, "articles read: 0%"),
        ({"quarantined": 8}, "schema"),
        ({"body_chars": 80}, "texts of"),
        ({"future": 8}, "dated in the future"),
    ],
)
def test_pages_that_give_less_than_before_are_reported_the_same_day(change: dict[str, int], words: str) -> None:
    before = workdays(TODAY - timedelta(days=1))
    found = verdict(figures(days=[*before, day_of(TODAY, 8, **change)]))
    if "body_chars" in change and change["body_chars"] == 80:  # lengths vary: it takes ten pages
        found = verdict(figures(days=[*before, day_of(TODAY, 12, **change)]))
    assert found.word is Word.DEGRADED
    assert words in found.reason
    assert found.since is not None and found.since.date() == TODAY


def test_images_and_copies_are_reported_once_there_are_pages_enough() -> None:
    before = workdays(TODAY - timedelta(days=3))
    for change, words in (({"pictured": 0}, "an image"), ({"copies": 8}, "a text of their own")):
        three = [day_of(TODAY - timedelta(days=n), 8, **change) for n in (2, 1, 0)]
        assert words in verdict(figures(days=[*before, *three])).reason
        assert verdict(figures(days=[*before, three[-1]])).word is Word.HEALTHY


def test_what_has_been_broken_for_months_does_not_become_usual() -> None:
    good = workdays(TODAY - timedelta(days=120), weeks=4)
    broken = [day_of(one.day, 2, dated=0) for one in workdays(TODAY, weeks=17)]
    found = verdict(figures(days=[*good, *broken]))
    assert found.word is Word.DEGRADED and "a date" in found.reason


def test_a_fall_that_is_over_is_no_longer_reported() -> None:
    good, healed = workdays(TODAY - timedelta(days=14)), workdays(TODAY, weeks=1)
    broken = [day_of(one.day, 4, dated=0) for one in workdays(TODAY - timedelta(days=7), weeks=1)]
    assert verdict(figures(days=[*good, *broken, *healed])).word is Word.HEALTHY


def test_a_portal_that_never_had_a_field_or_has_it_now_and_then_is_not_blamed() -> None:
    without = [day_of(one.day, 2, pictured=0, dated=1) for one in workdays(TODAY)]
    assert verdict(figures(days=without)).word is Word.HEALTHY


def test_a_trickle_in_place_of_the_usual_flow_is_reported() -> None:
    before = workdays(TODAY - timedelta(days=15), posts=6)
    thin = [day_of(one.day, 1) for one in workdays(TODAY, weeks=2)]
    found = verdict(figures(days=[*before, *thin]))
    assert found.word is Word.DEGRADED and "are usual" in found.reason


def marks(mark: str, before: str, now: str, pages: int = 6) -> list[MarkFigures]:
    past = [MarkFigures(mark, TODAY - timedelta(days=n), before, pages) for n in range(20, 0, -1)]
    return [*past, MarkFigures(mark, TODAY, now, pages)]


def test_another_cms_means_moved_until_the_entry_knows_it() -> None:
    changed = figures(marks=marks("cms", "wordpress", "liferay"))
    assert verdict(changed).word is Word.MOVED
    assert "liferay now, by wordpress before" in verdict(changed).reason
    assert verdict(changed, ENTRY.model_copy(update={"family": "liferay"})).word is Word.HEALTHY
    one_page = [*marks("cms", "wordpress", "wordpress"), MarkFigures("cms", TODAY, "liferay", 1)]
    assert verdict(figures(marks=one_page)).word is Word.HEALTHY


def test_a_wrong_clock_is_reported_and_explains_old_dates() -> None:
    day = 24 * 3600
    assert "3 days ahead" in verdict(figures(marks=marks("clock", "0", str(3 * day)))).reason
    assert "2.0 hours ahead" in verdict(figures(marks=marks("clock", "0", "7200"))).reason
    always = figures(marks=marks("clock", "25200", "25200"))  # local time given as GMT, ever since
    assert verdict(always).word is Word.HEALTHY
    behind = figures(days=days_ago(20), marks=marks("clock", "0", str(-20 * day)))
    assert verdict(behind).word is Word.DEGRADED


def test_a_clock_that_is_wrong_here_is_no_fault_of_the_portals() -> None:
    ours = {name: marks("clock", "0", str(-5 * 24 * 3600)) for name in ("a", "b", "c")}
    skew = machine_skew(ours)
    assert skew == timedelta(days=-5)
    assert judge(ENTRY, figures(marks=ours["a"]), NOW, skew).word is not Word.DEGRADED
    assert machine_skew({"a": ours["a"], "b": marks("clock", "0", "0")}) == timedelta(0)


counts = st.dictionaries(
    st.sampled_from(["pages", "errors", "blocked", "missing", "sources_tried", "sources", "led_away", "entries"]),
    st.integers(0, 10**6),
)
day_figures = st.builds(
    DayFigures,
    st.integers(-400, 3).map(lambda n: TODAY + timedelta(days=n)),
    **{name: st.integers(0, 10**6) for name in DayFigures.__slots__[1:]},
)


@settings(max_examples=60, deadline=None)
@given(st.lists(day_figures, max_size=30), st.lists(counts, max_size=8), st.integers(-(10**9), 10**9))
def test_any_figures_give_a_verdict_with_a_reason(
    days: list[DayFigures], told: list[dict[str, int]], skew: int
) -> None:
    made = figures(
        days=sorted({one.day: one for one in days}.values(), key=lambda one: one.day),
        runs_=[run(n, one) for n, one in enumerate(told)],
        marks=[MarkFigures("clock", TODAY, str(skew), 1)],
    )
    found = verdict(made)
    assert found.reason
    assert found.word is not Word.HEALTHY or (made.newest is not None and any(one.looked for one in made.runs))


def test_a_body_that_ends_today_still_speaks() -> None:
    ends_today = ENTRY.model_copy(update={"valid_to": TODAY})
    assert verdict(figures(), ends_today).word is Word.HEALTHY
    assert verdict(figures(), ENTRY.model_copy(update={"valid_to": TODAY - timedelta(days=1)})).word is Word.QUIET


def test_of_several_faults_the_gravest_gives_the_word_and_the_earliest_of_its_kind_the_beginning() -> None:
    before = workdays(TODAY - timedelta(days=4))
    faults = [
        day_of(TODAY - timedelta(days=2), 12, dated=0),
        day_of(TODAY, 12, dated=0, generic=12, body_chars=120, quarantined=12),
    ]
    found = verdict(figures(days=[*before, *faults], runs_=runs(REFUSED, REFUSED)))
    assert found.word is Word.BLOCKED
    assert found.since == NOW - timedelta(hours=7)
    assert found.reason.endswith(f"and {len({one.reason for one in found.findings}) - 3} more")
    degraded = verdict(figures(days=[*before, *faults]))
    assert degraded.word is Word.DEGRADED
    assert degraded.since == min(one.since for one in degraded.findings)
    assert degraded.since < max(one.since for one in degraded.findings)


def test_a_clock_that_is_behind_explains_old_news_and_one_that_is_ahead_does_not() -> None:
    day = 24 * 3600
    behind = verdict(figures(days=days_ago(20), marks=marks("clock", "0", str(-20 * day))))
    assert {one.check for one in behind.findings} == {"clock"}
    ahead = verdict(figures(days=days_ago(20), marks=marks("clock", "0", str(3 * day))))
    assert ahead.word is Word.SILENT
    assert {"clock", "silent"} <= {one.check for one in ahead.findings}


@pytest.mark.parametrize("bad", [REFUSED, FAILED, AWAY], ids=["403", "503", "301"])
def test_what_keeps_every_page_away_explains_the_source_that_fails(bad: dict[str, int]) -> None:
    broken = source("feed", "failed 3 times in a row: HTTP 503", failures=3)
    named = ENTRY.model_copy(update={"feeds": ("/feed",)})
    alone = verdict(figures(sources=[broken]), named)
    assert [one.check for one in alone.findings] == ["source failing"]
    found = verdict(figures(sources=[broken], runs_=runs(bad, bad)), named)
    assert "source failing" not in [one.check for one in found.findings]
    assert found.word.unwell


def test_a_doubt_counts_from_the_first_run_and_days_with_articles_alone() -> None:
    few = [day_of(TODAY - timedelta(days=n), posts) for n, posts in ((9, 0), (3, 1), (2, 5), (1, 1))]
    found = verdict(figures(days=few))
    assert (found.word, found.since) == (Word.UNVERIFIED, NOW - timedelta(days=150))
    assert found.reason == "its rhythm is not known yet: articles of 3 days so far"
    assert verdict(figures(days=few[:2])).reason == "its rhythm is not known yet: articles of 1 day so far"
    unknown = verdict(figures(days=few, first_run=None))
    assert unknown.since == figures().runs[-1].started_at
    patient = ENTRY.model_copy(update={"max_silence": timedelta(days=30)})
    assert verdict(figures(days=few), patient).word is Word.HEALTHY
    rhythmic = ENTRY.model_copy(update={"max_silence": None})
    assert verdict(figures(), rhythmic).word is Word.HEALTHY


def test_runs_that_an_unreachable_robots_txt_ended_are_told_at_once_where_there_are_no_others() -> None:
    shut = "robots.txt is unreachable (https://so.example.vn: HTTP 503); what is due stays due"
    first = verdict(figures(days=[], runs_=[run(1, NOTHING, why_ended=shut)]))
    assert first.word is Word.DEGRADED
    assert first.reason == "its robots.txt is unreachable, so that the last run fetched nothing"
    once = [run(1, NOTHING, why_ended=shut), run(7), run(13)]
    assert verdict(figures(runs_=once)).word is Word.HEALTHY
    twice = [run(1, NOTHING, why_ended=shut), run(7, NOTHING, why_ended=shut), run(13)]
    found = verdict(figures(runs_=twice))
    assert found.reason == "its robots.txt is unreachable, so that the last 2 runs fetched nothing"
    assert found.since == NOW - timedelta(hours=7)
