"""Rhythms are learned from days of articles; holidays and weekends count as the portal keeps them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health.holidays import first_of_tet
from crawler.health.rhythm import learn

END = date(2026, 6, 10)


def days(keep: object, weeks: int = 26) -> dict[date, int]:
    span = [END - timedelta(days=n) for n in range(weeks * 7)]
    return {day: 1 for day in span if keep(day)}  # type: ignore[operator]


def silent_after(found: dict[date, int], until: date) -> int:
    """Days without anything after which the portal counts as silent."""
    rhythm = learn(found, until)
    assert rhythm is not None
    return next(n for n in range(1, 400) if rhythm.surprise(until, until + timedelta(days=n)) > rhythm.allowance) - 1


def test_the_more_regular_a_portal_the_sooner_its_silence_is_noticed() -> None:
    daily = silent_after(days(lambda day: True), END)
    office = silent_after(days(lambda day: day.weekday() < 5), END)
    weekly = silent_after(days(lambda day: day.weekday() == 2), END)
    assert (daily, office, weekly) == (2, 2, 21)


def test_a_weekend_is_no_silence_for_an_office_but_is_for_a_newspaper() -> None:
    friday = date(2026, 6, 5)
    monday = friday + timedelta(days=3)
    office = learn({day: 1 for day in days(lambda day: day.weekday() < 5) if day <= friday}, friday)
    newspaper = learn({day: 1 for day in days(lambda day: True) if day <= friday}, friday)
    assert office is not None
    assert newspaper is not None
    assert office.surprise(friday, monday) < 0.1
    assert newspaper.surprise(friday, monday) > newspaper.allowance


@pytest.mark.parametrize("year", range(2020, 2036))
def test_nine_days_of_tet_and_five_of_new_year_are_no_silence(year: int) -> None:
    tet = first_of_tet(year)
    assert tet is not None
    for rest in (
        [tet + timedelta(days=n) for n in range(-3, 6)],
        [tet + timedelta(days=n) for n in range(-4, 5)],
        [date(year, 1, day) for day in range(1, 6)],
    ):
        before = rest[0] - timedelta(days=1)
        rhythm = learn({before - timedelta(days=n): 3 for n in range(180)}, before)
        assert rhythm is not None
        after = rest[-1] + timedelta(days=1)
        assert rhythm.surprise(before, after) <= rhythm.quiet_after
        assert rhythm.surprise(before, after, holidays=True) > rhythm.quiet_after
        assert rhythm.surprise(before, after + timedelta(days=4)) > rhythm.allowance  # but it ends


def test_too_little_history_gives_no_rhythm() -> None:
    assert learn({}, END) is None
    assert learn({END - timedelta(days=n): 5 for n in range(4)}, END) is None
    assert learn({END - timedelta(days=n): 5 for n in range(10)}, END) is None
    assert learn({END - timedelta(days=4 * n): 1 for n in range(5)}, END) is not None


def test_one_outage_of_long_ago_does_not_make_a_portal_patient() -> None:
    outage = [END - timedelta(days=n) for n in range(60, 85)]
    assert silent_after(days(lambda day: day not in outage), END) <= 7


@given(st.dictionaries(st.dates(date(2025, 6, 1), date(2026, 6, 1)), st.integers(0, 500), max_size=80))
def test_any_history_gives_a_rhythm_in_which_silence_grows(found: dict[date, int]) -> None:
    until = max((day for day, count in found.items() if count), default=END)
    rhythm = learn(found, until)
    if rhythm is None:
        return
    assert all(0 <= share < 1 for share in rhythm.shares)
    spans = [rhythm.surprise(until, until + timedelta(days=n)) for n in range(0, 120, 7)]
    assert spans == sorted(spans)
    assert rhythm.quiet_after <= rhythm.allowance
