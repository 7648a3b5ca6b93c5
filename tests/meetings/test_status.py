"""Meetings that were held, are to come, were put off or called off; and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.meetings import read_meeting
from crawler.model.items import Meeting, MeetingKind, MeetingStatus
from tests.meetings.support import assert_supported

PUBLISHED = date(2020, 7, 1)


def read(title: str, body: str, published: date = PUBLISHED) -> Meeting | None:
    meeting = read_meeting(title, body, published)
    if meeting:
        assert_supported(title, body, meeting)
    return meeting


@pytest.mark.parametrize(
    ("title", "body", "status"),
    [
        (
            "Khai mạc kỳ họp",
            "Kỳ họp thứ 15 HĐND tỉnh khóa XIV sẽ diễn ra từ ngày 15 đến 17/7 tại Trung tâm Hội nghị tỉnh.",
            "announced",
        ),
        (
            "Ngày 15/7: Hội nghị gặp mặt doanh nghiệp",
            "Hội nghị được tổ chức ngày 15/7 với sự tham dự của 100 nhà đầu tư.",
            "announced",
        ),
        (
            "HĐND tỉnh triệu tập kỳ họp chuyên đề",
            "Thường trực HĐND tỉnh vừa có văn bản triệu tập đại biểu HĐND tỉnh dự Kỳ họp thứ 16, khóa XIV.",
            "announced",
        ),
        (
            "Hoãn Hội nghị xúc tiến đầu tư",
            "UBND tỉnh quyết định hoãn tổ chức Hội nghị xúc tiến đầu tư dự kiến vào ngày 15/7 do mưa lũ.",
            "postponed",
        ),
        ("Hủy hội thảo về du lịch", "Sở Du lịch thông báo hủy hội thảo về du lịch cộng đồng vì bão số 2.", "cancelled"),
        (
            "Khai mạc Kỳ họp thứ 15",
            "Sáng 29/6, HĐND tỉnh khai mạc Kỳ họp thứ 15. Kỳ họp sẽ bế mạc vào ngày 2/7. Phát biểu tại kỳ họp.",
            "held",
        ),
    ],
)
def test_status(title: str, body: str, status: str) -> None:
    meeting = read(title, body)
    assert meeting is not None
    assert meeting.status == MeetingStatus(status)


def test_an_announcement_says_when_and_names_nobody_as_present() -> None:
    body = (
        "Kỳ họp thứ 17 HĐND tỉnh khóa XIV sẽ diễn ra từ ngày 5 đến ngày 7/1 tại Hội trường Tỉnh ủy. Đồng chí Lò Văn An, "
        "Chủ tịch HĐND tỉnh sẽ chủ trì kỳ họp."
    )
    meeting = read("Sắp diễn ra Kỳ họp thứ 17 HĐND tỉnh", body, date(2020, 12, 28))
    assert meeting is not None
    assert (meeting.status, meeting.kind) == (MeetingStatus.ANNOUNCED, MeetingKind.COUNCIL_SESSION)
    assert (meeting.held_on, meeting.ends_on) == (date(2021, 1, 5), date(2021, 1, 7)), "the year turns"
    assert (meeting.ordinal, meeting.term, meeting.place) == (17, "XIV", "Hội trường Tỉnh ủy")
    assert not meeting.chairs
    assert not meeting.participants
    assert not meeting.acts


def test_a_future_word_about_another_meeting_does_not_count() -> None:
    meeting = read(
        "Kỳ họp thứ 16 HĐND tỉnh dự kiến diễn ra đầu tháng 12",
        "Sáng 29/6, Thường trực HĐND tỉnh tổ chức hội nghị liên tịch thống nhất nội dung, thời gian Kỳ họp thứ 16 sẽ "
        "diễn ra cuối năm. Đồng chí Lò Văn An chủ trì hội nghị.",
    )
    assert meeting is not None
    assert meeting.status is MeetingStatus.HELD
    assert meeting.held_on == date(2020, 6, 29)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Quy chế quản lý hệ thống giao ban trực tuyến",
            "ỦY BAN NHÂN DÂN TỈNH Số: 12/QĐ-UBND Căn cứ Luật Tổ chức chính quyền địa phương. Quy chế này quy định việc "
            "tổ chức họp trên hệ thống giao ban trực tuyến. Tại hội nghị, các điểm cầu báo cáo.",
        ),
        (
            "Phát biểu của Chủ tịch HĐND tỉnh tại Kỳ họp thứ 15",
            "Thưa các vị đại biểu! Thưa toàn thể cử tri! Hôm nay, HĐND tỉnh khai mạc Kỳ họp thứ 15. Tôi nhiệt liệt chào "
            "mừng các vị đại biểu dự kỳ họp. Tại kỳ họp này, chúng ta bàn nhiều việc.",
        ),
        (
            "Tỉnh sẽ trở thành trung tâm du lịch",
            "Báo điện tử tỉnh trân trọng giới thiệu toàn văn bài phát biểu của Bí thư Tỉnh ủy tại hội nghị tổng kết. "
            "Năm qua, tỉnh đã tổ chức hội nghị tổng kết.",
        ),
        (
            "Mở lại chợ huyện",
            "Trao đổi với phóng viên sáng 29/6, ông Lò Văn An, Chủ tịch UBND huyện cho biết vừa họp với tiểu thương.",
        ),
        (
            "Tháo dỡ nhà trái phép",
            "Ngay sau chỉ đạo của Bí thư Huyện ủy tại buổi làm việc với xã ngày 28/6, tổ công tác đã tháo dỡ.",
        ),
        (
            "Sở giải thích việc thu phí",
            "Sáng 29/6, Giám đốc Sở đã có buổi làm việc với phóng viên Báo tỉnh về việc thu phí.",
        ),
        (
            "HĐND các huyện bầu nhân sự",
            "Những ngày qua, HĐND các huyện đã họp. Tại kỳ họp thứ nhất HĐND huyện A, các đại biểu bầu Chủ tịch.",
        ),
        (
            "Cần đổi mới tiếp xúc cử tri",
            "Nâng cao chất lượng tiếp xúc cử tri là yêu cầu đặt ra với hoạt động của HĐND các cấp trong nhiệm kỳ mới.",
        ),
    ],
)
def test_no_meeting_of_its_own(title: str, body: str) -> None:
    assert read(title, body) is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        # predicates
        ("Tin", "Ngày 29/6, Ban Chấp hành Đảng bộ tỉnh đã họp bầu Phó Bí thư Tỉnh ủy."),
        ("Tin", "Ngày 29/6, HĐND tỉnh khóa XVI tổ chức họp kỳ thứ nhất, tiến hành bầu các chức danh."),
        ("Tin", "Ngày 29/6, Phó Thủ tướng Lò Văn An dẫn đầu đoàn công tác đến làm việc với tỉnh Sơn La."),
        ("Tin", "Ngày 28 và 29/6, Đảng bộ Văn phòng UBND tỉnh Đại hội lần thứ VIII, nhiệm kỳ 2020-2025."),
        (
            "Huyện ủy tổ chức học tập, quán triệt các nghị quyết",
            "Các đồng chí dự hội nghị đã được quán triệt nội dung.",
        ),
        # inside a session
        ("Bầu Chủ tịch", "Tại kỳ họp thứ nhất HĐND thành phố khóa IX, các đại biểu đã bầu ông Lò Văn An làm Chủ tịch."),
        ("Không để dự án kéo dài", "Làm việc với huyện Mai Sơn sáng 29/6, Bí thư Tỉnh ủy yêu cầu đẩy nhanh tiến độ."),
        ("Bầu hai Ủy viên", "Chiều 29/6, 45/45 đại biểu HĐND tỉnh biểu quyết miễn nhiệm hai Ủy viên UBND tỉnh."),
        ("Lấy phiếu tín nhiệm", "Chiều 29/6, tiếp tục chương trình Kỳ họp thứ 10, Ban kiểm phiếu công bố kết quả."),
        # behind a quotation or a summary
        (
            "Giá nhà quá cao",
            "“Nhà như thế ai mua nổi”, Bí thư Tỉnh ủy nói. " + "Nhà ở là chuyện nhiều người quan tâm. " * 20 + "Chiều "
            "29/6, UBND tỉnh tổ chức hội nghị về nhà ở. Tại hội nghị, nhiều ý kiến được nêu.",
        ),
        # what was heard is no notice
        (
            "Kỳ họp thứ 9 HĐND huyện",
            "Tại kỳ họp, các đại biểu đã nghe thông báo về công tác nhân sự. Phát biểu tại kỳ họp, Bí thư chúc mừng.",
        ),
    ],
)
def test_reports_by_their_grammar(title: str, body: str) -> None:
    meeting = read(title, body)
    assert meeting is not None
    assert meeting.status is MeetingStatus.HELD


def test_a_venue_named_like_a_meeting_is_none() -> None:
    meeting = read(
        "Khai mạc Đại hội",
        "Sáng 29/6, tại Trung tâm Hội nghị tỉnh, Đại hội đại biểu Đảng bộ tỉnh lần thứ XIV chính thức khai mạc.",
    )
    assert meeting is not None
    assert (meeting.kind, meeting.ordinal, meeting.place) == (MeetingKind.OTHER, 14, "Trung tâm Hội nghị tỉnh")


def test_a_record_of_schema_2_is_one_of_schema_3() -> None:
    old = {
        "kind": "conference",
        "chairs": [{"name": "Lò Văn An", "posts": []}],
        "figures": [{"value": 3.0, "text": "3 xã"}],
    }
    meeting = Meeting.model_validate(old)
    assert meeting.status is MeetingStatus.HELD
    assert (meeting.participants, meeting.acts, meeting.tasks, meeting.agenda, meeting.ends_on) == (
        [],
        [],
        [],
        None,
        None,
    )
    assert meeting.figures[0].hedge is None
