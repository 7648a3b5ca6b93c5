"""Legacy encodings: tables against iconv, round trips of valid text, detection in text and in bytes."""

from __future__ import annotations

import subprocess
import unicodedata

import pytest
from hypothesis import given, settings

from crawler.vietnamese import decode, normalize
from crawler.vietnamese.legacy.detecting import detect
from crawler.vietnamese.legacy.tables import ENCODINGS, as_windows
from crawler.vietnamese.letters import SPLIT
from tests.vietnamese.legacy_writers import WRITERS
from tests.vietnamese.optional import iconv
from tests.vietnamese.strategies import sentences

TITLE = "Hội đồng nhân dân tỉnh khai mạc kỳ họp thứ năm"
BODY = (
    "Sáng nay, Hội đồng nhân dân tỉnh đã khai mạc kỳ họp thứ năm để xem xét nhiều nội dung quan trọng.\n"
    "Các đại biểu thảo luận về phương hướng, nhiệm vụ, giải pháp phát triển kinh tế ở những xã vùng cao.\n"
    "Tham dự có lãnh đạo các sở, ngành và đông đảo cử tri. Cũng tại đây, nghĩa tình được đặt lên trước hết."
)


def _by_iconv(charset: str, data: bytes) -> str | None:
    done = subprocess.run([iconv(), "-f", charset, "-t", "UTF-8"], input=data, capture_output=True, check=False)
    return unicodedata.normalize("NFC", done.stdout.decode()) if done.returncode == 0 else None


@pytest.mark.parametrize(("charset", "name"), [("VISCII", "viscii"), ("TCVN", "tcvn3"), ("CP1258", "windows-1258")])
def test_tables_agree_with_iconv(charset: str, name: str) -> None:
    reader = next(encoding for encoding in ENCODINGS if encoding.name == name).read
    # Bytes that a document of that encoding shares with windows-1252 signs are read by their neighbours.
    by_context = {0xA0, *(range(0x80, 0xA0) if name == "tcvn3" else ())}
    checked = 0
    for byte in [*range(1, 0x20), *range(0x80, 0x100)]:
        wanted = _by_iconv(charset, bytes([byte]) + b"x")
        if wanted is None or byte in by_context or chr(byte) in "\t\n\r":
            continue
        got = reader(as_windows(byte) if byte >= 0x80 else chr(byte))
        if got in SPLIT or wanted[0] in SPLIT or wanted[0] in "đĐ":
            assert got == wanted[:-1], hex(byte)
            checked += 1
    assert checked > 50 or name == "windows-1258"


@pytest.mark.parametrize("letter", sorted(SPLIT))
def test_every_letter_survives_every_encoding(letter: str) -> None:
    """TCVN3 has no capitals with tones (its capital fonts have); all others have every letter."""
    for name, write in WRITERS.items():
        written = write(letter)
        if name == "tcvn3" and letter.isupper() and written is None:
            continue
        assert written is not None, name
        reader = next(encoding for encoding in ENCODINGS if encoding.name == name).read
        if (name, letter) != ("viscii", "Õ"):  # its byte is the no-break space: it is read inside a word only
            assert reader(written) == letter, name


@pytest.mark.parametrize("name", list(WRITERS))
@settings(max_examples=60, deadline=None)
@given(text=sentences)
def test_valid_text_comes_back(name: str, text: str) -> None:
    if sum(not char.isascii() for char in text) < 10:
        return
    written = WRITERS[name](text)
    assert written is not None
    repaired = normalize(f"{TITLE_IN[name]}\n{written}", "repair").text
    assert repaired == f"{TITLE}\n{text}"


TITLE_IN = {name: write(TITLE) for name, write in WRITERS.items()}


@pytest.mark.parametrize("name", list(WRITERS))
def test_a_title_is_judged_with_its_body(name: str) -> None:
    title, body = WRITERS[name]("Bộ Y tế"), WRITERS[name](BODY)
    assert title is not None
    assert body is not None
    assert normalize(title, "repair", context=body).text == "Bộ Y tế"
    assert normalize(body, "repair").text == BODY
    assert f"repaired:legacy_{name}" in normalize(body, "repair").flags


@pytest.mark.parametrize("name", list(WRITERS))
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252", "no-such-charset"])
def test_bytes_without_their_charset(name: str, declared: str | None) -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><p>{BODY}</p></body></html>"
    written = WRITERS[name](page)
    assert written is not None
    data = b"".join(char.encode("cp1252") if char.isprintable() and ord(char) > 0xFF else char.encode("latin-1")
                    for char in written)  # fmt: skip
    decoded = decode(data, declared)
    assert decoded.encoding == name
    assert decoded.text == page


def test_mangled_utf8_comes_back() -> None:
    def mangled(text: str) -> str:
        return "".join(as_windows(byte) if byte > 0x7F else chr(byte) for byte in text.encode())

    assert normalize(mangled(BODY), "repair").text == BODY
    assert normalize(mangled(mangled(BODY)), "repair").text == BODY
    assert normalize(mangled(BODY).replace("\u00a0", " "), "repair").text == BODY


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        TITLE,
        "Cà phê, bánh mì và bò khô; tôi có hai cái áo.",
        "señor años niño: acción, sesión y educación",
        "Größe, Straße, Mädchen, schön, für, Übung",
        "L'été dernier, à l'hôtel, nous avons dîné près de la forêt.",
        "Þingvellir, Reykjavík, Ísafjörður",
        "Tromsø, Ålesund, Bodø",
        "© 2005 ® ™ § 5, ¶ 3, µm",
    ],
)
def test_other_text_is_no_legacy_encoding(text: str) -> None:
    assert detect(text) is None
    assert normalize(text, "repair").text == text
