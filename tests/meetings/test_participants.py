"""Who took part, in which role, and what they said."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.meetings import read_meeting
from crawler.model.items import Participant
from tests.meetings.support import assert_supported

LEAD = "Sáng 29/6, UBND tỉnh tổ chức hội nghị tổng kết. "


def participants(body: str) -> dict[str, Participant]:
    meeting = read_meeting("Tổng kết", LEAD + body, date(2020, 7, 1))
    assert meeting is not None
    assert_supported("Tổng kết", LEAD + body, meeting)
    return {one.name: one for one in meeting.participants}


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        (
            "Đồng chí Lò Văn An, Chủ tịch UBND tỉnh chủ trì hội nghị. Dự hội nghị có đồng chí Cà Thị Hoa, Bí thư Huyện ủy.",
            {"Lò Văn An": "chair", "Cà Thị Hoa": "delegate"},
        ),
        (
            "Dự và chỉ đạo hội nghị có đồng chí Trần Minh Châu, Phó Thủ tướng; đại diện Bộ Y tế, Văn phòng Chính phủ.",
            {"Trần Minh Châu": "guest", "Bộ Y tế": "guest", "Văn phòng Chính phủ": "guest"},
        ),
        (
            "Ông Lò Văn An, Giám đốc Sở Y tế đã báo cáo kết quả. Bà Cà Thị Hoa - Chánh Văn phòng nhấn mạnh phải làm nhanh.",
            {"Lò Văn An": "reporter", "Cà Thị Hoa": "speaker"},
        ),
        (
            "Đó là khẳng định của ông Lò Văn An, Giám đốc Sở. Theo Phó Giám đốc Sở Cà Thị Hoa, kết quả năm nay khá hơn.",
            {"Lò Văn An": "speaker", "Cà Thị Hoa": "speaker"},
        ),
        (
            "Dự có Bí thư Tỉnh ủy Lò Văn An; Chủ tịch UBND tỉnh Trần Phong; các Phó Chủ tịch UBND tỉnh và đại diện các sở.",
            {"Lò Văn An": "delegate", "Trần Phong": "delegate"},
        ),
        ("Giám đốc Sở Thông tin và Truyền thông Lò Văn An vắng mặt. Sở Thông tin ban hành kế hoạch.", {}),
    ],
)
def test_roles(body: str, roles: dict[str, str]) -> None:
    assert {name: one.role.value for name, one in participants(body).items()} == roles


def test_persons_and_organisations() -> None:
    found = participants("Dự có đồng chí Lò Văn An và đại diện Sở Y tế, các sở, ngành; UBND các huyện.")
    assert {name: one.type for name, one in found.items()} == {"Lò Văn An": "person", "Sở Y tế": "organisation"}


def test_the_highest_role_and_what_was_said() -> None:
    found = participants(
        "Đồng chí Lò Văn An, Chủ tịch UBND tỉnh chủ trì hội nghị. Đồng chí Lò Văn An nhấn mạnh: “Phải làm ngay. Không chờ.” "
        "Cùng dự có bà Cà Thị Hoa, Phó Giám đốc Sở. Bà Cà Thị Hoa cho rằng vốn còn thiếu."
    )
    chair, guest = found["Lò Văn An"], found["Cà Thị Hoa"]
    assert (chair.role.value, chair.posts, chair.said) == ("chair", ["Chủ tịch UBND tỉnh"], "Phải làm ngay. Không chờ.")
    assert (guest.role.value, guest.posts, guest.said) == ("speaker", ["Phó Giám đốc Sở"], "vốn còn thiếu")


def test_a_post_does_not_swallow_the_next_person() -> None:
    found = participants(
        "Dự hội nghị có Quyền Chủ tịch UBND tỉnh Lò Văn An, Phó Chủ tịch UBND tỉnh Cà Thị Hoa và đại diện 25 doanh nghiệp."
    )
    assert {name: one.posts for name, one in found.items()} == {
        "Lò Văn An": ["Quyền Chủ tịch UBND tỉnh"],
        "Cà Thị Hoa": ["Phó Chủ tịch UBND tỉnh"],
    }
