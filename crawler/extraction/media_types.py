"""What kind of file some bytes are, by the bytes themselves: names and headers of portals lie.

Sources: the magic numbers of ISO 32000 (PDF), ECMA-376 and OpenDocument 1.3 (members of a ZIP), MS-CFB (the old
Office formats), the RAR, 7-Zip, RTF, TIFF, PNG and JPEG specifications.
"""

from __future__ import annotations

import io
import zipfile
import zlib

PDF = "application/pdf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
RTF = "application/rtf"
ZIP = "application/zip"
ENCRYPTED_OFFICE = "application/vnd.ms-office"
IMAGES = frozenset(("image/png", "image/jpeg", "image/tiff"))
_HEADS = (
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
)
_OFFICE = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")


def media_type(data: bytes) -> str | None:
    """The media type of a file; None where its bytes tell none."""
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip(data)
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), None)
    for magic, kind in _HEADS:
        if data.startswith(magic):
            return kind
    if any(mark in head.lower() for mark in _HTML):
        return "text/html"
    return "text/plain" if _is_text(data[:4096]) else None


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                if declared.startswith("application/vnd.oasis.opendocument."):
                    return declared
            if "[Content_Types].xml" in names:
                return next((kind for prefix, kind in _OFFICE if any(name.startswith(prefix) for name in names)), ZIP)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return ZIP
    return ZIP


def _is_text(sample: bytes) -> bool:
    return (
        bool(sample) and b"\x00" not in sample and sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample) < 4
    )
