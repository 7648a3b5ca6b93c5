"""Dates of fields (`parse_date`) and of running text (`find_dates`)."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.base.clock import VIETNAM
from crawler.vietnamese import find_dates, parse_date
from crawler.vietnamese.dates.reading import _by_grammar, _plain, _relative_alone
from tests.vietnamese.strategies import anything, hostile

READ_AT = datetime(2021, 3, 10, 16, 45, tzinfo=VIETNAM)  # a Wednesday


def _read(text: str, read_at: datetime = READ_AT) -> str | None:
    reading = parse_date(text, read_at)
    if reading is None:
        return None
    value, precision = reading
    if precision == "minute":
        assert isinstance(value, datetime)
        assert value.utcoffset() == timedelta(hours=7)
        return f"{value:%Y-%m-%d %H:%M}"
    assert type(value) is date
    return f"{value:%Y-%m}" if precision == "month" else f"{value:%Y-%m-%d}"


DAY_AND_TIME = {
    "Thứ tư, 10/03/2021 | 08:05": "2021-03-10 08:05",
    "Thứ 4 - 10/3/2021 - 8:05 (GMT+7)": "2021-03-10 08:05",
    "T4, 10-03-2021 08:05:59": "2021-03-10 08:05",
    "CN 07/03/2021, 21:00": "2021-03-07 21:00",
    "Cập nhật lúc 08:05, 10/03/2021": "2021-03-10 08:05",
    "Cập nhật lúc: 8 giờ 05 phút ngày 10/3/2021": "2021-03-10 08:05",
    "Ngày đăng: 10/03/2021 08:05 - Lượt xem: 1.250": "2021-03-10 08:05",
    "08:05 | 10/03/2021": "2021-03-10 08:05",
    "8h05 ngày 10/3": "2021-03-10 08:05",
    "8g05, 10.3.2021": "2021-03-10 08:05",
    "8h ngày 10-3-2021": "2021-03-10 08:00",
    "10/03/2021 10h": "2021-03-10 10:00",
    "10/03/2021-08:05": "2021-03-10 08:05",
    "10/03/2021 08:05 SA": "2021-03-10 08:05",
    "09/03/2021 08:05 CH": "2021-03-09 20:05",
    "09/03/2021 8:05:00 PM": "2021-03-09 20:05",
    "09/03/2021 13:05 PM": "2021-03-09 13:05",
    "10/03/2021 12:30 AM": "2021-03-10 00:30",
    "10/03/2021 12:30 SA": "2021-03-10 00:30",
    "10/03/2021 12:30 CH": "2021-03-10 12:30",
    "3 giờ chiều 9/3/2021": "2021-03-09 15:00",
    "7 giờ 30 tối 9/3": "2021-03-09 19:30",
    "Chiều 9/3, lúc 2h15": "2021-03-09 14:15",
    "0h00 ngày 10/3/2021": "2021-03-10 00:00",
    "THỨ TƯ, NGÀY 10 THÁNG 3 NĂM 2021 - 8 GIỜ": "2021-03-10 08:00",
    "2021-03-10T08:05:00+07:00": "2021-03-10 08:05",
    "2021-03-10T01:05:00.123Z": "2021-03-10 08:05",
    "2021-03-09T20:05:00Z": "2021-03-10 03:05",
    "2021-03-10 08:05:00": "2021-03-10 08:05",
    "2021-03-10+0708:05:00": "2021-03-10 08:05",
    "2021-03-10+07:0008:05:00": "2021-03-10 08:05",
    "Wed, 10 Mar 2021 08:05:00 +0700": "2021-03-10 08:05",
    "Wed, 10 Mar 2021 01:05:00 GMT": "2021-03-10 08:05",
    "March 10, 2021 8:05 AM": "2021-03-10 08:05",
    "20210310080500": "2021-03-10 08:05",
}
DAY = {
    "10/03/2021": "2021-03-10",
    "10/3/21": "2021-03-10",
    "1/1/98": "1998-01-01",
    "Thứ 4 10/03/2021": "2021-03-10",
    "10 – 3 – 2021": "2021-03-10",
    "10—03—2021": "2021-03-10",
    "10 / 3 / 2021": "2021-03-10",
    "10.3.2021": "2021-03-10",
    "Ngày 10 tháng 3 năm 2021": "2021-03-10",
    "Sơn La, ngày 10 tha\u0301ng 03 năm 2021": "2021-03-10",
    "10 Tháng Ba, 2021": "2021-03-10",
    "Tháng Ba 10, 2021": "2021-03-10",
    "5 Tháng Mười Hai 2020": "2020-12-05",
    "10 Th3 2021": "2021-03-10",
    "10 thg 3, 2021": "2021-03-10",
    "mùng 5 tháng 3 năm 2021": "2021-03-05",
    "mồng 1/3": "2021-03-01",
    "12/3": "2021-03-12",
    "13/3": "2020-03-13",
    "Sáng 10/3": "2021-03-10",
    "Chiều 31-12": "2020-12-31",
    "ngày 29/2": "2020-02-29",
    "ngày 9.3": "2021-03-09",
    "(09/03)": "2021-03-09",
    "10/03/2021 12:00:00 AM": "2021-03-10",
    "10/03/2021 00:00": "2021-03-10",
    "2021-03-10T00:00:00+07:00": "2021-03-10",
    "10/03/2021 25:61": "2021-03-10",
    "2021-03-10": "2021-03-10",
    "20210310": "2021-03-10",
    "10 March 2021": "2021-03-10",
    "10-Mar-2021": "2021-03-10",
    "16-II-2019": "2019-02-16",
    "1/XII/2020": "2020-12-01",
    "Từ ngày 9/3 đến 12/3/2021": "2021-03-09",
    "Quyết định số 5/QĐ-UBND ngày 10/3/2021": "2021-03-10",
    "Nghị định số 10/2021/NĐ-CP ngày 09/02/2021": "2021-02-09",
    "Công bố 30/2/2021, sửa 3/3/2021": "2021-03-03",
}
MONTH = {"Tháng 3/2021": "2021-03", "tháng Ba năm 2021": "2021-03", "3/2021": "2021-03", "Tháng 12-2020": "2020-12"}
RELATIVE = {
    "vừa xong": "2021-03-10 16:45",
    "5 phút trước": "2021-03-10 16:40",
    "2 giờ trước": "2021-03-10 14:45",
    "1 giờ 15 phút trước": "2021-03-10 15:30",
    "khoảng một giờ trước": "2021-03-10 15:45",
    "cách đây 3 ngày": "2021-03-07",
    "3 ngày trước": "2021-03-07",
    "2 tuần trước": "2021-02-24",
    "4 tháng trước": "2020-11",
    "Hôm nay, 08:30": "2021-03-10 08:30",
    "hôm qua": "2021-03-09",
    "hôm qua, lúc 08:30": "2021-03-09 08:30",
    "08:30 hôm qua": "2021-03-09 08:30",
    "Hôm kia": "2021-03-08",
    "Sáng nay": "2021-03-10",
    "2 hours ago": "2021-03-10 14:45",
    "3h trước": "2021-03-10 13:45",
    "5s trước": "2021-03-10 16:44",
    "10p trước": "2021-03-10 16:35",
    "thứ Hai tuần trước": "2021-03-01",
    "Thứ 2 tuần này": "2021-03-08",
    "Chủ nhật tuần trước": "2021-03-07",
    "08:30 thứ tư tuần trước": "2021-03-03 08:30",
}


@pytest.mark.parametrize(("text", "wanted"), {**DAY_AND_TIME, **DAY, **MONTH, **RELATIVE}.items())
def test_reads(text: str, wanted: str) -> None:
    assert _read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Xem cỡ chữ",
        "31/02/2021",
        "30/2",
        "29/02/2021",
        "32/01/2021",
        "10/13/2021",
        "03/25/2021",
        "0/3/2021",
        "tháng 13 năm 2021",
        "năm 2021",
        "45-CT/TW",
        "240/QĐ-UBND",
        "12/2020/NĐ-CP",
        "56/355",
        "4.203/4.203",
        "đạt 5/7 chỉ tiêu",
        "Lượt xem: 1.250",
        "0912.345.678",
        "04-38-25-2020",
        "192.168.1.1",
        "Ngày .... tháng .... năm 2021",
        "mùng 5 tháng 1 năm 2021 (âm lịch)",
        "ngày 10 tháng 3 năm Canh Tý",
        "mùng 10 tháng 3, Tân Sửu",
        "tuần trước",
        "08 giờ 30 phút",
        "08:30",
        "vài phút trước",
        "3 năm trước",
        "10-3",
        "29032021",
    ],
)
def test_reads_nothing(text: str) -> None:
    assert _read(text) is None


def test_the_moment_of_reading_may_be_in_any_zone() -> None:
    utc = datetime(2021, 3, 9, 18, 0, tzinfo=UTC)  # 01:00 of the 10th in Vietnam
    assert _read("hôm nay", utc) == "2021-03-10"
    assert _read("12/3", utc) == "2021-03-12"
    assert _read("13/3", utc) == "2020-03-13"


@settings(max_examples=300, deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)), hour=st.integers(0, 23), minute=st.integers(1, 59))
def test_every_day_in_many_forms(day: date, hour: int, minute: int) -> None:
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)
    d, m, y = day.day, day.month, day.year
    for text in (
        f"{d:02}/{m:02}/{y} {hour:02}:{minute:02}",
        f"Thứ hai, {d}-{m}-{y}, {hour}h{minute:02}",
        f"{hour} giờ {minute} phút, ngày {d} tháng {m} năm {y}",
        f"{y}-{m:02}-{d:02}T{hour:02}:{minute:02}:00+07:00",
        f"Cập nhật lúc: {hour:02}:{minute:02} {d}.{m}.{y}",
    ):
        assert parse_date(text, READ_AT) == (moment, "minute"), text
    assert parse_date(f"Đăng ngày {d} tháng {m:02}, {y}", READ_AT) == (day, "day")


@pytest.mark.parametrize("text", [*DAY_AND_TIME, *DAY, *RELATIVE])
def test_the_quick_way_agrees_with_the_grammar(text: str) -> None:
    quick = _plain(text) or _relative_alone(text, READ_AT)
    assert quick is None or quick == _by_grammar(text, READ_AT)


@settings(max_examples=500, deadline=None)
@given(
    text=st.from_regex(
        r"(Thứ [2-7], |lúc )?(\d\d[:h]\d\d,? )?\d{1,2}[/-]\d{1,2}[/-]20\d\d( - \d\d:\d\d(:\d\d)?)?", fullmatch=True
    )
)
def test_the_quick_way_agrees_on_made_up_dates(text: str) -> None:
    quick = _plain(text)
    assert quick is None or quick == _by_grammar(text, READ_AT)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(anything, hostile, st.from_regex(r"[0-9 /:.hà-]{0,30}")), read_at=st.datetimes())
def test_never_raises(text: str, read_at: datetime) -> None:
    if not datetime(1950, 1, 1) < read_at < datetime(2090, 1, 1):
        return
    reading = parse_date(text, read_at)
    if reading is not None:
        assert reading[1] in ("minute", "day", "month")
    for found in find_dates(text, read_at):
        assert text[found.start : found.end] == found.text
    find_dates(text)


def test_dates_of_running_text() -> None:
    text = (
        "Chiều thứ ba (9/3), Ban Thường vụ họp. Nghị định 10/2021/NĐ-CP ngày 09-02-2021; đạt 5/7, 56/355 xã; "
        "từ ngày 29/12 đến 2/1/2021; hai ngày 4-5/3/2021; nhiệm kỳ 2020-2025; tháng 2/2021; vào 8h30 ngày 10/3."
    )
    found = find_dates(text, READ_AT)
    assert [(one.text, str(one.value), one.precision) for one in found] == [
        ("9/3", "2021-03-09", "day"),
        ("09-02-2021", "2021-02-09", "day"),
        ("29/12", "2020-12-29", "day"),
        ("2/1/2021", "2021-01-02", "day"),
        ("4", "2021-03-04", "day"),
        ("5/3/2021", "2021-03-05", "day"),
        ("tháng 2/2021", "2021-02-01", "month"),
        ("8h30 ngày 10/3", "2021-03-10 08:30:00+07:00", "minute"),
    ]
    assert found[0].part_of_day == "chiều"
    assert all(text[one.start : one.end] == one.text for one in found)


def test_without_a_moment_of_reading_a_year_is_not_made_up() -> None:
    (found,) = find_dates("Sáng 10/3 lúc 8h30, hội nghị khai mạc.")
    assert (found.value, found.year, found.month, found.day) == (None, None, 3, 10)
    assert (found.hour, found.minute, found.part_of_day) == (8, 30, "sáng")


def test_dateparser_is_imported_only_when_it_is_needed() -> None:
    code = "import sys, crawler.vietnamese; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
