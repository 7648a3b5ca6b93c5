"""Numbers as portals print them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from crawler.vietnamese import find_numbers, parse_number
from tests.vietnamese.strategies import anything, hostile


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11.555", 11555), ("1.250.000", 1250000), ("0,03", 0.03), ("7.881,1", 7881.1), ("3.5", 3.5), ("0.125", 0.125),
        ("1,250,000", 1250000), ("1,250.5", 1250.5), ("1 250 000", 1250000), ("-2,5", -2.5), ("08", 8), ("2020", 2020),
        ("12,5", 12.5), ("1,250", 1.25), ("12.34.56", None), ("", None), ("x", None), ("1..2", None),
    ],
)  # fmt: skip
def test_parse_number(text: str, value: float | None) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("thu 11.555 tỷ đồng, tăng 0,03%", [("11.555 tỷ đồng", 11555, "tỷ đồng", None), ("0,03%", 0.03, "%", None)]),
        ("đạt 4.203/4.203 và 56/355 hồ sơ", [("4.203/4.203", 4203, None, 4203), ("56/355 hồ sơ", 56, "hồ sơ", 355)]),
        ("xuất khẩu 52 triệu USD", [("52 triệu USD", 52, "triệu USD", None)]),
        ("1.250.000đ; 2.500m2; 30 m²; 25°C", [
            ("1.250.000đ", 1250000, "đ", None), ("2.500m2", 2500, "m2", None), ("30 m²", 30, "m²", None),
            ("25°C", 25, "°C", None)]),
        ("từ 5-7%, 5 – 7 triệu đồng", [
            ("5", 5, "%", None), ("7%", 7, "%", None),
            ("5", 5, "triệu đồng", None), ("7 triệu đồng", 7, "triệu đồng", None)]),
        ("02 đoàn, 7,08%/năm, giảm -2,5%", [
            ("02 đoàn", 2, "đoàn", None), ("7,08%", 7.08, "%", None), ("-2,5%", -2.5, "%", None)]),
        ("12,5 nghìn tỷ đồng và 3 tỷ lệ", [("12,5 nghìn tỷ đồng", 12.5, "nghìn tỷ đồng", None), ("3", 3, None, None)]),
    ],
)  # fmt: skip
def test_find_numbers(text: str, wanted: list[tuple[str, float, str | None, float | None]]) -> None:
    found = find_numbers(text)
    assert [(one.text, one.value, one.unit, one.of) for one in found] == wanted
    assert all(text[one.start : one.end] == one.text for one in found)


def test_amount_resolves_the_words_of_magnitude() -> None:
    amounts = [one.amount for one in find_numbers("11.555 tỷ đồng; 52 triệu USD; 12,5 nghìn tỷ đồng; 8,02%; 40 hộ")]
    assert amounts == [11_555 * 10**9, 52 * 10**6, 12_500 * 10**9, 8.02, 40]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 29/6/2020, lúc 10h15 và 08:30",
        "Nghị định 30/2020/NĐ-CP, 45-CT/TW, 1989/QĐ-BGDĐT",
        "năm 2020, giai đoạn 2021-2025, nhiệm kỳ 2020 - 2025",
        "khóa 13, thứ 5, điều 7, khoản 2, quốc lộ 6, COVID-19",
        "ĐT 0912.345.678, 02438252020, hotline 1900 1234",
        "https://x.vn/bai-12.html, tep12.docx, trực 24/7",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_numbers(text) == []


@settings(max_examples=300, deadline=None)
@given(text=hostile | anything)
def test_never_raises(text: str) -> None:
    for one in find_numbers(text):
        assert text[one.start : one.end] == one.text
    parse_number(text)
