"""Files behind articles: recognised by their bytes, read within limits, flagged where they cannot be."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import attachments, media_types
from crawler.extraction.attachments import read_file

pytest.importorskip("kreuzberg", reason="the extra 'attachments' is not installed")

SENTENCE = "Quyết định công khai dự toán ngân sách năm 2026 của Sở Xây dựng."


def docx(text: str, *, members: dict[str, bytes] | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        b'+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'.encode(),
        **(members or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(text: str, trailer: str = "") -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + f"trailer<</Size 6/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def test_docx_is_read_and_told_by_its_bytes() -> None:
    found = read_file(docx(SENTENCE))
    assert found.media_type == media_types.DOCX
    assert found.text == SENTENCE
    assert found.flags == []


def test_pdf_is_read() -> None:
    found = read_file(pdf("Ke hoach so 12 cua UBND xa"))
    assert found.media_type == media_types.PDF
    assert "Ke hoach so 12 cua UBND xa" in (found.text or "")


def test_text_in_an_old_font_encoding_is_repaired_and_flagged() -> None:
    legacy = "Héi nghÞ bµn vÒ ®­êng liªn x· vµ kÕ ho¹ch mïa vô n¨m tíi cña bµ con n«ng d©n."
    found = read_file(docx(legacy))
    assert found.text == "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con nông dân."
    assert any("tcvn3" in flag for flag in found.flags)


def test_same_bytes_same_fingerprint() -> None:
    assert read_file(docx(SENTENCE)).sha256 == read_file(docx(SENTENCE)).sha256
    assert read_file(docx(SENTENCE)).sha256 != read_file(docx(SENTENCE + ".")).sha256


@pytest.mark.parametrize(
    ("data", "flag"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 100, "unknown type"),
        (pdf("x", "/Encrypt 9 0 R"), "encrypted"),
        (b"%PDF-1.7\nnothing of a PDF but its first line", "damaged"),
        (docx(SENTENCE)[:300], "damaged"),
        (b"Rar!\x1a\x07\x01\x00" + b"x" * 50, "not read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "damaged"),
    ],
    ids=["empty", "unknown", "locked pdf", "broken pdf", "cut docx", "rar", "locked office", "broken doc"],
)
def test_what_cannot_be_read_is_flagged(data: bytes, flag: str) -> None:
    found = read_file(data)
    assert found.text is None
    assert any(flag in one for one in found.flags), found.flags


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = docx(SENTENCE, members={"word/media/a.bin": b"\0" * (60 * 1024 * 1024)})
    assert len(bomb) < 200_000
    found = read_file(bomb)
    assert found.text is None
    assert found.flags == ["file would unpack to too much: not read"]


def test_a_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 100)
    assert read_file(pdf("x")).flags[0].startswith("file larger than")


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf1 ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_it_fail(body: bytes, head: bytes) -> None:
    found = read_file(head + body)
    assert found.text is not None or found.flags
