"""Silence, quiet and trickles: holidays count in none of them, and an entry's `max_silence` comes before the rhythm."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest

from crawler.base.clock import VIETNAM
from crawler.health import silence
from crawler.health.finding import Finding, Word
from crawler.registry import Portal
from crawler.runs.daily import DayFigures
from crawler.runs.portal_figures import RunFigures
from tests.health.figures import ENTRY, GOOD, day_of, figures, run, runs

TET = date(2026, 2, 17)  # a Tuesday; the holiday of it is 13 to 23 February
BEFORE = date(2026, 2, 12)
FAILED = {"pages": 2, "sources_tried": 2, "errors": 2}
NOT_ASKED = {"pages": 2, "sources_tried": 0}


def patient(days: int) -> Portal:
    return ENTRY.model_copy(update={"max_silence": timedelta(days=days)})


def kept(
    until: date, keep: Callable[[date], object] = lambda day: True, weeks: int = 20, posts: int = 2
) -> list[DayFigures]:
    """Articles on every day of the weeks up to and with `until` that is to be kept."""
    days = [until - timedelta(days=n) for n in reversed(range(weeks * 7))]
    return [day_of(day, posts) for day in days if keep(day)]


def found(days: Sequence[DayFigures], looked: date, portal: Portal = ENTRY) -> list[Finding]:
    """The findings at noon of the day on which the portal was looked at last."""
    noon = datetime(looked.year, looked.month, looked.day, 12, tzinfo=VIETNAM)
    given = figures(days, [run_at(noon - timedelta(hours=1))], first_run=noon - timedelta(days=150))
    return list(silence.findings(portal, given, noon))


def run_at(moment: datetime) -> RunFigures:
    """A good run."""
    return RunFigures(0, moment, moment, "finished", {}, dict(GOOD), {})


def words(findings: Sequence[Finding]) -> list[tuple[Word, str]]:
    return [(one.word, one.check) for one in findings]


def test_a_portal_that_rests_over_tet_is_quiet_and_the_reason_names_the_holiday() -> None:
    [finding] = found(kept(BEFORE), date(2026, 2, 23))
    assert (finding.word, finding.check) == (Word.QUIET, "quiet")
    assert finding.reason == "nothing new since 2026-02-12, for 11 days: Tết"
    assert finding.since == datetime(2026, 2, 12, tzinfo=VIETNAM)


def test_as_long_a_rest_on_ordinary_days_is_silence() -> None:
    finding, also = found(kept(date(2026, 6, 1)), date(2026, 6, 12))
    assert words([finding, also]) == [(Word.SILENT, "silent"), (Word.DEGRADED, "trickle")]
    assert finding.reason == "nothing new since 2026-06-01, for 11 days (10 of its publishing days)"


def test_a_rest_that_goes_on_after_tet_is_silence() -> None:
    assert words(found(kept(BEFORE), date(2026, 2, 24))) == [(Word.QUIET, "quiet")]
    assert words(found(kept(BEFORE), date(2026, 2, 28))) == [(Word.SILENT, "silent")]


def test_a_rest_longer_than_the_holiday_explains_is_quiet_without_it() -> None:
    [finding] = found(kept(BEFORE), date(2026, 2, 25))
    assert finding.word is Word.QUIET
    assert finding.reason == "nothing new since 2026-02-12, for 13 days, longer than usual"


def test_the_last_day_before_a_look_is_no_holiday_of_the_rest() -> None:
    """News of today is not missing: only the days between the newest article and the look can be holidays."""
    mondays = kept(date(2026, 4, 6), lambda day: day.weekday() == 0, 30)
    [finding] = found(mondays, date(2026, 4, 26))  # the Hùng Kings' day itself
    assert finding.word is Word.QUIET
    assert "holiday" not in finding.reason and "Hùng" not in finding.reason


@pytest.mark.parametrize(
    ("newest", "looked", "allowed", "word"),
    [
        (date(2026, 6, 1), date(2026, 6, 7), 6, Word.QUIET),
        (date(2026, 6, 1), date(2026, 6, 8), 6, Word.SILENT),
        (date(2026, 6, 1), date(2026, 6, 4), 6, None),
        (date(2026, 6, 1), date(2026, 6, 5), 6, Word.QUIET),
        (BEFORE, date(2026, 2, 23), 6, None),  # eleven days, all of them holidays
        (BEFORE, date(2026, 2, 26), 6, None),
        (BEFORE, date(2026, 2, 27), 6, Word.QUIET),
        (BEFORE, date(2026, 3, 1), 6, Word.QUIET),
        (BEFORE, date(2026, 3, 2), 6, Word.SILENT),
        (date(2010, 1, 1), date(2026, 3, 2), 365 * 9, Word.SILENT),
    ],
)
def test_max_silence_counts_days_that_are_no_holidays(
    newest: date, looked: date, allowed: int, word: Word | None
) -> None:
    """One article alone: the entry's word is all there is, half of it is quiet."""
    findings = found([day_of(newest)], looked, patient(allowed))
    assert [one.word for one in findings] == ([word] if word else [])
    if word is Word.SILENT:
        assert f"(its entry allows {allowed})" in findings[0].reason
    if word is Word.QUIET:
        assert findings[0].reason == f"nothing new since {newest}, for {(looked - newest).days} days"


def test_max_silence_needs_no_rhythm_and_overrules_one() -> None:
    daily = kept(date(2026, 6, 1))
    assert words(found(daily, date(2026, 6, 12)))[0] == (Word.SILENT, "silent")
    assert words(found(daily, date(2026, 6, 12), patient(30))) == [(Word.QUIET, "quiet")]
    assert words(found(daily, date(2026, 6, 4), patient(2))) == [(Word.SILENT, "silent")]


def asked_in_vain(days: float, known: Sequence[DayFigures], portal: Portal = ENTRY) -> list[Finding]:
    """Of a portal that answered last `days` ago and was asked since."""
    return list(
        silence.findings(
            portal, figures(known, [run(1, FAILED), run(24 * days)]), datetime(2026, 6, 10, 12, tzinfo=VIETNAM)
        )
    )


def test_no_answer_is_measured_by_the_entry_then_the_rhythm_then_three_days() -> None:
    few = [day_of(date(2026, 6, 1))]
    assert words(asked_in_vain(3, few)) == []
    [finding] = asked_in_vain(4, few)
    assert (finding.word, finding.check) == (Word.SILENT, "no answer")
    assert finding.reason == "no answer since 2026-06-06: nothing was fetched from it for 4 days"
    assert finding.since == datetime(2026, 6, 6, 12, tzinfo=VIETNAM)
    assert words(asked_in_vain(4, few, patient(10))) == []
    weekly = kept(date(2026, 6, 3), lambda day: day.weekday() == 2)
    assert ("no answer") not in [one.check for one in asked_in_vain(7, weekly)]
    assert words(asked_in_vain(7, weekly, patient(3))) == [(Word.SILENT, "no answer")]


def test_a_portal_that_was_not_asked_gives_no_bad_answer() -> None:
    few = [day_of(date(2026, 6, 1))]
    noon = datetime(2026, 6, 10, 12, tzinfo=VIETNAM)
    assert list(silence.findings(ENTRY, figures(few, [run(1, NOT_ASKED), run(24 * 5)]), noon)) == []
    assert list(silence.findings(ENTRY, figures(few, [run(24 * 5), run(24 * 6, FAILED)]), noon)) == []


@pytest.mark.parametrize(("days", "told"), [(3, False), (3.5, True)])
def test_a_portal_that_never_answered_is_silent_after_three_days(days: float, told: bool) -> None:
    noon = datetime(2026, 6, 10, 12, tzinfo=VIETNAM)
    began = noon - timedelta(days=days)
    given = figures([], [run(1, FAILED), run(24 * days, FAILED)], first_run=began)
    findings = list(silence.findings(ENTRY, given, noon))
    assert words(findings) == ([(Word.SILENT, "no answer")] if told else [])
    if told:
        assert findings[0].since == began
        assert findings[0].reason == "none of its 2 runs fetched any source of it"
    never_asked = figures([], [run(1, NOT_ASKED)], first_run=began)
    assert list(silence.findings(ENTRY, never_asked, noon)) == []
    assert list(silence.findings(ENTRY, figures([], [run(1, FAILED)], first_run=None), noon)) == []
    assert list(silence.findings(ENTRY, figures([], runs(), first_run=began), noon)) == []


def trickle(usual: int, posts: dict[int, int], looked: date = date(2026, 6, 10), **more: object) -> list[Finding]:
    """Of a portal with `usual` articles a day, and `posts` by the number of days before the look, else none."""
    first_thin = looked - timedelta(days=10)
    thin = [day_of(looked - timedelta(days=n), count) for n, count in sorted(posts.items(), reverse=True) if count]
    days = [*kept(first_thin - timedelta(days=1), posts=usual), *thin]
    return [one for one in found(days, looked, **more) if one.check == "trickle"]  # type: ignore[arg-type]


def test_a_fifth_of_the_usual_flow_is_a_trickle_beyond() -> None:
    """Ten days of ten articles each are usual: 20 of them are enough, 19 are not."""
    enough = dict.fromkeys(range(1, 11), 2)
    assert trickle(10, enough) == []
    [finding] = trickle(10, {**enough, 5: 1})
    assert finding.word is Word.DEGRADED
    assert finding.reason == "19 articles of the last 10 ordinary days, where 100 and more are usual"
    assert finding.since == datetime(2026, 5, 31, tzinfo=VIETNAM)


def test_what_is_found_on_the_day_of_the_look_is_not_yet_counted() -> None:
    assert trickle(10, {**dict.fromkeys(range(1, 11), 1), 0: 50})


def test_where_little_is_usual_a_trickle_says_nothing() -> None:
    assert trickle(1, {1: 1}) == []  # 10 in ten days
    assert trickle(2, {1: 1}) != []  # 20


def test_an_entry_with_max_silence_knows_better_than_a_trickle() -> None:
    assert trickle(10, {1: 1}, portal=patient(30)) == []


def test_days_around_holidays_are_no_ordinary_days() -> None:
    """After Tết ten ordinary days lie partly before it: what was published then counts, the thin holiday does not."""
    looked = date(2026, 3, 2)
    rest = [day_of(day, 1) for n in range(15) if (day := date(2026, 2, 11) + timedelta(days=n)) < looked]
    back = [day_of(date(2026, 2, 26) + timedelta(days=n), 10) for n in range(5)]
    usual = kept(date(2026, 2, 10), posts=10)
    assert [one for one in found([*usual, *rest, *back], looked) if one.check == "trickle"] == []
    thin = [day_of(one.day, 1) for one in [*usual[-10:], *back]]
    [finding] = [one for one in found([*usual[:-10], *thin, *rest, *back[:0]], looked) if one.check == "trickle"]
    assert finding.since < datetime(2026, 2, 11, tzinfo=VIETNAM)


def test_a_poor_week_is_no_reason_to_expect_more() -> None:
    """Of the eight weeks before, the third poorest is what is usual."""
    looked = date(2026, 6, 10)
    thin = [day_of(looked - timedelta(days=n), 1) for n in range(10, 0, -1)]
    edge = looked - timedelta(days=10)
    rich = [day_of(edge - timedelta(days=n), 1 if n <= 21 else 30) for n in range(200, 0, -1)]
    assert [one.check for one in found([*rich, *thin], looked)] == []
    less = [day_of(edge - timedelta(days=n), 1 if n <= 14 else 30) for n in range(200, 0, -1)]
    assert [one.check for one in found([*less, *thin], looked)] == ["trickle"]


def test_a_portal_that_is_as_usual_gives_no_finding() -> None:
    assert found(kept(date(2026, 6, 10)), date(2026, 6, 10)) == []
    assert found([], date(2026, 6, 10)) == []


@pytest.mark.parametrize(
    ("looked", "since"),
    [
        (date(2025, 11, 14), date(2025, 11, 4)),  # no holiday far and wide: the ten days before
        # 31 August to 2 September rest, so that 29 August to 4 September are no ordinary days.
        (date(2026, 9, 3), date(2026, 8, 19)),
        (date(2026, 9, 5), date(2026, 8, 19)),
        (date(2026, 9, 6), date(2026, 8, 20)),
    ],
)
def test_ordinary_are_the_days_that_lie_two_days_from_no_holiday(looked: date, since: date) -> None:
    thin = [day_of(since + timedelta(days=n), 1) for n in range((looked - since).days)]
    usual = kept(since - timedelta(days=1), posts=20)
    [finding] = [one for one in found([*usual, *thin], looked) if one.check == "trickle"]
    assert finding.since.date() == since
    assert finding.reason.startswith("10 articles of the last 10 ordinary days, where 200 and more")


def test_eight_weeks_before_are_what_is_usual() -> None:
    """A trickle is judged against the eight weeks before the thin days, the week next to them among them."""
    looked = date(2025, 11, 14)
    edge = looked - timedelta(days=10)
    thin = [day_of(edge + timedelta(days=n), 1) for n in range(10)]

    def told(rich: set[int]) -> bool:
        """Whether it is one where in these weeks before 70 articles were published, and in the others 7."""
        days = [day_of(edge - timedelta(days=n), 10 if (n - 1) // 7 in rich else 1) for n in range(140, 0, -1)]
        return "trickle" in [one.check for one in found([*days, *thin], looked)]

    assert told({0, 1, 2, 3, 4, 5})
    assert told({2, 3, 4, 5, 6, 7})
    assert not told({0, 1, 2, 3, 4})
    assert not told({3, 4, 5, 6, 7, 8})


def test_fifteen_articles_in_ten_days_are_the_least_to_miss() -> None:
    looked = date(2025, 11, 14)
    edge = looked - timedelta(days=10)

    def told(*week: int) -> bool:
        days = [day_of(edge - timedelta(days=n), week[n % 7]) for n in range(140, 0, -1)]
        return "trickle" in [one.check for one in found([*days, day_of(edge, 1)], looked)]

    assert told(3, 2, 2, 2, 1, 1, 0)  # 11 a week: 15.7 in ten days
    assert not told(2, 2, 2, 2, 1, 1, 0)  # 10 a week: 14.3
