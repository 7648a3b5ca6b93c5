"""Cron expressions mean what they mean to cron, in Vietnamese time."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.base.clock import VIETNAM
from crawler.registry.cron import check_cron, next_tick, shortest_gap, ticks

MONDAY = datetime(2026, 3, 2, 8, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("0 6,12,18 * * *", MONDAY, MONDAY.replace(hour=12)),
        ("0 6,12,18 * * *", MONDAY.replace(hour=12), MONDAY.replace(hour=18)),
        ("*/30 6-22 * * *", MONDAY.replace(hour=22, minute=30), MONDAY.replace(day=3, hour=6)),
        ("0 8 * * 0", MONDAY, MONDAY.replace(day=8)),  # Sunday
        ("0 8 * * 7", MONDAY, MONDAY.replace(day=8)),
        ("0 8 * * 1", MONDAY, MONDAY.replace(day=9)),
        ("0 9 * * 1-5", MONDAY.replace(day=6, hour=10), MONDAY.replace(day=9, hour=9)),  # Friday to Monday
        ("0 9 * * 5-7", MONDAY, MONDAY.replace(day=6, hour=9)),
        ("0 9 * * sat,2", MONDAY, MONDAY.replace(day=3, hour=9)),
        ("0 9 1 * *", MONDAY, datetime(2026, 4, 1, 9, tzinfo=VIETNAM)),
        ("0 9 15 * 5", MONDAY, MONDAY.replace(day=6, hour=9)),  # either suffices: a Friday comes first …
        ("0 9 4 * 5", MONDAY, MONDAY.replace(day=4, hour=9)),  # … or the fourth
        ("0 9 */2 * 1", MONDAY.replace(hour=10), MONDAY.replace(day=9, hour=9)),  # a star first: both must match
        ("0 0 29 2 *", MONDAY, datetime(2028, 2, 29, tzinfo=VIETNAM)),
    ],
)
def test_next_tick(expression: str, after: datetime, expected: datetime) -> None:
    assert next_tick(expression, after) == expected


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    from datetime import UTC

    assert next_tick("0 6 * * *", datetime(2026, 3, 1, 22, 59, tzinfo=UTC)) == datetime(2026, 3, 2, 6, tzinfo=VIETNAM)


def test_shortest_gap() -> None:
    assert shortest_gap("*/30 6-22 * * *") == timedelta(minutes=30)
    assert shortest_gap("0 6,12,18 * * *") == timedelta(hours=6)
    assert shortest_gap("0 6 * * 1") == timedelta(days=7)


@pytest.mark.parametrize(
    "expression", ["", "* * * *", "61 * * * *", "0 0 31 2 *", "0 0 * * 8", "0 0 * * 5-1", "a b c d e"]
)
def test_what_is_no_cron_is_refused_in_one_line(expression: str) -> None:
    with pytest.raises(ValueError) as told:
        next_tick(expression, MONDAY)
    assert repr(expression) in str(told.value) and "\n" not in str(told.value)


def field(least: int, most: int) -> st.SearchStrategy[str]:
    """A field of a cron expression: a star, lists, ranges, and steps no longer than what they step over."""
    number = st.integers(least, most)
    span = st.tuples(number, number).filter(lambda two: two[0] < two[1])
    plain = span.map(lambda two: f"{two[0]}-{two[1]}")
    stepped = span.flatmap(lambda two: st.integers(1, two[1] - two[0]).map(lambda step: f"{two[0]}-{two[1]}/{step}"))
    steps = st.integers(1, most - least).map(lambda step: f"*/{step}")
    lists = st.lists(number.map(str) | plain, min_size=1, max_size=3, unique=True).map(",".join)
    return st.just("*") | number.map(str) | plain | stepped | steps | lists


times = st.tuples(field(0, 59), field(0, 23)).map(" ".join)
# By day of the month and month, or by weekday: what both together mean is a matter of the reader.
expressions = st.one_of(
    st.tuples(times, field(1, 28), field(1, 12)).map(lambda parts: f"{' '.join(parts)} *"),
    times.map(lambda part: f"{part} * * *"),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)).map(lambda at: at.replace(tzinfo=VIETNAM))


@settings(max_examples=150, deadline=None)
@given(expressions, moments)
def test_ticks_over_years_are_those_of_another_reader_of_cron(expression: str, after: datetime) -> None:
    """APScheduler reads the same fields with other code; its weekdays, which count from Monday, are left out."""
    minute, hour, day, month, _ = expression.split()
    other = CronTrigger(minute=minute, hour=hour, day=day, month=month, timezone=VIETNAM)
    at = after
    for tick in islice(ticks(expression, after), 12):
        expected = other.get_next_fire_time(None, at + timedelta(microseconds=1))
        assert tick == expected
        at = tick


@settings(max_examples=60, deadline=None)
@given(field(0, 7), moments)
def test_weekdays_are_cron_s(weekday: str, after: datetime) -> None:
    numbers = set()
    for part in weekday.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.replace("*", "0-6").partition("-")
        numbers |= set(range(int(first), int(last or first) + 1)[:: int(step or 1)])
    days = [tick.isoweekday() % 7 for tick in islice(ticks(f"0 6 * * {weekday}", after), 14)]
    assert set(days) == {number % 7 for number in numbers}


@given(st.text("0123456789*/-,#LWlw²monsu ", max_size=30) | st.text(max_size=20))
def test_any_text_is_a_cron_expression_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        check_cron(text)
        assert next_tick(text, MONDAY) > MONDAY
