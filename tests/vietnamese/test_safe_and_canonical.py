"""The levels that run on every crawled text: what they do, and above all what they leave alone."""

from __future__ import annotations

import pytest

from crawler.vietnamese import Change, normalize


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Nghi\u0323 quye\u0302\u0301t", "Nghị quyết"),
        ("ie\u0303\u0302n", "iễn"),
        ("lo\u0323\u0302", "lộ"),
        ("nu\u0301\u031b", "nứ"),
        ("a\u0300\u0306", "ằ"),
        ("ba\u0341n", "bán"),
        ("một\u00a0hai\u2003ba\u3000bốn", "một hai ba bốn"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ufeffTin\u200b tức\u2060\u200e", "Tin tức"),
        ("phát\u00adtriển", "pháttriển"),
        ("\u202bchữ\u202c", "chữ"),
        ("a\x00b\x07c", "abc"),
    ],
)
def test_safe(given: str, wanted: str) -> None:
    assert normalize(given, "safe").text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "hai  dấu cách, hoà, uỷ, Ðảng, ＵＢＮＤ",
        "\U0001f469\u200d\U0001f33e ❤\ufe0f \U0001f3f4\U000e0067\U000e0062\U000e007f",
        "ភាសា\u200bខ្មែរ",
        "đoạn một\n\nđoạn hai\tcột",
    ],
)
def test_safe_leaves(text: str) -> None:
    assert normalize(text, "safe").text == text


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Uỷ ban, UỶ BAN, huỷ bỏ, THUỶ LỢI", "Ủy ban, ỦY BAN, hủy bỏ, THỦY LỢI"),
        ("xoè, khoẻ, toé, loè loẹt, oẻ", "xòe, khỏe, tóe, lòe loẹt, ỏe"),
        ("toà, doạ, goá, nhoà, oà, “hoà”, (hoá)", "tòa, dọa, góa, nhòa, òa, “hòa”, (hóa)"),
        ("văn hoá.Các đơn vị; hoà/hợp; Hoà-Bình", "văn hóa.Các đơn vị; hòa/hợp; Hòa-Bình"),
        ("P.Hoà Cường, Km 2-Hoà Bình", "P.Hòa Cường, Km 2-Hòa Bình"),
        ("45/QÐ-TTg, HÐND, Ðắk Lắk, 5.000ð, ðồng chí", "45/QĐ-TTg, HĐND, Đắk Lắk, 5.000đ, đồng chí"),
        ("ＵＢＮＤ（２０２５）", "UBND(2025)"),
        ("Bà Rịa\u2011Vũng Tàu", "Bà Rịa-Vũng Tàu"),
        ("  một \t hai  \n   ba ", "một hai\nba"),
    ],
)
def test_canonical(given: str, wanted: str) -> None:
    assert normalize(given).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "quý, quỳ, Quỷ, quá, quà, quả, QUÝ, quẻ, quở, thuở, huơ",
        "khuỷu, khuya, huỳnh, tuýp, xe buýt, ngoảnh, loạn, xoáy, ngoẻo",
        "Noé, Chloé, Zoé, Aloé, Goiás, Samoà, Moét, Hawaii",
        "https://hoà.example/uỷ?q=hoá, uỷ@hoà.vn, www.hoà.vn",
        "khoá.docx, C:\\hoà\\uỷ, /srv/hoà/x, #hoà, @uỷ, hoà_bình",
        "K'Hoà, H’Hoè",
        "12-NQ/HUỶ, 45-CT/TW, 1989/QĐ-BGDĐT",
        "Guðmundur, Davíð, GUÐMUNDUR, Đorđe, âm /ð/",
        "Ctrl＋Alt キー、中文，你好（测试）ＡＢＣ",
        "30 m², 25 °C, ½, α-amylase, 2020–2025, “ngoặc”…",
        "kỹ sư, kĩ sư, tỉ, tỷ, Qui Nhơn, Lí",
        "Krông Pắc, Cư M'gar, Kpă Klơng, Êđê, Ơ Đu, Pơng",
        "iUỷ, hOà",
    ],
)
def test_canonical_leaves(text: str) -> None:
    normalized = normalize(text)
    assert normalized.text == text
    assert normalized.changes == []
    assert normalized.flags == []


def test_the_new_style_keeps_official_names() -> None:
    given = "Tỉnh ủy Hòa Bình và Ủy ban thành phố Biên Hòa: hòa giải, khỏe, quý"
    assert (
        normalize(given, tone_style="new").text == "Tỉnh uỷ Hòa Bình và Uỷ ban thành phố Biên Hoà: hoà giải, khoẻ, quý"
    )


def test_names_can_be_kept() -> None:
    assert normalize("Hoà An và hoà bình", keep=["Hoà An"]).text == "Hoà An và hòa bình"


def test_each_change_says_where_it_was_made() -> None:
    given = "\ufeffUỷ ban\u00a0nhân dân Ðồng Nai,  hoà"
    normalized = normalize(given)
    assert normalized.text == "Ủy ban nhân dân Đồng Nai, hòa"
    assert normalized.changes == [
        Change("space", 7, "\u00a0", " "),
        Change("invisible", 0, "\ufeff", ""),
        Change("d_lookalike", 17, "Ðồng", "Đồng"),
        Change("tone_style", 1, "Uỷ", "Ủy"),
        Change("tone_style", 28, "hoà", "hòa"),
        Change("gap", 26, "  ", " "),
    ]


def test_a_soft_hyphen_may_be_a_letter() -> None:
    tcvn3 = "Th\u00abng t\u00ad s\u00e8 12 cña Bé Tµi chÝnh"
    assert normalize(tcvn3, "safe").text == tcvn3
