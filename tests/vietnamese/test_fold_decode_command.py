"""Match keys, response bodies, and the body of the command."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.vietnamese import decode, fold
from crawler.vietnamese.command import run


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban  Nhân dân", "ủy ban nhân dân"),
        ("HOÀ BÌNH", "hòa bình"),
        ("Ho\u0300a Bi\u0300nh", "hoà bình"),
        ("“Ðổi mới” – 2025", '"đổi mới" - 2025'),
        ("một\u00a0hai\u200b", "một hai"),
        ("ＵＢＮＤ", "ubnd"),
    ],
)
def test_fold_makes_one_key_of_what_is_one_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(one, diacritics=False) == fold(other, diacritics=False)


def test_fold_without_diacritics() -> None:
    assert fold("Đường phố Ðà Nẵng, Ủy ban", diacritics=False) == "duong pho da nang, uy ban"
    assert fold("Kpă Klơng, Krông Búk", diacritics=False) == "kpa klong, krong buk"
    assert fold("má mà mả", diacritics=True) == "má mà mả"


PAGE = "<html><meta charset=utf-8><p>Hội nghị trực tuyến</p></html>"


@pytest.mark.parametrize(
    "declared", [None, "utf-8", "iso-8859-1", "windows-1258", "", "x" * 200, "\udc80", "hex", "utf-7"]
)
def test_valid_utf8_is_utf8_whatever_the_header_says(declared: str | None) -> None:
    decoded = decode(PAGE.encode(), declared)
    assert (decoded.text, decoded.encoding) == (PAGE, "utf-8")


def test_marks_and_flags() -> None:
    assert decode(codecs.BOM_UTF8 + PAGE.encode()).text == PAGE
    assert decode(PAGE.encode("utf-16")).text == PAGE
    assert decode(PAGE.encode(), "iso-8859-1").flags == ["charset_overruled"]
    assert decode(PAGE.encode(), "utf-8").flags == []
    torn = decode(PAGE.encode().replace("ị".encode(), b"\xe1\xbb"), "utf-8")
    assert torn.encoding == "utf-8"
    assert torn.flags == ["undecodable_bytes"]
    assert torn.text == PAGE.replace("ị", "\ufffd")


def test_other_charsets_are_believed() -> None:
    assert decode("Übung für Größe".encode("cp1252"), "iso-8859-1").text == "Übung für Größe"
    assert decode("Übung für Größe".encode("cp1252")).text == "Übung für Größe"
    assert decode("日本語の文章".encode("shift_jis"), "Shift_JIS").text == "日本語の文章"
    assert decode(b'<meta charset="shift_jis">' + "日本語".encode("shift_jis")).encoding == "shift_jis"
    assert decode("Hội nghị".encode() + b"<meta charset='utf-16'>").encoding == "utf-8"


@given(body=st.binary(max_size=200), declared=st.none() | st.text(max_size=12) | st.sampled_from(["utf-16", "big5"]))
def test_decode_never_raises(body: bytes, declared: str | None) -> None:
    assert isinstance(decode(body, declared).text, str)


def test_the_command_writes_text_and_changes() -> None:
    out, log = io.StringIO(), io.StringIO()
    run(io.BytesIO("Uỷ ban  nhân dân\u200b\n".encode()), out, "canonical", "old", log)
    assert out.getvalue() == "Ủy ban nhân dân\n"
    assert log.getvalue() == "invisible\t16\t\\u200b\t\ntone_style\t0\tUỷ\tỦy\ngap\t6\t  \t \n"


def test_the_command_reads_legacy_bytes() -> None:
    out, log = io.StringIO(), io.StringIO()
    run(io.BytesIO("Bé Tµi chÝnh, Th«ng t\u00ad sè 12".encode("latin-1")), out, "repair", changes=log)
    assert out.getvalue() == "Bộ Tài chính, Thông tư số 12"
    assert log.getvalue() == "# read as tcvn3\n"


def test_the_charset_of_a_content_type_header_is_used() -> None:
    decoded = decode(b"H\xf4\xf2i nghi\xf2", "text/html; charset=windows-1258")
    assert (decoded.text, decoded.encoding) == ("Hội nghị", "windows-1258")


@pytest.mark.parametrize(
    "name", ["undefined", "UTF-7", "unicode_escape", "raw-unicode-escape", "idna", "punycode", "rot13"]
)
def test_what_is_no_charset_of_a_page_is_not_believed(name: str) -> None:
    for body in (b"\x80", b"\\ud800 caf\xe9", b"+2AA-\xff"):
        decode(body, f"text/html; charset={name}").text.encode()  # raises for half of a surrogate pair
