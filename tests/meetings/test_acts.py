"""What a meeting decided: who was elected or relieved, and what was passed."""

from __future__ import annotations

import pytest

from crawler.meetings.decisions import find_passed
from crawler.meetings.personnel import find_appointments
from crawler.meetings.sittings import acting_body
from crawler.meetings.text import Text

Act = tuple[str, str, str, str | None]


def appointments(body: str) -> list[Act]:
    text = Text(body)
    return [
        (
            text.low[slice(*done.act)],
            text.printed(*done.person),
            text.printed(*done.post),
            text.printed(*done.vote) if done.vote else None,
        )
        for done in find_appointments(text)
    ]


@pytest.mark.parametrize(
    ("body", "acts"),
    [
        (
            "HĐND tỉnh đã bầu ông Lò Văn An, Giám đốc Sở Y tế giữ chức Phó Chủ tịch UBND tỉnh khóa XV với 45/50 phiếu.",
            [("bầu", "Lò Văn An", "Phó Chủ tịch UBND tỉnh", "45/50")],
        ),
        (
            "Với tỷ lệ 91,48%, các đại biểu bầu bà Cà Thị Hoa làm Chủ tịch HĐND TP.HCM nhiệm kỳ 2016-2021.",
            [("bầu", "Cà Thị Hoa", "Chủ tịch HĐND TP.HCM", "91,48%")],
        ),
        (
            "Đồng chí Lò Văn An, Chánh Văn phòng được 100% đại biểu tín nhiệm bầu giữ chức Chủ tịch UBND huyện.",
            [("bầu", "Lò Văn An", "Chủ tịch UBND huyện", "100%")],
        ),
        (
            "Kỳ họp miễn nhiệm chức danh Phó Chủ tịch HĐND tỉnh đối với bà Cà Thị Hoa do chuyển công tác.",
            [("miễn nhiệm", "Cà Thị Hoa", "Phó Chủ tịch HĐND tỉnh", None)],
        ),
        (
            "Kỳ họp thông qua việc miễn nhiệm chức danh Phó chủ tịch UBND huyện với ông Lò Văn An và thống nhất bầu bổ sung "
            "ông Lò Văn An giữ chức Phó chủ tịch HĐND huyện.",
            [
                ("miễn nhiệm", "Lò Văn An", "Phó chủ tịch UBND huyện", None),
                ("bầu bổ sung", "Lò Văn An", "Phó chủ tịch HĐND huyện", None),
            ],
        ),
        (
            "HĐND bầu 2 Phó Chủ tịch HĐND tỉnh khóa X; gồm các ông bà Lò Văn An và Cà Thị Hoa (Bí thư Huyện ủy).",
            [
                ("bầu", "Lò Văn An", "Phó Chủ tịch HĐND tỉnh", None),
                ("bầu", "Cà Thị Hoa", "Phó Chủ tịch HĐND tỉnh", None),
            ],
        ),
        (
            "Ông Lò Văn An, Chánh Văn phòng và Thiếu tướng Trần Minh Châu, Phó Giám đốc Công an được bầu giữ chức Phó Chủ "
            "tịch UBND tỉnh, với số phiếu lần lượt là 82/90 và 88/90.",
            [
                ("bầu", "Lò Văn An", "Phó Chủ tịch UBND tỉnh", "82/90"),
                ("bầu", "Trần Minh Châu", "Phó Chủ tịch UBND tỉnh", "88/90"),
            ],
        ),
        (
            "Hai ông Lò Văn An và Trần Minh Châu đã trúng cử là Ủy viên UBND tỉnh.",
            [
                ("trúng cử", "Lò Văn An", "Ủy viên UBND tỉnh", None),
                ("trúng cử", "Trần Minh Châu", "Ủy viên UBND tỉnh", None),
            ],
        ),
        (
            "100% đại biểu có mặt đã thống nhất cho ông Lò Văn An thôi giữ chức vụ Phó Chủ tịch HĐND xã.",
            [("thôi giữ", "Lò Văn An", "Phó Chủ tịch HĐND xã", "100%")],
        ),
        (
            "Ông Lò Văn An tái cử chức danh Chủ tịch HĐND xã với 20/20 phiếu; bà Cà Thị Hoa tái cử Phó Chủ tịch HĐND xã.",
            [
                ("tái cử", "Lò Văn An", "Chủ tịch HĐND xã", "20/20"),
                ("tái cử", "Cà Thị Hoa", "Phó Chủ tịch HĐND xã", None),
            ],
        ),
        # proposed, to come, in passing: no acts
        ("Kỳ họp sẽ bầu ông Lò Văn An giữ chức Chủ tịch UBND tỉnh.", []),
        ("UBND tỉnh trình HĐND bầu bổ sung Ủy viên UBND tỉnh đối với ông Lò Văn An.", []),
        ("Ông Lò Văn An được giới thiệu bầu vào vị trí Chủ tịch HĐND tỉnh.", []),
        ("Kỳ họp xem xét tờ trình về việc miễn nhiệm chức danh Phó Chủ tịch UBND tỉnh đối với ông Lò Văn An.", []),
        ("Bà Cà Thị Hoa vắng mặt vì mới được bổ nhiệm giữ chức Trưởng ban Tổ chức.", []),
        ("Cử tri bầu đại biểu HĐND các cấp.", []),
    ],
)
def test_personnel(body: str, acts: list[Act]) -> None:
    assert appointments(body) == acts


def test_the_body_that_acted_is_the_subject_of_the_act() -> None:
    text = Text("Sáng 29/6, HĐND tỉnh Sơn La khóa XV đã bầu ông Lò Văn An làm Chủ tịch UBND tỉnh. Ông A được bầu lại.")
    span = acting_body(text, text.low.index("bầu ông"))
    assert span is not None
    assert text.printed(*span) == "HĐND tỉnh Sơn La"
    assert acting_body(text, text.low.index("bầu lại")) is None


@pytest.mark.parametrize(
    ("body", "documents"),
    [
        (
            "Kỳ họp thông qua Nghị quyết về phân bổ ngân sách năm 2021 và Nghị quyết về giá đất với 48/50 đại biểu tán thành.",
            [
                ("Nghị quyết", None, "về phân bổ ngân sách năm 2021", "48/50"),
                ("Nghị quyết", None, "về giá đất", "48/50"),
            ],
        ),
        (
            "Hội nghị nhất trí thông qua Kế hoạch số 12-KH/TU về phát triển du lịch.",
            [("Kế hoạch", "12-KH/TU", "về phát triển du lịch", None)],
        ),
        (
            "HĐND đã thông qua các nghị quyết: về giá đất; về học phí.",
            [("nghị quyết", None, "về giá đất", None), ("nghị quyết", None, "về học phí", None)],
        ),
        ("Kỳ họp sẽ thông qua Nghị quyết về giá đất.", []),
        ("Kỳ họp xem xét, thông qua Nghị quyết về giá đất.", []),
        ("Kỳ họp đã thông qua 15 nghị quyết.", []),
    ],
)
def test_documents_passed(body: str, documents: list[tuple[str, str | None, str | None, str | None]]) -> None:
    text = Text(body)
    found = [
        tuple(text.printed(*spot) if spot else None for spot in (done.kind, done.number, done.title, done.vote))
        for done in find_passed(text)
    ]
    assert found == documents


@pytest.mark.parametrize(
    ("body", "posts"),
    [
        (
            "UBND tỉnh bổ nhiệm ông Lò Văn An, Phó Giám đốc Sở Y tế, giữ chức Giám đốc Sở Nội vụ.",
            ["Phó Giám đốc Sở Y tế"],
        ),
        ("Ông Lò Văn An, Bí thư Huyện ủy, được bầu giữ chức Phó Chủ tịch UBND tỉnh.", ["Bí thư Huyện ủy"]),
        ("HĐND tỉnh đã bầu ông Lò Văn An giữ chức Phó Chủ tịch UBND tỉnh.", []),
        ("HĐND tỉnh miễn nhiệm chức vụ Chủ tịch UBND tỉnh đối với ông Lò Văn An, Giám đốc Sở Nội vụ.", []),
    ],
)
def test_an_act_tells_by_which_post_it_names_the_person(body: str, posts: list[str]) -> None:
    text = Text(body)
    (done,) = find_appointments(text)
    assert [text.printed(*post) for post in done.from_posts] == posts


def test_a_post_ends_before_the_next_act() -> None:
    acts = appointments(
        "Các đại biểu bầu ông Lò Văn An làm Giám đốc Sở Y tế và bầu bà Cà Thị Hoa làm Chủ tịch HĐND tỉnh."
    )
    assert [post for _, _, post, _ in acts] == ["Giám đốc Sở Y tế", "Chủ tịch HĐND tỉnh"]


@pytest.mark.parametrize(
    ("body", "acts"),
    [
        ("Từ tháng 6/2016, ông Lò Văn An được Thủ tướng bổ nhiệm giữ chức Thứ trưởng Bộ Y tế.", []),
        (
            "Ông Lò Văn An, nguyên Trưởng ban Tổ chức Tỉnh ủy được bầu làm Phó Chủ tịch UBND tỉnh.",
            [("bầu", "Lò Văn An", "Phó Chủ tịch UBND tỉnh", None)],
        ),
        (
            "Các đại biểu thông qua tờ trình và nghị quyết miễn nhiệm chức vụ Chủ tịch UBND tỉnh đối với ông Lò Văn An.",
            [("miễn nhiệm", "Lò Văn An", "Chủ tịch UBND tỉnh", None)],
        ),
        (
            "Các đại biểu bầu ông Lò Văn An làm Trưởng ban Kinh tế - Ngân sách HĐND tỉnh.",
            [("bầu", "Lò Văn An", "Trưởng ban Kinh tế - Ngân sách HĐND tỉnh", None)],
        ),
    ],
)
def test_acts_of_this_meeting_with_their_whole_post(body: str, acts: list[Act]) -> None:
    assert appointments(body) == acts
