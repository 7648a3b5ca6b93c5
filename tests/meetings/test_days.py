"""Days and ordinals in the forms that reports print."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.meetings.held_on import find_whens, is_ahead
from crawler.meetings.ordinals import ordinal_value, read_numbering
from crawler.meetings.text import Text

PUBLISHED = date(2020, 7, 12)


@pytest.mark.parametrize(
    ("words", "day", "part"),
    [
        ("Sáng 29/6,", date(2020, 6, 29), "sáng"),
        ("Chiều nay (12-7),", date(2020, 7, 12), "chiều"),
        ("Sáng nay,", date(2020, 7, 12), "sáng"),
        ("Tối qua,", date(2020, 7, 11), "tối"),
        ("Hôm nay, 12/7,", date(2020, 7, 12), None),
        ("Trong 2 ngày 29 và 30/6,", date(2020, 6, 29), None),
        ("Trong hai ngày 30/6 và 1/7,", date(2020, 6, 30), None),
        ("Từ ngày 8 đến 10/7,", date(2020, 7, 8), None),
        ("Trong các ngày 8, 9 và 10/7/2020,", date(2020, 7, 8), None),
        ("từ ngày 30/12/2019 đến 1/1/2020", date(2019, 12, 30), None),
        ("Từ ngày 30/12 đến 1/1/2020", date(2019, 12, 30), None),
        ("Sáng ngày 29 tháng 6 năm 2020,", date(2020, 6, 29), "sáng"),
        ("Ngày 29.6,", date(2020, 6, 29), None),
        ("Sáng thứ Hai, ngày 29/6,", date(2020, 6, 29), "sáng"),
        ("8 giờ sáng ngày 29/6", date(2020, 6, 29), "sáng"),
        ("Ngày 25/12,", None, None),
        ("Ngày 31/6,", None, None),
    ],
)
def test_days(words: str, day: date | None, part: str | None) -> None:
    text = Text(words)
    when = find_whens(text, 0, len(text), PUBLISHED)[0]
    assert (when.day, when.part) == (day, part)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Từ ngày 8 đến ngày 9/6,", date(2020, 6, 8), date(2020, 6, 9)),
        ("Trong 2 ngày 29 và 30/6,", date(2020, 6, 29), date(2020, 6, 30)),
        ("Trong hai ngày 30/6 và 1/7,", date(2020, 6, 30), date(2020, 7, 1)),
        ("Trong các ngày 8, 9 và 10/7/2020,", date(2020, 7, 8), date(2020, 7, 10)),
        ("từ ngày 30/12/2019 đến 1/1/2020", date(2019, 12, 30), date(2020, 1, 1)),
        ("Sáng 29/6,", date(2020, 6, 29), None),
    ],
)
def test_the_last_of_several_days(words: str, first: date, last: date | None) -> None:
    text = Text(words)
    when = find_whens(text, 0, len(text), PUBLISHED)[0]
    assert (when.day, when.last) == (first, last)


def test_a_day_to_come_takes_the_next_year_that_has_it() -> None:
    text = Text("ngày 5/1,")
    assert find_whens(text, 0, len(text), date(2020, 12, 28), ahead=True)[0].day == date(2021, 1, 5)
    assert find_whens(text, 0, len(text), date(2020, 12, 28))[0].day is None


@pytest.mark.parametrize(
    "words",
    [
        "Quyết định số 12/QĐ-UBND ngày 5/3/2020 của UBND",
        "trước ngày 30/6",
        "đến ngày 30-6-2020",
        "năm 2016-2020",
        "tỷ lệ 3/4",
        "24/7",
    ],
)
def test_other_days_are_not_the_meetings(words: str) -> None:
    assert find_whens(Text(words), 0, len(words), PUBLISHED) == []


def test_the_turn_of_the_year() -> None:
    text = Text("Chiều 28/12, ")
    assert find_whens(text, 0, len(text), date(2021, 1, 4))[0].day == date(2020, 12, 28)
    assert is_ahead(Text("Ngày 5/1,"), 0, 9, date(2020, 12, 28))
    assert not is_ahead(text, 0, len(text), date(2021, 1, 4))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("21", 21),
        ("XIV", 14),
        ("IX", 9),
        ("XL", 40),
        ("nhất", 1),
        ("tư", 4),
        ("mười", 10),
        ("mười lăm", 15),
        ("mười bốn", 14),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("ba mươi tư", 34),
        ("Hai mươi lăm", 25),
        ("IIII", None),
        ("hội", None),
        ("0", None),
    ],
)
def test_ordinals(words: str, value: int | None) -> None:
    assert ordinal_value(words) == value


@pytest.mark.parametrize(
    ("words", "ordinal", "term", "tenure"),
    [
        ("lần thứ IV, khóa I, nhiệm kỳ 2025–2030", "IV", "I", "2025–2030"),
        ("thứ mười bốn, khoá 14 (nhiệm kỳ 2020 - 2025)", "mười bốn", "14", "2020 - 2025"),
        ("lần thứ hai mươi mốt (mở rộng)", "hai mươi mốt", None, None),
        ("nhiệm kỳ II (2012-2017)", None, None, "2012-2017"),
        ("lần này, khóa luận, nhiệm kỳ mới", None, None, None),
    ],
)
def test_numbering(words: str, ordinal: str | None, term: str | None, tenure: str | None) -> None:
    text = Text(words)
    numbers = read_numbering(text, 0, len(text))
    found = [text.printed(*span) if span else None for span in (numbers.ordinal, numbers.term, numbers.tenure)]
    assert found == [ordinal, term, tenure]
