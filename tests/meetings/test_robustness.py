"""Whatever the text, reading ends soon, crashes never, and every value keeps its span."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.meetings import read_meeting
from crawler.meetings.text import Text
from tests.meetings.support import assert_supported

FRAGMENTS = [
    "Sáng 29/6, ",
    "Chiều nay (12-7), ",
    "Trong 2 ngày 29 và 30/6, ",
    "UBND tỉnh ",
    "Ban Chấp hành Đảng bộ tỉnh khóa XIV ",
    "tổ chức ",
    "Hội nghị ",
    "Kỳ họp thứ 15 ",
    "lần thứ hai mươi mốt ",
    "nhiệm kỳ 2020 – 2025 ",
    "chủ trì hội nghị. ",
    "Đồng chí ",
    "Nguyễn Văn Hòa, ",
    "Bí thư Tỉnh ủy ",
    "; ",
    ", ",
    ". ",
    "\n\n",
    "dưới sự chủ trì của ",
    "Chủ trì hội nghị có: ",
    "tại xã Tân Lập ",
    "Nghị quyết số 18-NQ/TW ",
    "và số 19-NQ/TW ",
    "ngày 31/02/2020 ",
    "của Bộ Chính trị ",
    "tăng 13% so với năm 2024",
    "4.203/4.203 chi bộ ",
    "1.234,5 tỷ đồng ",
    "làm việc với ",
    "phát biểu tại hội nghị ",
    "điểm cầu ",
    "trực tuyến ",
    "(",
    ")",
    "“",
    "”",
    " – ",
    "ndash; ",
    "&amp;",
    "H ội nghị ",
    "e\u0302\u0301",
    "\u00a0",
    "\U0001f600",
    "İ",
    "\x00",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40), st.lists(st.sampled_from(FRAGMENTS), max_size=6), st.dates())
def test_any_order_of_fragments(body: list[str], title: list[str], published: date) -> None:
    lead = "Sáng 29/6, UBND tỉnh tổ chức Hội nghị tổng kết. Phát biểu tại hội nghị. "
    for text in ("".join(body), lead + "".join(body)):
        meeting = read_meeting("".join(title), text, published)
        if meeting:
            assert_supported("".join(title), text, meeting)


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text(body: str, title: str) -> None:
    meeting = read_meeting(title, body, date(2020, 7, 1))
    if meeting:
        assert_supported(title, body, meeting)


@given(st.text(max_size=200))
def test_offsets_stay_in_the_text_as_given(raw: str) -> None:
    text = Text(raw)
    assert len(text.low) == len(text.flat) == len(text)
    starts = [text.span(at, at)[0] for at in range(len(text) + 1)]
    assert starts == sorted(starts)
    assert starts[-1] == len(raw)


@pytest.mark.parametrize(
    "fragment",
    [
        *FRAGMENTS,
        "Sáng 29/6, UBND tỉnh tổ chức Hội nghị. ",
        "1, 2, 3, ",
        "......",
        "a",
        " ",
        "1",
        "Lê Văn Hòa chủ trì hội nghị, ",
        "- ",
        "phát biểu tại ",
        "tổ chức và ",
        "Nghị quyết của các ",
        "có : ",
        "Nguyễn ",
        "12/2020/NQ-",
        "về ",
        "(",
        "x;",
        "grave",
        "Q uận ",
    ],
)
def test_no_text_takes_more_than_its_length_allows(fragment: str) -> None:
    """Four times the text may take no more than about four times as long."""
    lead = "Sáng 29/6, UBND tỉnh tổ chức Hội nghị tổng kết. Phát biểu tại hội nghị. "

    def seconds(length: int) -> float:
        body = lead + fragment * (length // len(fragment))
        best = float("inf")
        for _ in range(3):
            begin = time.process_time()  # what others do on the machine must not count
            read_meeting("Hội nghị", body, date(2020, 7, 1))
            best = min(best, time.process_time() - begin)
        return best

    small, large = seconds(20_000), seconds(80_000)
    assert large < 0.05 or large / small < 12, (small, large)  # quadratic would be 16
