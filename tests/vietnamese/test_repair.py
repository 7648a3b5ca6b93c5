"""What pages carry broken: put right where one reading is possible, left alone where not."""

from __future__ import annotations

import re

import pytest

from crawler.vietnamese import normalize


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("hòan thành, họăc, lọai, giưã, cuả, muà, HÙYNH", "hoàn thành, hoặc, loại, giữa, của, mùa, HUỲNH"),
        ("gìơ, qủa, qúa, qùy, ngừơi, tuỵêt, gỉai", "giờ, quả, quá, quỳ, người, tuyệt, giải"),
        ("truờng, nguời, luợng, bưỏi, mưòi, ƯÓC, Huơng", "trường, người, lượng, bưởi, mười, ƯỚC, Hương"),
        ("ông Hòang và bà Hòan", "ông Hoàng và bà Hoàn"),
        ("Hô \u0323i nghi \u0323 trươ \u0300ng", "Hội nghị trường"),
        ("phươn\u0300g án, tuyê\u0301\u0301n", "phường án, tuyến"),
        ("tǎng nǎng lực, trƣờng, Hà Nộı", "tăng năng lực, trường, Hà Nội"),
        ("х\u00e3 hội, k\u0456nh tế", "xã hội, kinh tế"),
        ("\U0001d413\U0001d421ông báo, ﬁ", "Thông báo, fi"),
    ],
)
def test_words(given: str, wanted: str) -> None:
    normalized = normalize(given, "repair")
    assert normalized.text == wanted
    assert any(flag.startswith("repaired:") for flag in normalized.flags)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("N gày 4/6, T hông báo, Th ông tin", "Ngày 4/6, Thông báo, Thông tin"),
        ("nhằm t ăng cường, đ ề nghị, có văn bản h  ướng dẫn", "nhằm tăng cường, đề nghị, có văn bản hướng dẫn"),
        ("tổ chứ c, độn g, thàn h phố, Nguyễ n", "tổ chức, động, thành phố, Nguyễn"),
        ("năm 2 01 5, ngày 25/5/2 018", "năm 2015, ngày 25/5/2018"),
    ],
)
def test_words_cut_in_two(given: str, wanted: str) -> None:
    assert normalize(given, "repair").text == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("T&ocirc;i v&agrave; b&#7841;n &#x1EA1;", "Tôi và bạn ạ"),
        ("H&amp;#7897;i &amp;amp;ldquo;x&amp;rdquo;", "Hội “x”"),
        ("ldquo;Hội nghịrdquo; ndash; phograve;ng, trograve;", "“Hội nghị” – phòng, trò"),
        ("vi;ecirc%3b\u0323c, ;Uacute;c, vi;ecirc%3\u1e05c", "việc, Úc, việc"),
        ("H#7897;i ngh#7883;, phograveng", "Hội nghị, phòng"),
        ("giấy ph;ép; a;b", "giấy phép; a;b"),
        ("một &nbsp; hai, ba &ldquo bốn", "một hai, ba “ bốn"),
    ],
)
def test_entities(given: str, wanted: str) -> None:
    assert normalize(given, "repair").text == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Há»\u2122i nghá»\u2039 tại Hà Nội", "Hội nghị tại Hà Nội"),
        ("30 m\u00c2\u00b2, 25 \u00c2\u00b0C, 5 \u00e2\u201a\u00ac", "30 m², 25 °C, 5 €"),
        ("v\u00c3 c\u00c3\u00a1c ng\u00c3 y", "và các ngày"),
        ("x\u0093y\u0094", "x“y”"),
        ("tin há»c, Äiá»u 5 (BCÄ), Ä\u0091áº\u00a1o", "tin học, Điều 5 (BCĐ), đạo"),
    ],
)
def test_mojibake(given: str, wanted: str) -> None:
    assert normalize(given, "repair").text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "cầu thủ José Raí và Kaká, María, Caló ghi bàn",
        "Perú, Perù, città, più, così, però; São Paulo, Medellín, Haití",
        "Le café français à Hué: déjà vu, élève, Noël, Citroën",
        "Zürich, Köln, Malmö, Ångström, Bjørn Dæhlie",
        "El niño está en la región; la población señaló que sí",
        "điểm C hà, vitamin C ao, loại B an toàn, ông N gặp bà T hỏi",
        "10 m dài, 5 g muối, lúc 10 h, khoản c điều 5; giá 2 015 đồng",
        "AT&T, R&D, x?a=1&section=2&copy=3&lang=vi, reg; copy; times;",
        "ĐÃ” rồi; «Cá»…; “Đã…”",
        "С.С.С.Р, Москва, Путин, 5 кг, α-amylase, 5 μm",
        "C++ (a^2 + b^2), x^n, e^x",
        "Tại sao? Vì ai. Ho^",
        "Mã của chữ i là #105; và của dấu ấy là &#1443; trong bảng",
        "trời quang \u0323đãng",
        "H'Mông, Êđê, Xơ Đăng, Rơ Măm, Ia Pếch, Dliê Ya, Loỏng",
    ],
)
def test_left_alone(text: str) -> None:
    normalized = normalize(text, "repair")
    assert normalized.text == text
    assert normalized.flags == []


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Mái Đình Cổ, Ngoí Tráng Men", "Mái Đình Cổ, Ngói Tráng Men"),
        ("Khách Phản Ứng Gay Gắt, Đoì Làm Việc", "Khách Phản Ứng Gay Gắt, Đòi Làm Việc"),
        ("tiền đạo Raí, thủ môn Naí, Taì", "tiền đạo Raí, thủ môn Naí, Taì"),
    ],
)
def test_a_capital_with_an_onset_of_ours_is_no_romance_name(given: str, wanted: str) -> None:
    assert normalize(given, "repair").text == wanted


def without_c1(text: str) -> str:
    """UTF-8 read as Latin-1, its control characters dropped."""
    return re.sub("[\x80-\x9f]", "", text.encode().decode("latin-1"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Chúng tôi sống ở đây", "á»"),  # ở, ồ, ớ
        ("biển Đông đang có bão", "Äông"),  # Đông, đông
        ("khu vực châu Á mở rộng", "Ã"),  # Á, à, Ô
        ("vờ như không biết gì", "vá»"),  # về, vờ
    ],
)
def test_of_two_readings_none_is_taken(text: str, kept: str) -> None:
    repaired = normalize(without_c1(text), "repair")
    assert kept in repaired.text
    assert "lost_letters" in repaired.flags


@pytest.mark.parametrize("text", ["Ông về nhà rồi", "Chúng tôi học ở đây từ lâu"])
def test_the_one_reading_that_people_write_is_taken(text: str) -> None:
    mangled = text.encode().decode("windows-1252", "ignore")
    assert normalize(mangled, "repair").text == text


def test_what_is_lost_is_flagged_and_never_invented() -> None:
    lost = normalize("H?i ngh? tr?c tuy?n toàn qu?c", "repair")
    assert lost.text == "H?i ngh? tr?c tuy?n toàn qu?c"
    assert lost.flags == ["lost_letters"]
    assert normalize("H\ufffdi nghị", "repair").flags == ["replacement_character"]
    half = normalize(
        "B\u00e1\u00bb xu\u00e1\u00bb\u2018ng \u00c4\u2018\u00e1\u00ba\u00a5t", "repair"
    )  # bỏ, or bọ, or bờ
    assert (half.text, half.flags[-1]) == ("B\u00e1\u00bb xuống đất", "lost_letters")
    assert normalize("Tại sao? Vì sao? Ai?", "repair").flags == []
    assert normalize("http://x.vn/?a=b http://x.vn/?c=d http://x.vn/x?e", "repair").flags == []
