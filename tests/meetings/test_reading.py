"""Whole reports of our own writing, in the ways that portals and newspapers phrase them."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawler.meetings import read_meeting
from crawler.model.items import Meeting, MeetingKind
from tests.meetings.support import assert_supported

SESSION = (
    "Trong 2 ngày 29 và 30/6, tại Trung tâm Hội nghị tỉnh, Ban Chấp hành Đảng bộ tỉnh khóa XIV, nhiệm kỳ "
    "2015 - 2020 tổ chức Hội nghị lần thứ 21 (mở rộng) đánh giá kết quả nửa đầu năm. Các đồng chí: Trần "
    "Văn Minh, Ủy viên dự khuyết Ban Chấp hành Trung ương Đảng, Bí thư Tỉnh ủy; Lò Thị Hạnh, Phó Bí thư "
    "Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh; Hoàng Quốc Bảo, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh chủ "
    "trì Hội nghị. \n\n Hội nghị bàn việc thực hiện Chỉ thị số 45-CT/TW ngày 20/6/2019 của Bộ Chính trị; "
    "Nghị quyết 05-NQ/TU. Tổng sản phẩm đạt 11.555 tỷ đồng, tăng 0,03% so với cùng kỳ năm trước; "
    "4.203/4.203 chi bộ đã đại hội."
)


def read(title: str, body: str, published: date | None = date(2020, 7, 1)) -> Meeting:
    meeting = read_meeting(title, body, published)
    assert meeting is not None
    assert_supported(title, body, meeting)
    return meeting


def test_a_party_committee_session() -> None:
    meeting = read("Hội nghị lần thứ 21 Ban Chấp hành Đảng bộ tỉnh khóa XIV", SESSION)
    assert meeting.kind is MeetingKind.PARTY_COMMITTEE
    assert meeting.body_name == "Ban Chấp hành Đảng bộ tỉnh"
    assert (meeting.ordinal, meeting.term, meeting.tenure) == (21, "XIV", "2015-2020")
    assert (meeting.held_on, meeting.held_on_precision, meeting.part_of_day) == (date(2020, 6, 29), "day", None)
    assert meeting.place == "Trung tâm Hội nghị tỉnh"
    assert [(chair.name, chair.posts) for chair in meeting.chairs] == [
        ("Trần Văn Minh", ["Ủy viên dự khuyết Ban Chấp hành Trung ương Đảng", "Bí thư Tỉnh ủy"]),
        ("Lò Thị Hạnh", ["Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch HĐND tỉnh"]),
        ("Hoàng Quốc Bảo", ["Phó Bí thư Tỉnh ủy", "Chủ tịch UBND tỉnh"]),
    ]
    assert [cited.number for cited in meeting.documents_cited] == ["45-CT/TW", "05-NQ/TU"]
    assert (11555.0, "tỷ đồng", "tăng 0,03%") in {(f.value, f.unit, f.change) for f in meeting.figures}


CASES: list[tuple[str, str, date, dict[str, Any]]] = [
    (
        "UBND tỉnh họp phiên thường kỳ tháng 6",
        "Chiều nay (29/6), UBND tỉnh họp phiên thường kỳ tháng 6 dưới sự chủ trì của đồng chí Nguyễn Văn "
        "Sơn, Phó Bí thư "
        "Tỉnh ủy, Chủ tịch UBND tỉnh.",
        date(2020, 6, 29),
        {
            "kind": "people_committee_session",
            "body_name": "UBND tỉnh",
            "held_on": date(2020, 6, 29),
            "part_of_day": "chiều",
        },
    ),
    (
        "Bế mạc Kỳ họp thứ mười lăm, HĐND tỉnh khóa XIV",
        "Sau 3 ngày làm việc, chiều 10/7, Kỳ họp thứ mười lăm, HĐND tỉnh khóa XIV, nhiệm kỳ 2016-2021 đã bế mạc.",
        date(2020, 7, 11),
        {"kind": "council_session", "body_name": "HĐND tỉnh", "ordinal": 15, "term": "XIV", "tenure": "2016-2021"},
    ),
    (
        "HĐND xã khai mạc kỳ họp",
        "Sáng 10-12, HĐND thành phố khoá X, nhiệm kỳ 2021–2026 khai mạc Kỳ họp thứ 5 để xem xét nhiều nội dung.",
        date(2025, 12, 10),
        {"kind": "council_session", "body_name": "HĐND thành phố", "ordinal": 5, "term": "X", "tenure": "2021-2026"},
    ),
    (
        "Ban Thường vụ Tỉnh ủy họp",
        "Ngày 29-6, Ban Thường vụ Tỉnh ủy họp phiên thứ 40 cho ý kiến vào một số nội dung.",
        date(2020, 6, 30),
        {
            "kind": "standing_committee",
            "body_name": "Ban Thường vụ Tỉnh ủy",
            "ordinal": 40,
            "held_on": date(2020, 6, 29),
        },
    ),
    (
        "Thường trực HĐND tỉnh tổ chức phiên họp",
        "Ngày 29/6, dưới sự chủ trì của đồng chí Hoàng Văn Chất, Chủ tịch HĐND tỉnh, Thường trực HĐND tỉnh "
        "khóa XIV tổ chức "
        "phiên họp thứ ba mươi.",
        date(2020, 7, 1),
        {"kind": "standing_committee", "body_name": "Thường trực HĐND tỉnh", "ordinal": 30, "term": "XIV"},
    ),
    (
        "Bí thư Tỉnh ủy làm việc với huyện Mai Sơn",
        "Sáng 29/6, đồng chí Nguyễn Hữu Thành, Bí thư Tỉnh ủy đã có buổi làm việc với Ban Thường vụ Huyện ủy Mai Sơn.",
        date(2020, 6, 30),
        {"kind": "working_session", "body_name": "Ban Thường vụ Huyện ủy Mai Sơn", "chairs": []},
    ),
    (
        "Quán triệt nghị quyết",
        "Sáng 29 tháng 6, Đảng ủy khối Doanh nghiệp tổ chức Hội nghị quán triệt Nghị quyết Đại hội lần thứ "
        "XIII của Đảng.",
        date(2021, 7, 1),
        {"kind": "conference", "body_name": "Đảng ủy khối Doanh nghiệp", "ordinal": None, "held_on": date(2021, 6, 29)},
    ),
    (
        "Tổng kết công tác năm",
        "Ngày 29/12, Sở Nội vụ tổ chức hội nghị tổng kết công tác năm 2020. Phát biểu tại hội nghị, lãnh đạo "
        "Sở nêu kết quả.",
        date(2021, 1, 3),
        {"kind": "conference", "body_name": "Sở Nội vụ", "held_on": date(2020, 12, 29)},
    ),
    (
        "Khai mạc Đại hội Đảng bộ huyện lần thứ XXI",
        "Ngày 28/6, Đại hội đại biểu Đảng bộ huyện Yên Châu lần thứ XXI, nhiệm kỳ 2020 – 2025 khai mạc trọng thể.",
        date(2020, 6, 29),
        {"kind": "other", "body_name": "Đảng bộ huyện Yên Châu", "ordinal": 21, "tenure": "2020-2025"},
    ),
    (
        "Ủy ban bầu cử họp phiên thứ ba",
        "Chiều 10-12, Ủy ban bầu cử thành phố họp phiên thứ ba. Các đại biểu thảo luận tại phiên họp.",
        date(2025, 12, 11),
        {"kind": "other", "body_name": "Ủy ban bầu cử thành phố", "ordinal": 3},
    ),
    (
        "Ban Chỉ đạo họp",
        "Sáng nay, tại trụ sở UBND tỉnh, Ban Chỉ đạo cải cách hành chính, chuyển đổi số tỉnh họp phiên lần thứ nhất.",
        date(2026, 1, 15),
        {
            "kind": "other",
            "body_name": "Ban Chỉ đạo cải cách hành chính, chuyển đổi số tỉnh",
            "ordinal": 1,
            "held_on": date(2026, 1, 15),
            "place": "trụ sở UBND tỉnh",
        },
    ),
    (
        "Hội nghị trực tuyến",
        "Sáng 10-12, Thủ tướng Chính phủ Phạm Minh Hòa chủ trì Hội nghị trực tuyến Chính phủ với các địa "
        "phương. Chủ tịch UBND "
        "thành phố Lê Đức An dự điểm cầu Đà Nẵng.",
        date(2025, 12, 10),
        {"kind": "conference", "online": True, "place": "điểm cầu Đà Nẵng"},
    ),
    (
        "Tiếp xúc cử tri",
        "Chiều 16-12, Tổ đại biểu HĐND tỉnh có buổi tiếp xúc cử tri tại xã Tân Lập sau Kỳ họp thứ 10, HĐND "
        "tỉnh khóa XV.",
        date(2025, 12, 17),
        {"kind": "other", "body_name": "Tổ đại biểu HĐND tỉnh", "ordinal": None, "term": None, "place": "xã Tân Lập"},
    ),
    (
        "Đoàn công tác của Bộ làm việc tại tỉnh",
        "Lãnh đạo UBND tỉnh vừa có buổi làm việc với Đoàn công tác của Bộ Tài chính. Buổi làm việc diễn ra "
        "vào chiều 13/1.",
        date(2026, 1, 15),
        {"kind": "working_session", "held_on": date(2026, 1, 13), "part_of_day": "chiều"},
    ),
    (
        "Nghe báo cáo tiến độ dự án",
        "Chiều 10-12, Chủ tịch UBND thành phố Phạm Văn Hòa nghe báo cáo tiến độ dự án cảng. Tại cuộc họp, "
        "chủ đầu tư cho biết.",
        date(2025, 12, 12),
        {"kind": "working_session", "body_name": None, "held_on": date(2025, 12, 10)},
    ),
    (
        "Hội nghị BCH Đảng bộ tỉnh lần thứ tư",
        "Từ ngày 30/12/2025 đến 01/01/2026, BCH Đảng bộ tỉnh khóa 16 họp Hội nghị lần thứ tư.",
        date(2026, 1, 2),
        {"kind": "party_committee", "ordinal": 4, "term": "16", "held_on": date(2025, 12, 30)},
    ),
]


@pytest.mark.parametrize(("title", "body", "published", "facts"), CASES, ids=[case[0] for case in CASES])
def test_facts(title: str, body: str, published: date, facts: dict[str, Any]) -> None:
    meeting = read(title, body, published)
    assert {field: getattr(meeting, field) for field in facts} == facts


def test_a_day_without_a_year_needs_the_publication_date() -> None:
    body = "Sáng 29/6, Sở Y tế tổ chức hội nghị giao ban. Tại hội nghị, các đơn vị báo cáo."
    assert read("Giao ban", body, None).held_on is None
    assert read("Giao ban", body, date(2020, 7, 1)).held_on == date(2020, 6, 29)
    assert read("Giao ban", body.replace("29/6", "29/6/2019"), None).held_on == date(2019, 6, 29)


def test_a_day_that_no_near_year_fits_is_left_alone() -> None:
    meeting = read(
        "Hội thảo",
        "Sáng ngày 21/9, Sở Y tế tổ chức Hội thảo. Phát biểu tại Hội thảo, đại biểu góp ý.",
        date(2015, 6, 30),
    )
    assert (meeting.held_on, meeting.held_on_precision, meeting.part_of_day) == (None, None, "sáng")


def test_the_moment_of_publication_counts_at_vietnam_time() -> None:
    late = datetime(2020, 6, 30, 18, 30, tzinfo=UTC)  # already 1 July in Vietnam
    meeting = read_meeting(
        "UBND tỉnh họp", "Sáng nay, UBND tỉnh họp phiên thường kỳ. Tại phiên họp, các sở báo cáo.", late
    )
    assert meeting is not None
    assert meeting.held_on == date(2020, 7, 1)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Tuyên truyền kết quả Kỳ họp thứ 3",
            "Ban Tuyên giáo ban hành hướng dẫn tuyên truyền kết quả Kỳ họp thứ 3, Quốc hội khóa XV.",
        ),
        (
            "Thông báo kết quả hội nghị",
            "Văn phòng gửi tài liệu về Hội nghị lần thứ năm, đã diễn ra từ ngày 5 đến 10/5.",
        ),
        (
            "Lễ công bố quyết định",
            "Sáng 29/6, UBND tỉnh tổ chức Lễ công bố quyết định về công tác cán bộ. Phát biểu tại buổi lễ.",
        ),
        (
            "Dâng hương trước kỳ họp",
            "Sáng 29/6, trước phiên khai mạc Kỳ họp thứ 5, đoàn đại biểu đến dâng hương tại Đài tưởng niệm.",
        ),
        ("Kết quả Đại hội các chi bộ", "Đến hết tháng 6, 14/14 chi bộ trực thuộc đã hoàn thành tổ chức đại hội."),
        ("Bí thư tiếp Đại sứ", "Chiều 29/6, Bí thư Tỉnh ủy tiếp Đại sứ đến chào xã giao."),
        (
            "Họp báo về kỳ họp",
            "Chiều 29/6, Văn phòng HĐND tỉnh tổ chức họp báo thông tin về Kỳ họp thứ 7 sẽ khai mạc đầu tháng 7.",
        ),
        (
            "Ký nghị quyết phiên họp",
            "Ngày 29/6, Thủ tướng đã ký Nghị quyết số 60/NQ-CP về phiên họp Chính phủ thường kỳ.",
        ),
        ("Mở rộng khu công nghiệp", "Khu công nghiệp có thêm 20ha đất. Dự án được nêu tại nhiều hội nghị trước đây."),
        ("", ""),
    ],
)
def test_not_a_meeting_report(title: str, body: str) -> None:
    assert read_meeting(title, body, date(2020, 7, 1)) is None


def test_torn_markup_and_decomposed_letters_keep_their_places() -> None:
    body = (
        "Chiều 26-2, Đảng ủy Sở Y tế tổ chức H ội nghị tổng kết. "
        "Đồng chí Lê Thị Hoà ndash; Bí thư Đảng uỷ chủ trì Hội nghị."
    )
    for form in (body, unicodedata.normalize("NFD", body)):
        meeting = read("Tổng kết công tác", form, date(2014, 2, 28))
        assert [(chair.name, chair.posts) for chair in meeting.chairs] == [("Lê Thị Hoà", ["Bí thư Đảng uỷ"])]
        span = next(span for span in meeting.evidence if span.field == "chairs.0")
        assert unicodedata.normalize("NFC", form[span.start : span.end]) == "Lê Thị Hoà"
