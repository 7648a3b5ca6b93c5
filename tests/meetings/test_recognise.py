"""The reasons that a verdict rests on."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.meetings.recognise import THRESHOLD, recognise
from crawler.meetings.text import Text

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
