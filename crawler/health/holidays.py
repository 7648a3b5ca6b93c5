"""Days on which Vietnam's offices and portals rest: public holidays, with the days around them that most take off.

Public holidays, days in lieu and swapped working days come from the library `holidays` (Labour Code 45/2019/QH14,
article 112; the lunar calendar at UTC+7 up to 2100). The days around Tết and the New Year are ours: since 2020 the
holiday of Tết has begun two to four days before the first day of the lunar year and ended four or five days after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.base.reasons import Reason

if TYPE_CHECKING:
    from holidays.countries.vietnam import Vietnam

BEFORE_TET, AFTER_TET = 4, 6  # days: the longest holiday yet, and a day of starting slowly
NEW_YEAR = 5  # 1 to 5 January: the day itself, the bridge to the next weekend and the year's slow start
_TET = "Tết Nguyên Đán"
# How the library's names begin, and ours; other names are days in lieu of a swapped working day.
_NAMES = {
    "Tết Dương lịch": "holiday_new_year",
    "Ngày Giỗ Tổ Hùng Vương": "holiday_hung_kings",
    "Ngày Chiến thắng": "holiday_may",
    "Ngày Quốc tế Lao động": "holiday_may",
    "Quốc khánh": "holiday_national",
    "Ngày Văn hóa Việt Nam": "holiday_culture",
}


def holiday(day: date) -> Reason | None:
    """The holiday that `day` belongs to, in words, or None for an ordinary day."""
    return _of_year(day.year).get(day)


def first_of_tet(year: int) -> date | None:
    """The first day of the lunar year that begins in `year`; None in years for which no lunar calendar is known."""
    return next(iter(_public(year).get_named(_TET, lookup="exact")), None)


@lru_cache(maxsize=256)
def _of_year(year: int) -> Mapping[date, Reason]:
    days = {day: _name(name) for day, name in _public(year).items()}
    days |= {date(year, 1, number): Reason.of("holiday_new_year") for number in range(1, NEW_YEAR + 1)}
    if (first := first_of_tet(year)) is not None:
        around = [first + timedelta(days=n) for n in range(-BEFORE_TET, AFTER_TET + 1)]
        days |= dict.fromkeys(around, Reason.of("holiday_tet"))
    return days


@lru_cache(maxsize=256)
def _public(year: int) -> Vietnam:
    from holidays.countries.vietnam import Vietnam  # here: the library takes a third of a second to import

    return Vietnam(years=year, language="vi")  # type: ignore[no-untyped-call]


def _name(name: str) -> Reason:
    return Reason.of(next((ours for begins, ours in _NAMES.items() if name.startswith(begins)), "holiday_day_off"))
