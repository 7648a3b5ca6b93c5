"""Word files as small as they come: DOCX, and DOC with its text in the old TCVN3 fonts.

Sources: ECMA-376 (the three parts that a DOCX needs), [MS-CFB] (the container of DOC), [MS-DOC] (FIB, Clx).
"""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NEVER = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever they are made

_SECTOR = 512
_FREE, _END, _IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT = 1024  # where the text begins in the stream WordDocument


@cache
def docx(text: str, padding: int = 0) -> bytes:
    """A DOCX of one paragraph; with `padding` it also holds that many zeros, which pack to next to nothing."""
    run = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{run}</w:body>'
        "</w:document>".encode(),
    }
    if padding:
        parts["word/media/anh.bmp"] = bytes(padding)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _NEVER), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@cache
def doc(text: str) -> bytes:
    """A Word 97 file of one paragraph whose characters are those of windows-1252: how TCVN3 text is kept."""
    written = text.encode("cp1252", "strict") + b"\r"
    head = bytearray(_TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)  # it is Word 97
    struct.pack_into("<H", head, 0x0A, 0x0200)  # its table stream is 1Table
    struct.pack_into("<II", head, 0x18, _TEXT_AT, _TEXT_AT + len(written))
    struct.pack_into("<H", head, 0x20, 14)
    struct.pack_into("<H", head, 0x3E, 22)
    struct.pack_into("<I", head, 0x40, _TEXT_AT + len(written))
    struct.pack_into("<I", head, 0x4C, len(written))
    struct.pack_into("<H", head, 0x98, 0x5D)
    # One piece, its characters one byte each (bit 30, and the offset doubled).
    piece = struct.pack("<II", 0, len(written)) + struct.pack("<HIH", 0, 0x40000000 | _TEXT_AT * 2, 0)
    pieces = b"\x02" + struct.pack("<I", len(piece)) + piece
    struct.pack_into("<II", head, 0x1A2, 0, len(pieces))
    return _compound({"WordDocument": bytes(head) + written, "1Table": pieces})


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of two streams, each padded to the 4,096 bytes from which on a stream has sectors of its own."""
    padded = [data.ljust(-(-max(len(data), 4096) // _SECTOR) * _SECTOR, b"\0") for data in streams.values()]
    fat = [_IS_FAT, _END]
    starts = []
    for data in padded:
        starts.append(len(fat))
        count = len(data) // _SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    first, second = streams
    directory = b"".join(
        (
            _entry("Root Entry", 5, (_FREE, _FREE, 1), _END, 0),
            _entry(first, 2, (2, _FREE, _FREE), starts[0], len(padded[0])),  # the shorter name stands left of it
            _entry(second, 2, (_FREE, _FREE, _FREE), starts[1], len(padded[1])),
            _entry("", 0, (_FREE, _FREE, _FREE), 0, 0),
        )
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + b"".join(padded)


def _entry(name: str, kind: int, links: tuple[int, int, int], start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2 if name else 0
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, *links)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
