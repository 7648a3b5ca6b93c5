"""Figures with unit, change and base of comparison."""

from __future__ import annotations

import pytest

from crawler.meetings.figures import find_figures
from crawler.meetings.text import Text


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("thu ngân sách đạt hơn 322,5 tỷ đồng, bằng 363,1% dự toán", [("322,5 tỷ đồng", "tỷ đồng"), ("363,1%", "%")]),
        ("quy mô dân số 86.890 người, diện tích 56,03 km²", [("86.890 người", "người"), ("56,03 km²", "km²")]),
        ("hơn 28 nghìn hộ, chiếm 3,56%", [("28 nghìn hộ", "nghìn hộ"), ("3,56%", "%")]),
        (
            "Quy mô GRDP đạt 316,1 nghìn tỷ đồng; thu nhập bình quân đạt 70,7 triệu đồng/người/năm",
            [("316,1 nghìn tỷ đồng", "nghìn tỷ đồng"), ("70,7 triệu đồng/người/năm", "triệu đồng/người/năm")],
        ),
        ("4.203/4.203 chi bộ", [("4.203/4.203 chi bộ", "chi bộ")]),
        ("thông qua 62 Nghị quyết", [("62 Nghị quyết", "Nghị quyết")]),
        ("tăng trưởng 7-8%", [("7-8%", "%")]),
        ("xuất khẩu 52 triệu USD", [("52 triệu USD", "triệu USD")]),
        ("ngày 29 tháng 6 năm 2020, khóa 14, lần thứ 5, quý 2, Điều 14, số 35 đường Lê Lợi, mức độ 3", []),
        ("giai đoạn 2021 - 2025, nhiệm kỳ 2015 - 2020 tổ chức tốt", []),
        ("phấn đấu đến 2026 tỷ lệ hộ nghèo còn dưới mức chung", []),
        ("Nghị quyết 12/2025/NQ-HĐND ngày 10/12/2025", []),
    ],
)
def test_figures(words: str, figures: list[tuple[str, str]]) -> None:
    text = Text(words)
    assert [(text.printed(*stated.span), text.printed(*stated.unit)) for stated in find_figures(text)] == figures


def test_change_and_base() -> None:
    text = Text(
        "Tổng giá trị sản xuất ước đạt 7.881,1 tỷ đồng, tăng 13% so với năm 2024, đạt mục tiêu; giảm 66 hộ "
        "so với cùng kỳ."
    )
    total, growth, fewer = find_figures(text)
    assert total.what
    assert text.printed(*total.what) == "Tổng giá trị sản xuất"
    assert total.change
    assert text.printed(*total.change) == "tăng 13%"
    assert total.compared_with
    assert text.printed(*total.compared_with) == "năm 2024"
    assert growth.change
    assert text.printed(*growth.change) == "tăng 13%"
    assert fewer.compared_with
    assert text.printed(*fewer.compared_with) == "cùng kỳ"


def test_a_change_in_another_unit_is_not_the_figures() -> None:
    text = Text("Cả tỉnh có 28 nghìn hộ, chiếm 3,56%, giảm hơn 3,1 nghìn hộ so với năm trước.")
    households, share, fewer = find_figures(text)
    assert households.change is None
    assert share.change is None
    assert fewer.change
    assert text.printed(*fewer.change) == "giảm hơn 3,1 nghìn hộ"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Thu ngân sách trên địa bàn năm 2025 ước đạt hơn 59 tỷ đồng", ["Thu ngân sách trên địa bàn năm 2025"]),
        ("Trong 6 tháng đầu năm, GRDP tăng 9,18%", ["GRDP"]),
        ("Tỷ lệ hồ sơ giải quyết trước và đúng hạn đạt 99,2%", ["Tỷ lệ hồ sơ giải quyết trước và đúng hạn"]),
        ("77/86 đại biểu HĐND tỉnh dự kỳ họp", ["đại biểu HĐND tỉnh"]),
        ("Thành phố thu hút 502,8 triệu USD vốn FDI", ["vốn FDI"]),
        ("số hộ nghèo là hơn 19,7 nghìn hộ, tỷ lệ 2,5%", ["số hộ nghèo", "số hộ nghèo"]),
        ("có 15/20 đơn vị xếp loại khá (75%)", ["đơn vị xếp loại khá", "đơn vị xếp loại khá"]),
        ("thu ngân sách đạt 322 tỷ đồng, bằng 63% dự toán", ["thu ngân sách", "thu ngân sách"]),
        # no whole object: left out
        ("Tỉnh đã huy động được 20 tỷ đồng", []),
        ("6 tháng đầu năm đạt 63%", []),
        ("tỷ lệ 2,5%", []),
        ("phải quyết tâm đạt 11%", []),
        ("họp trong 3 ngày", []),
    ],
)
def test_what_is_the_whole_object_or_the_figure_is_left_out(words: str, what: list[str]) -> None:
    text = Text(words)
    assert [text.printed(*stated.what) for stated in find_figures(text) if stated.what] == what
    assert len(find_figures(text)) == len(what)


def test_denominators_ranges_and_hedges() -> None:
    text = Text("77/86 đại biểu; sản lượng lúa đạt gần 75.000 - 80.000 tấn; cao hơn 5 tỷ đồng; khoảng 30 doanh nghiệp")
    delegates, rice, *others = find_figures(text)
    assert (delegates.value, delegates.whole and delegates.whole[0], delegates.hedge) == (77.0, 86.0, None)
    assert (rice.value, rice.upper and rice.upper[0]) == (75000.0, 80000.0)
    assert rice.hedge
    assert text.printed(*rice.hedge) == "gần"
    assert [other.hedge and text.printed(*other.hedge) for other in others] == ["khoảng"], "'cao hơn' is no hedge"
