"""Days on which Vietnam's offices and portals rest: public holidays, with the days around them that most take off.

Sources: Labour Code 45/2019/QH14, article 112, for which days are holidays. Tết and the Hùng Kings' day (10th of the
third lunar month) by the lunar calendar at UTC+7, computed with Hồ Ngọc Đức's algorithm ("Thuật toán tính âm lịch");
in 2030 Vietnam's Tết falls on 2 February, a day before China's. How Tết's five days lie about its first day, and which
working days are swapped, the government says anew each year; since 2020 the holiday has begun two to four days before
the first day of the year and ended four or five days after it.
"""

from __future__ import annotations

from datetime import date, timedelta

from crawler.base.reasons import Reason

# First day of the lunar year.
TET = (
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 2),
    date(2031, 1, 23),
    date(2032, 2, 11),
    date(2033, 1, 31),
    date(2034, 2, 19),
    date(2035, 2, 8),
)
HUNG_KINGS = (
    date(2020, 4, 2),
    date(2021, 4, 21),
    date(2022, 4, 10),
    date(2023, 4, 29),
    date(2024, 4, 18),
    date(2025, 4, 7),
    date(2026, 4, 26),
    date(2027, 4, 16),
    date(2028, 4, 4),
    date(2029, 4, 23),
    date(2030, 4, 12),
    date(2031, 4, 1),
    date(2032, 4, 19),
    date(2033, 4, 9),
    date(2034, 4, 28),
    date(2035, 4, 17),
)
BEFORE_TET, AFTER_TET = 4, 6  # days: the longest holiday yet, and a day of starting slowly
NEW_YEAR = 5  # 1 to 5 January: the day itself, the bridge to the next weekend and the year's slow start
_NAMES = tuple(Reason.of(f"holiday_{one}") for one in ("tet", "new_year", "hung_kings", "may", "national"))


def holiday(day: date) -> Reason | None:
    """The holiday that `day` belongs to, in words, or None for an ordinary day."""
    return _KNOWN.get(day) or _yearly(day)


def _yearly(day: date) -> Reason | None:
    if day.month == 1 and day.day <= NEW_YEAR:
        return _NAMES[1]
    if (day.month, day.day) in ((4, 30), (5, 1)):
        return _NAMES[3]
    if (day.month, day.day) in ((9, 1), (9, 2), (9, 3)):  # two days: 2 September and the one before or after it
        return _NAMES[4]
    return None


def _known() -> dict[date, Reason]:
    days = dict.fromkeys(HUNG_KINGS, _NAMES[2])
    for first in TET:
        days |= {first + timedelta(days=n): _NAMES[0] for n in range(-BEFORE_TET, AFTER_TET + 1)}
    return days


_KNOWN = _known()
