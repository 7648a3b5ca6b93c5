"""The reasons that a verdict rests on."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.meetings.recognise import THRESHOLD, recognise
from crawler.meetings.text import Text
from crawler.model.items import MeetingStatus

PUBLISHED = date(2020, 7, 1)


def signs(title: str, body: str) -> set[str]:
    verdict = recognise(Text(title), Text(body), PUBLISHED)
    assert verdict.is_meeting == (verdict.score >= THRESHOLD)
    assert verdict.score == sum(int(reason.split()[0]) for reason in verdict.reasons)
    return {reason.split()[1].rstrip(":") for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("title", "body", "sign"),
    [
        ("Tin", "Sáng 29/6, Sở Y tế tổ chức hội nghị tổng kết.", "lead_held"),
        ("Tin", "Sáng 29/6, Giám đốc Sở chủ trì cuộc họp với các đơn vị.", "lead_chaired"),
        ("Tin", "Sáng 29/6, Sở Y tế tổ chức hội nghị.", "dated"),
        ("Sở Y tế làm việc với Bệnh viện tỉnh", "Hai bên trao đổi.", "title_held"),
        ("Hội nghị tổng kết năm 2020", "Hai bên trao đổi.", "title_names"),
        ("Tin", "Năm qua có nhiều kết quả. Phát biểu tại hội nghị, lãnh đạo Sở nêu rõ.", "spoken_at"),
        (
            "Tin",
            "Chiều 29/6, Giám đốc Sở tiếp đoàn chuyên gia. Buổi làm việc nhằm trao đổi kinh nghiệm.",
            "lead_subject",
        ),
        (
            "Tin",
            "Chiều 29/6, Chủ tịch UBND tỉnh nghe các sở báo cáo. Tại cuộc họp, các sở nêu khó khăn.",
            "lead_hearing",
        ),
        ("Tin", "Chiều 29/6, tại Kỳ họp thứ 5, HĐND tỉnh thông qua nhiều nghị quyết.", "lead_inside"),
        ("Tin", "Chiều 29/6, HĐND tỉnh bầu Chủ tịch UBND tỉnh.", "sitting"),
        ("Tin", "Sáng 29/6, Sở Y tế tổ chức sơ kết công tác quý II.", "lead_held"),
        ("Tin", "Năm 2020. " * 80 + "Sáng 29/6, Sở Y tế tổ chức hội nghị.", "held_behind"),
        ("Tin", "Sáng 29/6, Trưởng Tiểu ban Lò Văn An chủ trì.", "chairs_alone"),
        ("Sở Y tế tổ chức sơ kết quý II", "Các phòng báo cáo.", "title_gerund"),
        ("Tin", "Thưa các đồng chí! Thưa toàn thể đại biểu! Hội nghị khai mạc.", "speech"),
        ("Tin", "Tại hội nghị, ông An nói. PV: Ông nghĩ gì? Ông An: Tốt. PV: Cảm ơn ông.", "interview"),
        ("Tin", "Trả lời phóng viên, ông Lò Văn An nói xã vừa họp dân.", "told_to_press"),
        ("Tin", "Ngày 29/1, Sở Y tế tổ chức hội nghị.", "stale"),
        ("Tin", "Hội nghị sẽ diễn ra vào tuần tới.", "future"),
        ("Tin", "UBND tỉnh hoãn hội nghị xúc tiến đầu tư.", "postponed"),
        ("Kỳ họp thứ 5 sẽ khai mạc", "Kỳ họp được chuẩn bị chu đáo.", "future_title"),
        ("Ngày 15/7: Hội nghị doanh nghiệp", "Hội nghị có 100 nhà đầu tư.", "date_ahead"),
        ("Thông báo kết quả hội nghị", "Hội nghị đã thảo luận.", "notice_title"),
        ("Đại hội các chi bộ thành công", "Sáng 29/6, chi bộ tổ chức đại hội.", "digest"),
        ("Ban hành Nghị quyết kỳ họp", "Nghị quyết gồm ba chương.", "document_title"),
        ("Lễ trao giải trước hội nghị", "Sáng 29/6, Sở trao giải.", "ceremony_title"),
        ("Tin", "Sáng 29/6, Sở tổ chức họp báo về hội nghị tới.", "press_conference"),
        ("Tin", "Sở vừa ban hành kế hoạch tổ chức hội nghị.", "issues"),
        ("Tin về hội nghị", "Sáng 29/6, Sở tổ chức lễ trao giải.", "ceremony"),
        ("Tin", "Không có gì.", "no_event"),
    ],
)
def test_signs(title: str, body: str, sign: str) -> None:
    assert sign in signs(title, body)


@pytest.mark.parametrize(
    "cited",
    [
        "thực hiện Nghị quyết Hội nghị Trung ương 8",
        "chuẩn bị tổ chức Đại hội",
        "trước phiên khai mạc Kỳ họp thứ 5",
        "chào mừng thành công Đại hội",
        "ban hành kế hoạch tổ chức hội nghị",
        "đã dự các hội nghị, các cuộc họp",
        "tạo mọi điều kiện để các đơn vị tổ chức thành công Đại hội",
        "dùng công nghệ hội nghị truyền hình",
    ],
)
def test_a_meeting_cited_is_not_one_held(cited: str) -> None:
    assert not signs("Tin", f"Sáng 29/6, Sở Y tế {cited}.") & {"lead_held", "lead_chaired"}


def test_an_early_meeting_outweighs_the_headline() -> None:
    verdict = recognise(
        Text("Tổng kết cuộc thi viết thư"), Text("Sáng 29/6, Sở tổ chức Hội nghị tổng kết cuộc thi."), PUBLISHED
    )
    assert verdict.is_meeting
    assert verdict.anchor is not None


@pytest.mark.parametrize(
    "body",
    [
        "Ngày 29/6, bà Lò Thị An xác nhận hội đồng nhà trường vừa họp về việc này.",
        "Ngày 29/6, Ban Tổ chức thông tin về công tác chuẩn bị, sẽ tổ chức đại hội đảng bộ các cấp.",
        "Chiều 29/6, tại cuộc họp giao ban báo chí, Chánh Văn phòng cho biết công an đang điều tra.",
        "Trao đổi với báo chí chiều 29/6, ông Lò Văn An nói việc này đã được công khai tại phiên họp HĐND tỉnh.",
        "Bên lề cuộc họp HĐND tỉnh - kỳ họp bất thường diễn ra sáng 29/6, ông Lò Văn An nói đường sẽ sớm mở.",
        "Ngày 29/6, ba nước ra tuyên bố trong bối cảnh bộ trưởng các nước gặp nhau tại Hội nghị ngoại trưởng.",
        "Sáng 29/6, ông Lò Văn An cho biết việc này đã được nêu tại hội nghị vừa qua.",
    ],
)
def test_what_is_told_beside_a_meeting_reports_none(body: str) -> None:
    verdict = recognise(Text("Tin"), Text(body), PUBLISHED)
    assert (verdict.is_meeting, verdict.status) == (False, None)


@pytest.mark.parametrize(
    "body",
    [
        "Tại cuộc họp với các xã để bàn cách phòng dịch do Sở Y tế chủ trì chiều 29/6, ông An nhận định dịch còn lan.",
        "Ngày 29/6, kỳ họp HĐND tỉnh đã miễn nhiệm Chủ tịch UBND tỉnh. Các đại biểu nhất trí.",
        "Đây là nội dung các xã ký kết thực hiện tại hội nghị về trật tự ngày 29/6. Tại hội nghị, ông An nói xã sẽ làm.",
        "Ông An nêu ý kiến trong chương trình tiếp xúc cử tri của Đoàn ĐBQH tỉnh diễn ra vào ngày 29/6. Tại buổi tiếp xúc "
        "cử tri, nhiều người phản ánh đường xấu.",
        "Ông An yêu cầu Sở Y tế giải trình tại kỳ họp giữa năm, tổ chức sáng 29/6. Tại kỳ họp, Giám đốc Sở nhận lỗi.",
        "Tại buổi thảo luận tổ kỳ họp thứ 6 HĐND tỉnh, chiều 29/6, ông An nhấn mạnh việc này.",
    ],
)
def test_what_arose_at_a_meeting_reports_it(body: str) -> None:
    assert recognise(Text("Tin"), Text(body), PUBLISHED).is_meeting


def test_a_press_conference_may_present_the_meeting_that_the_headline_announces() -> None:
    body = "Ngày 29/6, UBND tỉnh họp báo giới thiệu hội nghị. UBND tỉnh sẽ tổ chức Hội nghị xúc tiến đầu tư ngày 5/7."
    verdict = recognise(Text("300 đại biểu sẽ dự hội nghị xúc tiến đầu tư"), Text(body), PUBLISHED)
    assert verdict.status is MeetingStatus.ANNOUNCED
