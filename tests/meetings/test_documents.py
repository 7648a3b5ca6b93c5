"""Numbered documents and their particulars."""

from __future__ import annotations

import pytest

from crawler.meetings.documents import find_documents
from crawler.meetings.text import Text


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Chỉ thị số 45-CT/TW", ["45-CT/TW"]),
        ("Kết luận số 74–KL/TW", ["74-KL/TW"]),
        ("Nghị quyết số 18-NQ/TW và số 19-NQ/TW", ["18-NQ/TW", "19-NQ/TW"]),
        ("Quyết định 123/QĐ - UBND", ["123/QĐ-UBND"]),
        ("Nghị quyết số 12/2025/NQ-HĐND, 57/NQ-HĐND", ["12/2025/NQ-HĐND", "57/NQ-HĐND"]),
        ("Nghị quyết 254/2025/QH15; Nghị quyết số 1656/NQ-UBTVQH15", ["254/2025/QH15", "1656/NQ-UBTVQH15"]),
        ("Công văn số 1783 /STTTT-TTR", ["1783/STTTT-TTR"]),
        ("Thông tư liên tịch số 01/2016/TTLT-BTC-BNV", ["01/2016/TTLT-BTC-BNV"]),
        ("Chương trình số 05-CTr/TU, Kế hoạch 08-KH/ĐU-UBND", ["05-CTr/TU", "08-KH/ĐU-UBND"]),
        ("Chỉ thị 09/CT-TTg ngày 5/3", ["09/CT-TTg"]),
        ("Nghị quyết số 05-NQ/TU, rồi Nghị quyết số 05-NQ/TU", ["05-NQ/TU"]),
        ("Nghị quyết 57, Đề án 06, ngày 20/6/2020, tỷ lệ 3/4, quốc lộ 14G-B, điện thoại 0236-3827853", []),
        ("theo mẫu số 01/HĐBC-QH", []),
    ],
)
def test_symbols(words: str, numbers: list[str]) -> None:
    assert [cited.number for cited in find_documents(Text(words))] == numbers


def test_particulars() -> None:
    text = Text(
        "thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ; "
        "Quyết định số 5133/QĐ-UBND ngày 01/8/2017 của UBND Thành phố phê duyệt Đề án nâng cao chất lượng truyền thanh. "
        "Nghị định số 84/2014/NĐ-CP của Chính phủ."
    )
    first, second, third = find_documents(text)
    assert first.kind and first.issuer and first.title
    assert (text.printed(*first.kind), first.issued, text.printed(*first.issuer)) == (
        "Nghị quyết",
        "2024-12-22",
        "Bộ Chính trị",
    )
    assert text.printed(*first.title) == "về đột phá phát triển khoa học, công nghệ"
    assert second.title and text.printed(*second.title).startswith("phê duyệt Đề án")
    assert third.issuer and text.printed(*third.issuer) == "Chính phủ"
    assert third.issued is None


def test_a_date_that_is_none_is_left_out() -> None:
    (cited,) = find_documents(Text("Quyết định số 12/QĐ-UBND ngày 31/02/2020"))
    assert cited.issued is None
