"""Cron expressions mean what they mean to cron, in Vietnamese time."""

from datetime import datetime, timedelta

import pytest

from crawler.base.clock import VIETNAM
from crawler.registry.cron import next_tick, shortest_gap

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
def test_what_is_no_cron_is_told(expression: str) -> None:
    with pytest.raises(ValueError):
        next_tick(expression, MONDAY)
