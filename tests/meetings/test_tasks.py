"""What was asked of whom, and what the meeting was for."""

from __future__ import annotations

import pytest

from crawler.meetings import read_meeting
from crawler.meetings.tasks import find_tasks
from crawler.meetings.text import Text


@pytest.mark.parametrize(
    ("body", "tasks"),
    [
        (
            "Chủ tịch UBND tỉnh yêu cầu các sở, ngành khẩn trương rà soát các dự án chậm, báo cáo trước ngày 30/6.",
            [("các sở, ngành", "khẩn trương rà soát các dự án chậm, báo cáo trước ngày 30/6", "trước ngày 30/6")],
        ),
        (
            "Đồng chí giao Sở Tài chính chủ trì tham mưu bố trí vốn trong quý III.",
            [("Sở Tài chính", "chủ trì tham mưu bố trí vốn trong quý III", "trong quý III")],
        ),
        (
            "Ông đề nghị cấp ủy, chính quyền các địa phương tiếp tục tuyên truyền. Các xã thực hiện theo yêu cầu của tỉnh.",
            [("cấp ủy, chính quyền các địa phương", "tiếp tục tuyên truyền", None)],
        ),
        ("Ban Chỉ đạo đã giao ban với các huyện.", []),
        ("Theo yêu cầu các bên phải ký.", []),
    ],
)
def test_tasks(body: str, tasks: list[tuple[str, str, str | None]]) -> None:
    text = Text(body)
    found = [
        (text.printed(*a.to), text.printed(*a.text), text.printed(*a.deadline) if a.deadline else None)
        for a in find_tasks(text)
    ]
    assert found == tasks


@pytest.mark.parametrize(
    ("body", "agenda"),
    [
        (
            "Sáng 29/6, UBND tỉnh họp phiên thường kỳ để đánh giá kết quả tháng 6; triển khai nhiệm vụ tháng 7 dưới sự chủ "
            "trì của đồng chí Lò Văn An.",
            "để đánh giá kết quả tháng 6; triển khai nhiệm vụ tháng 7",
        ),
        (
            "Sáng 29/6, HĐND tỉnh khai mạc Kỳ họp thứ 5. Kỳ họp xem xét 12 báo cáo và 9 tờ trình. Đại biểu thảo luận.",
            "xem xét 12 báo cáo và 9 tờ trình",
        ),
        ("Sáng 29/6, Sở Y tế tổ chức hội nghị. Phát biểu tại hội nghị, Giám đốc Sở cảm ơn.", None),
    ],
)
def test_agenda(body: str, agenda: str | None) -> None:
    from datetime import date

    meeting = read_meeting("Tin", body, date(2020, 7, 1))
    assert meeting is not None
    assert meeting.agenda == agenda
