"""Repairs that need evidence: what is left alone for want of it, what comes back where it is there."""

from __future__ import annotations

import pytest

from crawler.vietnamese import normalize
from tests.vietnamese.legacy_writers import WRITERS


@pytest.mark.parametrize(
    "text",
    [
        "nhiệt độ 20 độ C hoặc hơn, ngoài trời 20 độ c là lạnh",
        "ở đây có ng chờ, k hề biết, mọi ng ạ, vui quá b ơi, rồi v à",
        "it's a blog, isn't he late, don't run",
        "cấp p hoặc cấp n, kênh N hoặc kênh P",
        "âm /ðə/ và /ðɪs/, phát âm [ðen], chữ ð của tiếng Iceland",
        "hạt νe và hạt νμ, tên Cağaloğlu, Ayşe Yıldız, bính âm: kuàng chǎn",
        "số 211 (n° 211), phí 20 g/m², Ngói 10 v/m²",
        "Ä, Ö và Ü là chữ của tiếng Đức",
        "Sir Steve Regrave về nhất; the lamp; the camp; swamp;",
        'def hoà(x): return x; <a href="/toà">; tên=hoà; x => hoà()',
        "giặt gịa cả ngày",
        "phường Vĩnh Nguơn",
        "theo chế độ qủy\nđịnh, vỉên chức nhà nước, eó thẩm quyền, Ơí đây",
        "được hiểu là *hòan* (sai chính tả)",
        "ta viết 'hòan' khi vội, không phải là qủa",
        "giô ng bao nga kha nga nga phu nư vi co ca ng nhiê nghi giô ng bao",
        "bính âm: nǐ shuō de duì, zhǐyào",
        "bệnh đa u tủy; g h i k l m n",
        "HTML viết là &#233; còn chuỗi '&nbsp;' là một dấu cách",
        "lúc 2017-06-19 22:05 trận đấu bắt đầu",
    ],
)
def test_left_alone(text: str) -> None:
    assert normalize(text, "repair").text == text
    assert normalize(text, "canonical").text == text


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Bộ Taì chính, Rạch Gía, ngaỳ 20/5", "Bộ Tài chính, Rạch Giá, ngày 20/5"),
        ("phươ ng hướng phá t triển k inh tế xã hội", "phương hướng phát triển kinh tế xã hội"),
        ("xe сủa ông và хе của bà", "xe của ông và xe của bà"),
        ("Sở TTamp;TT và Bộ KHamp;CN", "Sở TT&TT và Bộ KH&CN"),
        ("Trung tâm pho ́ ng vệ tinh, đo ́ là, la ̀ câ ̀n thiết", "Trung tâm phóng vệ tinh, đó là, là cần thiết"),
        ("tǎng cường, Nguyễn Vǎn An", "tăng cường, Nguyễn Văn An"),
        ("Tâ\u00adn An, Â\u00adm nhạc", "Tân An, Âm nhạc"),
        ("HÐND, 45/QÐ-TTg, Ðông Anh, 5.000ð", "HĐND, 45/QĐ-TTg, Đông Anh, 5.000đ"),
    ],
)
def test_restored(given: str, wanted: str) -> None:
    assert normalize(given, "repair").text == wanted


def test_three_encodings_in_one_document() -> None:
    lines = [
        "Hội nghị triển khai nhiệm vụ phát triển kinh tế.",
        "Các đại biểu thảo luận về những giải pháp.",
        "Đồng chí chủ tịch phát biểu kết luận cuộc họp.",
    ]
    names = ("viscii", "vni", "windows-1258")
    damaged = "\n".join(str(WRITERS[name](line)) for name, line in zip(names, lines, strict=True))
    assert normalize(damaged, "repair").text == "\n".join(lines)


def test_another_encoding_inside_a_line() -> None:
    damaged = f"Sáng nay, Ủy ban nhân dân tỉnh {WRITERS['tcvn3']('tổ chức hội nghị trực tuyến')} với các huyện."
    assert (
        normalize(damaged, "repair").text == "Sáng nay, Ủy ban nhân dân tỉnh tổ chức hội nghị trực tuyến với các huyện."
    )


@pytest.mark.parametrize(
    "text",
    [
        "sân_chơi mang ti nh gia du vê ti nh trung thư thươ ng thư ky luâ tinh thâ đoa kê",
        "anh ti nh tài_xế lưu_thông tư hươ ng huyê krông năng",
    ],
)
def test_pieces_of_a_text_that_lost_its_letters_are_not_joined(text: str) -> None:
    assert normalize(text, "repair").text == text


def test_two_words_without_their_space_are_not_respelt() -> None:
    text = "chưa hề để mất thứ gìAnh Đào Khánh cần"
    assert normalize(text, "repair").text == text


def test_words_joined_by_a_segmenter_are_respelt_but_identifiers_are_not() -> None:
    text = "Máy_Địên trong giai_đọan này, huấn_luỵên_viên."
    assert normalize(text, "repair").text == "Máy_Điện trong giai_đoạn này, huấn_luyện_viên."
    for code in ("def đọan_1(x)", "get_giai_đọan", "/giai_đọan/a", "giai_đọan.txt", "giai_đọan()", "x=giai_đọan"):
        assert normalize(code, "repair").text == code
