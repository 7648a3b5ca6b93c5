"""A tiny picture and small PDFs with a few lines of text."""

from __future__ import annotations

import base64
from functools import cache

from crawler.demo.slug import slug

# A one-pixel GIF (GIF89a specification), white.
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=")
PICTURE_TYPE = "image/gif"


def lines(name: str) -> list[str]:
    """What a PDF of that name says."""
    words = slug(name).replace("-", " ")
    return [words, *(f"Muc {number}: cac don vi thuc hien theo van ban nay." for number in range(1, 8))]


@cache
def pdf(name: str, locked: bool = False) -> bytes:
    """A valid one-page PDF 1.4 with `name` in its text, without diacritics (the standard fonts have no Vietnamese).

    A `locked` one says that it is encrypted, as those do that need a password.
    """
    shown = " T* ".join(f"({line}) Tj" for line in lines(name))
    content = f"BT /F1 14 Tf 20 TL 72 760 Td {shown} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        b" /Encrypt 9 0 R" if locked else b"",
        table,
    )
    return bytes(out)
