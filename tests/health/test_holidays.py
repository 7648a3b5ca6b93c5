"""The days on which offices rest, by the lunar calendar and by decree."""

from datetime import date, timedelta

import pytest

from crawler.health.holidays import first_of_tet, holiday

# First days of the lunar year, by the calendar at UTC+7 (Hồ Ngọc Đức, "Thuật toán tính âm lịch").
TET = {
    2020: date(2020, 1, 25), 2021: date(2021, 2, 12), 2022: date(2022, 2, 1), 2023: date(2023, 1, 22),
    2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6),
    2028: date(2028, 1, 26), 2029: date(2029, 2, 13), 2030: date(2030, 2, 2), 2031: date(2031, 1, 23),
    2032: date(2032, 2, 11), 2033: date(2033, 1, 31), 2034: date(2034, 2, 19), 2035: date(2035, 2, 8),
}  # fmt: skip
# The tenth day of the third lunar month.
HUNG_KINGS = (
    date(2020, 4, 2), date(2021, 4, 21), date(2022, 4, 10), date(2023, 4, 29), date(2024, 4, 18), date(2025, 4, 7),
    date(2026, 4, 26), date(2027, 4, 16), date(2028, 4, 4), date(2029, 4, 23), date(2030, 4, 12), date(2031, 4, 1),
    date(2032, 4, 19), date(2033, 4, 9), date(2034, 4, 28), date(2035, 4, 17),
)  # fmt: skip


@pytest.mark.parametrize("year", TET)
def test_tet_lasts_from_four_days_before_to_six_days_after_its_first_day(year: int) -> None:
    first = TET[year]
    assert first_of_tet(year) == first
    assert {holiday(first + timedelta(days=n)) for n in range(-4, 7)} == {"Tết"}
    assert holiday(first + timedelta(days=7)) is None
    before = holiday(first - timedelta(days=5))
    assert before is None or before == "New Year"


def test_the_hung_kings_day_moves_with_the_moon() -> None:
    assert {holiday(day) for day in HUNG_KINGS} == {"the Hùng Kings' day"}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 1, 5), "New Year"),
        (date(2026, 1, 6), None),
        (date(2025, 4, 30), "30 April and 1 May"),
        (date(2025, 5, 1), "30 April and 1 May"),
        (date(2025, 5, 2), "a day off in lieu"),  # worked before, on Saturday 26 April
        (date(2025, 5, 5), None),
        (date(2022, 5, 3), "30 April and 1 May"),  # both fell on a weekend: Monday and Tuesday were free
        (date(2026, 4, 27), "the Hùng Kings' day"),  # which was a Sunday
        (date(2026, 9, 1), "National Day"),
        (date(2026, 9, 2), "National Day"),
        (date(2026, 11, 23), None),
        (date(2026, 11, 24), "Vietnam's Culture Day"),  # since 2026
        (date(2025, 11, 24), None),
        (date(2026, 6, 10), None),
        (date(2060, 9, 2), "National Day"),
    ],
)
def test_holidays_have_names_and_other_days_none(day: date, name: str | None) -> None:
    assert holiday(day) == name


@pytest.mark.parametrize("year", range(2036, 2100))
def test_no_year_is_without_tet(year: int) -> None:
    first = first_of_tet(year)
    assert first is not None
    assert date(year, 1, 20) <= first <= date(year, 2, 21)


def test_any_day_of_the_calendar_can_be_asked_for() -> None:
    assert holiday(date.min) == "New Year"
    assert holiday(date.max) is None
